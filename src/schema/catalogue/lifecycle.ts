import { integer, type KeyRow } from '../key-spec.ts';

/** Lifecycle: how a running app takes up a changed configuration. */
export const lifecycle = {
  configRecheckIntervalMinutes: {
    title: 'Configuration re-check interval',
    nestedPath: 'lifecycle.configRecheckIntervalMinutes',
    summary: 'Has a running app look for changes of its managed configuration every so many minutes.',
    type: integer({ min: 2, max: 30, unit: 'minutes' }),
    default: 10,
    since: '1.46388.1',
    appBehaviour: true,
  },
  relaunchEnforcementHours: {
    title: 'Configuration relaunch window',
    nestedPath: 'lifecycle.relaunchEnforcementHours',
    nestedPathSince: '1.46388.1',
    nestedPathBefore: 'bootstrap.relaunchEnforcementHours',
    summary:
      'Gives users so many hours to restart the app after a change of configuration, 0 meaning at once.',
    type: integer({ min: 0, max: 336, unit: 'hours' }),
    default: 24,
    since: '1.40609.0',
    managedSince: '1.46388.1',
    appBehaviour: true,
    notes: [
      'Before 1.46388.1 only a bootstrap server could set it, and unset meant 1.',
      'In the nested form that release moved it from the bootstrap cluster to lifecycle.',
      'A device profile with any app-behavior key wins over the served value.',
    ],
  },
} as const satisfies Record<string, KeyRow>;
