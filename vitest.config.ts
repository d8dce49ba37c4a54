import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // These start programs from outside: vitest.programs.config.ts.
    exclude: ['test/gateways/**', 'test/engine/**'],
    testTimeout: 20_000,
    hookTimeout: 20_000,
    env: { NO_COLOR: '', FORCE_COLOR: '' },
  },
});
