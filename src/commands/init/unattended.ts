import { Exit, UserError, type ExitCode } from '../../errors.ts';
import { sortDiagnostics } from '../../diagnostics.ts';
import { printable } from '../../text/printable.ts';
import { text as textReporter } from '../../report/text.ts';
import { presets } from '../../schema/index.ts';
import { styleFor } from '../options.ts';
import { variableFor } from '../../schema/index.ts';
import type { Draft } from './draft.ts';
import type { Job } from './job.ts';
import { leaveNewer } from './preset.ts';
import { tellNext, writeDraft } from './write.ts';

/** Writes what the flags say, or says what is wrong with it and writes nothing. */
export async function unattended({ io, flags, file, url, source, draft, findings }: Job): Promise<ExitCode> {
  const style = await styleFor('stderr', flags, io);
  const quiet = flags.quiet === true;
  const notes: string[] = [];
  if (url !== undefined) notes.push(...withUsualKey(draft));
  if (flags.preset !== undefined) {
    notes.push(...leaveNewer(draft, presets[flags.preset]));
    const open = presets[flags.preset].ask.filter((key) => draft.get(key) === undefined);
    if (open.length > 0) notes.push(`The preset leaves to you: ${open.join(', ')} (--set).`);
  }
  const checked = draft.validate();
  const all = sortDiagnostics([...findings, ...checked.diagnostics]);
  const errors = all.filter(({ severity }) => severity === 'error').length;
  const told = all.filter(({ severity }) => severity === 'error' || (severity === 'warning' && !quiet));
  if (told.length > 0) {
    const reporter = textReporter({ style, columns: io.stderr.columns, quiet });
    io.stderr.write(
      reporter.file({
        file: file === '-' ? '<stdout>' : file,
        format: null,
        valid: errors === 0,
        diagnostics: told,
      }),
    );
  }
  if (errors > 0) {
    io.stderr.write(`${style.error('✖')} Nothing was written: fix the errors first.\n`);
    return Exit.findings;
  }
  const written = await writeDraft(draft, file, io, { source, replaces: flags.force === true });
  if (!written.ok) throw new UserError(`${file} ${written.failure.message}.`);
  if (quiet) return Exit.ok;
  for (const line of source?.rewritten ?? [])
    io.stderr.write(`${style.warning('~')} ${printable(line, 500)}\n`);
  for (const note of notes) io.stderr.write(`${style.warning('!')} ${printable(note, 500)}\n`);
  tellNext(draft, file, io, style);
  return Exit.ok;
}

/** An address alone: the key is looked up under its usual name. */
function withUsualKey(draft: Draft): readonly string[] {
  if (draft.signIn !== undefined) return [];
  const key = 'inferenceGatewayApiKey';
  const variable = variableFor([key]);
  draft.answer('inferenceCredentialKind', 'static');
  draft.answer(key, `\${env:${variable}}`);
  return [`No credential was given: the file looks it up in ${variable}. --set says otherwise.`];
}
