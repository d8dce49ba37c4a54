import { bootstraps } from './mode.ts';
import { droppedFor } from './reading.ts';
import type { Rule } from './rule.ts';

/** At or below this the app no longer checks before each turn whether the credential has expired. */
const CHECKED_ABOVE_SEC = 120;
/** A re-run in the middle of a session is cut off after this. */
const MID_SESSION_SEC = 20;

/** What tunes the credential helper needs a helper, and two numbers mean less than they seem to. */
export const helperSettings: Rule = {
  id: 'helper-settings',
  source: 'Vendor page "Credential helper"',
  when: [
    'inferenceCredentialHelper',
    'inferenceCredentialHelperWindows',
    'inferenceCredentialHelperArgs',
    'inferenceCredentialHelperSilentRefreshEnabled',
    'inferenceCredentialHelperTimeoutSec',
    'inferenceCredentialHelperTtlSec',
  ],
  check(context) {
    const { config, has, report } = context;
    if (!has('inferenceCredentialHelper') && !has('inferenceCredentialHelperWindows')) {
      if (bootstraps(context)) return;
      for (const key of droppedFor('alone', context))
        report('setting-ignored', [key], {
          fault: `${key} does nothing without inferenceCredentialHelper`,
          fix: `Set inferenceCredentialHelper, or remove ${key}.`,
        });
      return;
    }
    const ttl = config.inferenceCredentialHelperTtlSec;
    if (ttl !== undefined && ttl <= CHECKED_ABOVE_SEC)
      report(
        'setting-risky',
        ['inferenceCredentialHelperTtlSec'],
        {
          fault: `inferenceCredentialHelperTtlSec is ${ttl}; at ${CHECKED_ABOVE_SEC} seconds or less Claude Desktop skips the check before each turn whether the credential is still good`,
          fix: `Choose more than ${CHECKED_ABOVE_SEC} if the credential lives longer.`,
        },
        'info',
      );
    const timeout = config.inferenceCredentialHelperTimeoutSec;
    if (
      timeout !== undefined &&
      timeout > MID_SESSION_SEC &&
      config.inferenceCredentialHelperSilentRefreshEnabled !== false
    )
      report(
        'setting-risky',
        ['inferenceCredentialHelperTimeoutSec'],
        {
          fault: `inferenceCredentialHelperTimeoutSec is ${timeout}, but a run in the middle of a session is cut off after ${MID_SESSION_SEC} seconds`,
          fix: `Let the helper answer within ${MID_SESSION_SEC} seconds once the user has signed in.`,
        },
        'info',
      );
  },
};
