import { fail, ok, type Outcome } from '../../errors.ts';
import type { FileFailure, Io } from '../../io/io.ts';
import { forTerminal, printable } from '../../text/printable.ts';
import type { Style } from '../../report/style.ts';
import { rangeText, texts, validate } from '../../schema/index.ts';
import type { Draft, Settings } from './draft.ts';
import { compose, decoded, type Source } from './file.ts';

/** Writes what the draft has come to: whole or not at all, readable by its owner alone. */
export async function writeDraft(
  draft: Draft,
  file: string,
  io: Io,
  { source, replaces }: { readonly source: Source | undefined; readonly replaces: boolean },
): Promise<Outcome<void, FileFailure>> {
  if (source?.chain !== undefined) {
    const { writeRing } = await import('./ring.ts');
    return writeRing(draft, file, io, { source, chain: source.chain, replaces });
  }
  const text = compose(draft.settings(), draft.target, source);
  const written = decoded(text);
  // Checked once more as the file it becomes: what validate refuses never reaches the disk.
  if (!validate(written, { target: draft.target }).valid) throw new Error('what was composed is not valid');
  if (file === '-') {
    io.stdout.write(io.stdout.isTTY ? forTerminal(text) : text);
    return ok(undefined);
  }
  const outcome = await io.writeFile(file, Buffer.from(text), { secret: true, create: !replaces });
  return outcome.ok ? ok(undefined) : fail(outcome.failure);
}

/** What to run next, with the name of the file in it. */
export function tellNext(draft: Draft, file: string, io: Io, style: Style): void {
  if (file === '-') return;
  const settings = draft.settings();
  const name = quoted(file);
  const { target } = draft;
  const checked = target === undefined ? name : `${name} --target ${rangeText(target)}`;
  const variables = variablesOf(settings);
  const lines = [
    `cowork-3p validate ${checked}`,
    ...(settings.get('inferenceProvider') === 'gateway' ? [`cowork-3p probe ${name}`] : []),
    `cowork-3p export ${checked} -o claude.mobileconfig`,
  ];
  io.stderr.write(
    `${style.ok('✔')} ${style.strong(`wrote ${printable(file, 300)}`)}, readable by you alone\n`,
  );
  io.stderr.write(`\nNext:\n${lines.map((line) => `  ${printable(line, 400)}\n`).join('')}`);
  io.stderr.write(style.faint('  (or -o claude.reg, -o claude.plist, -o managed-settings.json)\n'));
  if (variables.length > 0)
    io.stderr.write(
      `${variables.join(' and ')} must be set for ${settings.get('inferenceProvider') === 'gateway' ? 'probe and export' : 'export'}.\n`,
    );
}

/** Names of the environment variables that the settings refer to. */
function variablesOf(settings: Settings): readonly string[] {
  const names = [...settings].flatMap(([key, value]) =>
    [...texts(value, [key])].flatMap(({ text }) =>
      [...text.matchAll(/(?<!\$)\$\{env:([A-Za-z_][A-Za-z0-9_]*)\}/g)].map(([, name]) => name ?? ''),
    ),
  );
  return [...new Set(names)];
}

/** As a shell takes it. */
function quoted(file: string): string {
  if (file.startsWith('-')) return quoted(`./${file}`);
  return /^[\w./~+@%:,=-]+$/.test(file) ? file : `'${file.replaceAll("'", String.raw`'\''`)}'`;
}
