import type { ProbeReporter } from './report.ts';

export type { ProbedRun } from './report.ts';

/** Output formats of `probe`; each is loaded when asked for. */
export const probeReporters = {
  text: async () => (await import('./text.ts')).text,
  json: async () => (await import('./json.ts')).json,
  junit: async () => (await import('./junit.ts')).junit,
} as const satisfies Record<string, () => Promise<ProbeReporter>>;

export type ProbeReporterName = keyof typeof probeReporters;
export const probeReporterNames = Object.keys(probeReporters) as readonly ProbeReporterName[];
