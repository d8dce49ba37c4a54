import type { BootstrapReport } from './types.ts';

/** What a report comes to. `unproven`: nothing was found wrong, and something could not be asked. */
type BootstrapOutcome = 'good' | 'warnings' | 'faults' | 'unproven';

/** The outcome of an endpoint or a body. */
export function outcomeOf({ checks, body }: BootstrapReport): BootstrapOutcome {
  const severities = body?.diagnostics.map(({ severity }) => severity) ?? [];
  if (checks.some(({ status }) => status === 'fail') || severities.includes('error')) return 'faults';
  if (checks.some(({ inconclusive }) => inconclusive === true)) return 'unproven';
  return checks.some(({ status }) => status === 'warn') || severities.includes('warning')
    ? 'warnings'
    : 'good';
}
