import type { Io } from '../../io/io.ts';
import { text as textReporter } from '../../report/text.ts';
import { count } from '../../report/wrap.ts';
import { keySpec, replacementOf, settingsOf, type Document } from '../../schema/index.ts';
import { shownName } from '../../text/credentials.ts';
import { styleFor } from '../options.ts';
import type { ExportFlags } from './flags.ts';
import type { Source } from './source.ts';
import type { Writer } from './writer.ts';

/** Findings go to stderr: stdout is the file. Notes are left out, they are no news for a script. */
export async function tell({ file, diagnostics: all }: Source, flags: ExportFlags, io: Io): Promise<void> {
  const diagnostics = all.filter((one) => one.severity !== 'info');
  const errors = diagnostics.filter((one) => one.severity === 'error').length;
  if (diagnostics.length === 0 || (flags.quiet === true && errors === 0)) return;
  const style = await styleFor('stderr', flags, io);
  const reporter = textReporter({ style, columns: io.stderr.columns, quiet: flags.quiet === true });
  io.stderr.write(reporter.file({ file, format: null, valid: errors === 0, diagnostics }));
}

/** Why there is no file. */
export async function tellNothing(flags: ExportFlags, io: Io): Promise<void> {
  const style = await styleFor('stderr', flags, io);
  io.stderr.write(`${style.error('✖')} Nothing was written: fix the errors first.\n`);
}

/** A word of who can read a credential, where that is more than the device it is for. */
export async function tellReaders(writers: readonly Writer[], flags: ExportFlags, io: Io): Promise<void> {
  if (flags.quiet === true) return;
  const style = await styleFor('stderr', flags, io);
  for (const { id, readers } of writers) {
    if (readers !== undefined)
      io.stderr.write(`${style.warning('!')} ${id} carries a credential: ${readers}.\n`);
  }
}

/** Says on stderr what the new file does otherwise than the one that was read. */
export async function tellChanges(
  document: Document,
  writers: readonly Writer[],
  flags: ExportFlags,
  io: Io,
): Promise<void> {
  if (flags.quiet === true) return;
  const style = await styleFor('stderr', flags, io);
  const say = (text: string): void => io.stderr.write(`${style.warning('!')} ${text}\n`);
  const settings = settingsOf(document);
  const unknown = [...settings.keys()].filter(
    (key) => keySpec(key) === undefined && replacementOf(key) === undefined,
  );
  if (flags.dropUnknown === true && unknown.length > 0)
    say(`left out ${count(unknown.length, 'key')} that this version does not know`);
  else {
    // An empty text counts as a policy on Windows, and null is none: no format here writes either.
    const empty = unknown.filter((key) => [null, ''].includes(settings.get(key) as null));
    const [first] = empty;
    if (first !== undefined)
      say(
        `left out ${shownName(first)}${empty.length > 1 ? ` and ${count(empty.length - 1, 'other key')}` : ''}: an empty text or null is no value`,
      );
  }
  for (const key of document.computed ?? [])
    say(`${key} is computed when the script runs, so it is not in what was written`);
  const windows = writers.some(({ platform }) => platform === 'windows');
  if (windows && flags.hive === 'user')
    for (const key of settings.keys())
      if (keySpec(key)?.machineHiveOnly === true)
        say(
          `${key} counts under HKEY_LOCAL_MACHINE only, as one guide says, and is written for HKEY_CURRENT_USER`,
        );
  if (windows && document.hive === 'user' && flags.hive !== 'user')
    say(
      'the settings stood in HKEY_CURRENT_USER and are written for HKEY_LOCAL_MACHINE; --hive user keeps the hive',
    );
}
