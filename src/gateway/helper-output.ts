import { isObject, parseJson } from '../text/json.ts';
import { fail, ok, type Outcome } from '../errors.ts';
import { fieldProblem, fieldValueProblem, isFieldName } from '../text/http-field.ts';

/*
 * What a credential helper printed: a bare token, or {"token","headers"}. It is a secret from its first byte on: no
 * message holds any of it, but for a header's name that looks like one.
 */

/** The credential as it was printed. */
export interface ReadCredential {
  readonly token: string;
  /** Names as printed; they win over configured headers. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Sentences on what works but should be fixed. */
  readonly warnings: readonly string[];
}

/** What can be wrong with the output. */
export type OutputFault = 'empty' | 'not-a-token' | 'bad-json' | 'bad-headers';

/** The fault, and a clause that follows "The credential helper". */
type OutputRefusal = [OutputFault, string];

/** Reads what a helper printed; pure. */
export function readOutput(stdout: Uint8Array): Outcome<ReadCredential, OutputRefusal> {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(stdout);
  } catch {
    return fail(['not-a-token', 'printed bytes that are not UTF-8']);
  }
  const trimmed = text.trim();
  if (trimmed === '') return fail(['empty', 'printed nothing']);
  // One line end at the end is what every `echo` writes.
  const warnings =
    text.replace(/\r?\n$/, '') === trimmed
      ? []
      : ['The credential helper printed blank space around its output, which the app trims.'];
  if (trimmed.startsWith('{')) return readJson(trimmed, warnings);
  const lines = trimmed.split(/\r\n|\r|\n/).length;
  if (lines > 1) {
    return fail([
      'not-a-token',
      `printed ${String(lines)} lines: standard output must hold the token and nothing else`,
    ]);
  }
  const problem = tokenProblem(trimmed);
  if (problem !== undefined) return fail(['not-a-token', problem]);
  const quoted = /^(["']).*\1$/.test(trimmed)
    ? ['The credential helper printed its token in quotes, which the app sends as part of it.']
    : [];
  return ok({ token: trimmed, warnings: [...warnings, ...quoted] });
}

function tokenProblem(token: string): string | undefined {
  if (/^(?:bearer|basic)\s/i.test(token)) {
    return 'printed an authentication scheme in front of the token: the app adds that itself';
  }
  if (/\s/.test(token)) return 'printed text with spaces instead of a token';
  const problem = fieldValueProblem(token);
  return problem === undefined
    ? undefined
    : `printed a token with ${problem}, which no HTTP header can carry`;
}

function readJson(text: string, warnings: readonly string[]): Outcome<ReadCredential, OutputRefusal> {
  const json = parseJson(text);
  if (json === undefined) return fail(['bad-json', 'printed text that begins like JSON and is not']);
  const { token, headers, ...others } = json as Readonly<Record<string, unknown>>;
  if (typeof token !== 'string' || token.trim() === '')
    return fail(['bad-json', 'printed JSON without a "token" string']);
  const problem = tokenProblem(token.trim());
  if (problem !== undefined) return fail(['not-a-token', problem]);
  const extra =
    Object.keys(others).length > 0
      ? ['The credential helper printed JSON with more than "token" and "headers", which the app ignores.']
      : [];
  const result = { token: token.trim(), warnings: [...warnings, ...extra] };
  if (headers === undefined || headers === null) return ok(result);
  if (!isObject(headers)) return fail(['bad-headers', 'printed "headers" that are not an object']);
  const printed: [string, string][] = [];
  for (const [name, value] of Object.entries(headers)) {
    if (!isFieldName(name))
      return fail(['bad-headers', 'printed a header with a name that HTTP does not allow']);
    // A helper that mixes up names and values must not get its token shown: only what looks like a name is.
    const shown = /^[A-Za-z][A-Za-z-]{0,39}$/.test(name) ? `the header "${name}"` : 'a header';
    if (typeof value !== 'string')
      return fail(['bad-headers', `printed ${shown} with a value that is not a string`]);
    const bad = fieldProblem(name, value);
    if (bad !== undefined) return fail(['bad-headers', `printed ${shown} that cannot be sent: it ${bad}`]);
    printed.push([name, value.trim()]);
  }
  return ok({ ...result, headers: Object.fromEntries(printed) });
}
