import { defineConfig } from 'vitest/config';

/** The suites that start programs from outside: real gateways (npm run test:gateways) and the app's engine (npm run test:engine). */
export default defineConfig({
  test: {
    include: ['test/gateways/**/*.test.ts', 'test/engine/**/*.test.ts'],
    testTimeout: 240_000,
    hookTimeout: 60_000,
    fileParallelism: false,
    maxConcurrency: 3,
    env: { NO_COLOR: '', FORCE_COLOR: '' },
  },
});
