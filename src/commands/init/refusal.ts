import type { Diagnostic } from '../../diagnostics.ts';
import { Back } from '../../io/prompter.ts';
import type { KeyName, Path } from '../../schema/index.ts';
import type { Draft } from './draft.ts';
import type { Wizard } from './step.ts';

/** A finding as the answer to an answer: its own message, and its hint in a second line. */
export function words({ message, hint }: Diagnostic): string {
  return hint === undefined ? message : `${message}\n${hint}`;
}

/** Codes about the whole, which later answers settle. */
const SETTLED_LATER = new Set<Diagnostic['code']>([
  'key-newer-than-target',
  'release-unknown',
  'required-key-missing',
  'credential-missing',
  'models-required',
  'setting-incomplete',
  'setting-conflict',
]);

/** What the app reads no more is never written, even where validate only warns of it. */
const RETIRED = new Set<Diagnostic['code']>([
  'deprecated-key',
  'deprecated-value',
  'deprecated-shape',
  'removed-key',
]);

/** Said and not asked about: right where people try things out, or settled by another setting. */
const FINE_HERE = new Set<Diagnostic['code']>(['url-loopback-http', 'setting-ignored', 'credential-unused']);

/** What forbids an answer, in the words of `validate`. */
export function refusal(draft: Draft, path: Path, value: unknown): string | undefined {
  const error = draft
    .check(path, value)
    .find(
      ({ severity, code }) =>
        (severity === 'error' && !SETTLED_LATER.has(code)) || (severity !== 'info' && RETIRED.has(code)),
    );
  return error === undefined ? undefined : words(error);
}

/** Whether an answer stands: what `validate` warns of is told, and kept only when somebody says so. */
export async function stands(wizard: Wizard, key: KeyName): Promise<boolean> {
  const { draft, prompter } = wizard;
  remark(wizard, key);
  const doubtful = draft
    .check([key], draft.get(key))
    .some(({ severity, code }) => severity === 'warning' && !FINE_HERE.has(code) && !SETTLED_LATER.has(code));
  if (!doubtful || draft.get(key) === undefined) return true;
  try {
    return await prompter.select({
      message: 'Keep this answer anyway?',
      choices: [
        { value: false, name: 'Change it' },
        { value: true, name: 'Keep it' },
      ],
    });
  } catch (error) {
    if (error instanceof Back) return false;
    throw error;
  }
}

/** Tells what `validate` remarks about an answer that stands. */
export function remark(wizard: Wizard, key: KeyName, ...member: string[]): void {
  const { draft, style } = wizard;
  const value = draft.get(key);
  if (value === undefined) return;
  for (const { severity, message, hint } of draft.check([key, ...member], value)) {
    if (severity !== 'warning') continue;
    wizard.say(`${style.warning('!')} ${message}`, 1);
    if (hint !== undefined) wizard.say(`${style.faint('→')} ${hint}`, 2);
  }
}
