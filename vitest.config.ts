import { availableParallelism } from 'node:os';

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // These start programs from outside: vitest.programs.config.ts.
    exclude: ['test/gateways/**', 'test/engine/**'],
    // Most tests wait for a server on loopback or a spawned program, so one worker more than there are cores.
    maxWorkers: availableParallelism() + 1,
    testTimeout: 20_000,
    hookTimeout: 20_000,
    env: { NO_COLOR: '', FORCE_COLOR: '' },
  },
});
