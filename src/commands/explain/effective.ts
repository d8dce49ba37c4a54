import { Exit, UserError, type ExitCode } from '../../errors.ts';
import type { Io } from '../../io/io.ts';
import { effectiveJson } from '../../report/effective-json.ts';
import { renderEffectiveText } from '../../report/effective-text.ts';
import { text as textReporter } from '../../report/text.ts';
import { count } from '../../report/wrap.ts';
import { keyNames, nearest } from '../../schema/index.ts';
import { explain, provenance, type Provenance } from '../../schema/reference.ts';
import { printable } from '../../text/printable.ts';
import { hearSignals, writePieces } from '../hear-signals.ts';
import { loadDocument } from '../load-config.ts';
import { styleFor, type ReadFlags } from '../options.ts';

/** Flags of `explain --effective`. */
export interface EffectiveFlags extends ReadFlags {
  readonly format: 'text' | 'json' | 'markdown';
  /** The file to look into; true for the default one. */
  readonly effective?: string | true;
}

/** Says of each setting of a file, or of one, what counts, who says so, and what that replaced. */
export async function runEffective(
  name: string | undefined,
  flags: EffectiveFlags,
  io: Io,
): Promise<ExitCode> {
  if (flags.format === 'markdown') throw new UserError('--effective takes --format text or json.');
  const { file, document } = await loadDocument(
    typeof flags.effective === 'string' ? flags.effective : undefined,
    io,
    flags,
  );
  const errors = document.findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    const style = await styleFor('stderr', flags, io);
    const reporter = textReporter({ style, columns: io.stderr.columns, quiet: flags.quiet === true });
    io.stderr.write(reporter.file({ file, format: null, valid: false, diagnostics: errors }));
  }
  const all = provenance(document, file);
  await hearSignals(io);
  const settings = name === undefined ? all : chosen(name, all, file);
  const code = errors.length > 0 ? Exit.findings : Exit.ok;
  const files = document.chain === undefined ? [file] : [...document.chain.files.keys()];
  if (flags.format === 'json') {
    await writePieces(io.stdout, effectiveJson({ file, files, settings }, code), io);
    return code;
  }
  const style = await styleFor('stdout', flags, io);
  await writePieces(io.stdout, renderEffectiveText(settings, { style }), io);
  if (flags.quiet !== true && name === undefined) {
    const set = settings.filter(({ now }) => now.value !== undefined).length;
    const from = files.length === 1 ? '' : `, from ${count(files.length, 'file')}`;
    io.stderr.write(`${printable(file, 300)}: ${count(set, 'setting')}${from}\n`);
  }
  return code;
}

/** The setting of that name, whatever the case of its letters. What nothing sets is told, with what the app does then. */
function chosen(name: string, all: readonly Provenance[], file: string): readonly Provenance[] {
  const same = (one: string): boolean => one.toLowerCase() === name.trim().toLowerCase();
  const found = all.filter(({ key }) => same(key));
  if (found.length > 0) return found;
  const entry = explain(name);
  if (entry?.kind === 'key') {
    const unset = entry.facts.find(({ name: fact }) => fact === 'When unset' || fact === 'Default')?.text;
    throw new UserError(
      `${printable(file, 300)}: ${entry.key} is not set, by no file and no flag.`,
      unset === undefined ? undefined : `Then it is as the app has it: ${unset}.`,
    );
  }
  const near = nearest(name, [...all.map(({ key }) => key), ...keyNames]);
  throw new UserError(
    `${printable(file, 300)}: nothing sets ${printable(name, 100)}.`,
    near === undefined ? undefined : `Did you mean ${near}?`,
  );
}
