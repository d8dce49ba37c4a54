import type { ReporterFactory } from './report.ts';

/** Output formats of `validate`; each is loaded when asked for. */
export const reporters = {
  text: async () => (await import('./text.ts')).text,
  json: async () => (await import('./json.ts')).json,
  markdown: async () => (await import('./markdown.ts')).markdown,
  github: async () => (await import('./github.ts')).github,
  gitlab: async () => (await import('./gitlab.ts')).gitlab,
  sarif: async () => (await import('./sarif.ts')).sarif,
  junit: async () => (await import('./junit.ts')).junit,
} as const satisfies Record<string, () => Promise<ReporterFactory>>;

export type ReporterName = keyof typeof reporters;
export const reporterNames = Object.keys(reporters) as readonly ReporterName[];

/** What each report format begins with, or says somewhere on a line of its own. */
const MARKS = {
  text: /^[\u2714\u2716!] |^ +(?:\d+:\d+ +)?(?:error|warning|info) {2}\S/m,
  json: /^\{"version":1,"command":"validate"/,
  github: /^::(?:notice|warning|error) |^cowork-3p: \d+ error/m,
  gitlab: /^\[\s*(?:\]|\{"description":.*"check_name":)/,
  sarif: /^\{"\$schema":"https:\/\/json\.schemastore\.org\/sarif-/,
  junit: /<testsuites name="cowork-3p /,
  markdown: /^## Claude Desktop configuration$/m,
} as const satisfies Record<ReporterName, RegExp>;

/** Whether a text is a report of an earlier run, in any format. */
export function isReport(text: string): boolean {
  return Object.values(MARKS).some((mark) => mark.test(text));
}
