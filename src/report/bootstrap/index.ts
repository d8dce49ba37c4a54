import type { BootstrapReporter } from './report.ts';

/** Output formats of `bootstrap check`; each is loaded when asked for. */
export const bootstrapReporters = {
  text: async () => (await import('./text.ts')).text,
  json: async () => (await import('./json.ts')).json,
  junit: async () => (await import('./junit.ts')).junit,
} as const satisfies Record<string, () => Promise<BootstrapReporter>>;

export type BootstrapReporterName = keyof typeof bootstrapReporters;
export const bootstrapReporterNames = Object.keys(bootstrapReporters) as readonly BootstrapReporterName[];
