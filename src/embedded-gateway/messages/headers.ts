import { invalid } from '../errors.ts';

/** The betas seen on the wire of the app and its engine; the real API refuses a value it does not know. */
const KNOWN_BETAS: ReadonlySet<string> = new Set([
  'claude-code-20250219',
  'context-1m-2025-08-07',
  'interleaved-thinking-2025-05-14',
  'effort-2025-11-24',
  'context-management-2025-06-27',
  'advanced-tool-use-2025-11-20',
  'mid-conversation-tool-changes-2026-07-01',
  'thinking-token-count-2026-05-13',
]);

/** The app's engine sends the first (measured on Claude Code 2.1.330), @anthropic-ai/sdk 1.12 the second. */
const VERSIONS: ReadonlySet<unknown> = new Set(['2023-06-01', '2026-10-21']);

/** `anthropic-version` and `anthropic-beta`. */
export function checkHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): void {
  const version = headers['anthropic-version'];
  if (version === undefined) throw invalid('anthropic-version: header is required');
  if (!VERSIONS.has(version)) throw invalid(`anthropic-version: "${String(version)}" is not a valid version`);
  const unknown = String(headers['anthropic-beta'] ?? '')
    .split(',')
    .map((value) => value.trim())
    .filter((value) => value !== '' && !KNOWN_BETAS.has(value));
  if (unknown.length > 0) {
    const values = unknown.map((value) => `\`${value}\``).join(', ');
    throw invalid(`Unexpected value(s) ${values} for the \`anthropic-beta\` header.`);
  }
}
