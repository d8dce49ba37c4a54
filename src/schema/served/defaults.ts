import { keySpec } from '../catalogue/index.ts';
import { compareReleases, releaseOf } from '../releases.ts';
import type { ServedRule } from './rule.ts';

/** The release in which the window for a restart went from one hour to a day. */
const WINDOW_CHANGED = '1.46388.1';

/** Settings that mean something else behind a bootstrap server than in a managed source. */
export const defaults: ServedRule = {
  id: 'defaults',
  source:
    'Changelog 1.24012.0 (telemetry), 1.46388.1 (restart); reference, mcpScheduledTaskApprovalLifetimeDays',
  check({ config, has, settings, source, target, report }) {
    const telemetry = ['disableEssentialTelemetry', 'disableNonessentialTelemetry'] as const;
    for (const [set, other] of [telemetry, [telemetry[1], telemetry[0]] as const])
      if (config[set] === false && !has(other))
        report('served-default', [set], {
          fault: `${set} is false, but ${other} is not set, and what it disables is off by default behind a bootstrap server since 1.24012.0`,
          fix: `Set ${other} to false as well if that telemetry shall be sent.`,
        });
    const days = config.mcpScheduledTaskApprovalLifetimeDays;
    if (days !== undefined && days > 0)
      report('served-default', ['mcpScheduledTaskApprovalLifetimeDays'], {
        fault:
          'mcpScheduledTaskApprovalLifetimeDays counts as 0 after each start of the app, until the answer has arrived',
        fix: 'Expect scheduled tasks to ask again while the server cannot be reached.',
      });
    const hours = 'relaunchEnforcementHours';
    const behaviour = [...(source?.settings.keys() ?? [])].find((key) => keySpec(key)?.appBehaviour === true);
    if (has(hours) && behaviour !== undefined)
      report('served-default', [hours], {
        fault: `${hours} of the answer does not count, because ${source?.file ?? ''} sets ${behaviour}: a policy with such a key wins here`,
        fix: `Set ${hours} in the policy.`,
      });
    if (
      !has(hours) &&
      settings.size > 0 &&
      target !== undefined &&
      compareReleases(target.oldest, releaseOf(WINDOW_CHANGED)) < 0
    )
      report('served-default', [], {
        fault: `${hours} is not set: releases before ${WINDOW_CHANGED} give users one hour to restart after a change, later ones 24`,
        fix: `Serve ${hours} for the same window on every device.`,
      });
  },
};
