import { Exit, type ExitCode } from '../../errors.ts';
import type { Io } from '../../io/io.ts';
import { migrateJson } from '../../report/migrate-json.ts';
import { count } from '../../report/wrap.ts';
import { migrate, type Document } from '../../schema/index.ts';
import { forTerminal, printable } from '../../text/printable.ts';
import { EditableChain } from '../edit-chain.ts';
import { writePieces } from '../hear-signals.ts';
import { rewriteChain } from './rewrite.ts';
import { tell, type MigrateFlags } from './tell.ts';

/**
 * As `migrate` of one file, for a file that extends others: each old spelling is rewritten in the file that holds it,
 * with `--write` in the bases, too. What stands in several files at once is left to a person.
 */
export async function migrateChain(
  file: string,
  alone: Document,
  flags: MigrateFlags,
  io: Io,
): Promise<ExitCode> {
  const chain = await EditableChain.open(file, alone, io);
  const broken = chain.document.findings.filter(
    ({ severity, code }) => severity === 'error' && BROKEN.test(code),
  );
  for (const { file: place = file, line = 1, message } of broken)
    io.stderr.write(`cowork-3p: ${printable(place, 300)}:${String(line)}: ${printable(message, 500)}\n`);
  if (broken.length > 0) return Exit.findings;

  const told = await rewriteChain(chain, flags.target);
  const { changes, decisions } = told;
  if (flags.check === true) {
    const code = changes.length + decisions.length > 0 ? Exit.findings : Exit.ok;
    if (flags.format === 'json') await writePieces(io.stdout, migrateJson(file, told, code), io);
    else await tell(file, told, flags, io, 'would change');
    return code;
  }
  const code = decisions.some(({ torn }) => torn === true) ? Exit.findings : Exit.ok;
  const bases = chain.edited.filter((name) => name !== file);
  if (flags.write === true) await chain.write();
  await tell(file, told, flags, io, 'changed');
  if (flags.write !== true) {
    const text = chain.alone(file)?.text ?? '';
    io.stdout.write(io.stdout.isTTY ? forTerminal(text) : text);
  }
  if (flags.quiet !== true) {
    for (const name of flags.write === true ? [] : bases)
      io.stderr.write(`${printable(name, 300)} needs it, too: --write changes it there.\n`);
    tellShadowed(chain, flags, io);
  }
  return code;
}

const BROKEN = /^(?:syntax|wrong-shape|extends-.*)$/;

/** Old spellings in bases that this file replaces: another file that extends them may not. */
function tellShadowed(chain: EditableChain, { target }: MigrateFlags, io: Io): void {
  for (const name of chain.document.chain?.files.keys() ?? []) {
    const base = name === chain.file ? undefined : chain.alone(name);
    if (base === undefined) continue;
    const { changes } = migrate(base, target);
    if (changes.length > 0)
      io.stderr.write(
        `${printable(name, 300)} holds ${count(changes.length, 'old spelling')} that ${printable(chain.file, 300)} replaces: migrate it as well.\n`,
      );
  }
}
