import type { StatusReporterFactory } from './report.ts';

/** Output formats of `status`; each is loaded when asked for. */
export const statusReporters = {
  text: async () => (await import('./text.ts')).text,
  json: async () => (await import('./json.ts')).json,
  junit: async () => (await import('./junit.ts')).junit,
  csv: async () => (await import('./csv.ts')).csv,
} as const satisfies Record<string, () => Promise<StatusReporterFactory>>;

export type StatusReporterName = keyof typeof statusReporters;
export const statusReporterNames = Object.keys(statusReporters) as readonly StatusReporterName[];
