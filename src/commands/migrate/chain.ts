import { Exit, type ExitCode } from '../../errors.ts';
import type { Io } from '../../io/io.ts';
import { encodeJson } from '../../report/json.ts';
import { count } from '../../report/wrap.ts';
import { migrate, owners, pathText, type Document, type Edit } from '../../schema/index.ts';
import { forTerminal, printable } from '../../text/printable.ts';
import { EditableChain } from '../edit-chain.ts';
import { jsonReport, tell, type MigrateFlags, type Told } from './tell.ts';

/** Rounds: what a removed value had replaced in a base may be retired as well. */
const MAX_ROUNDS = 20;

type Change = Told['changes'][number];
type Decision = Told['decisions'][number];

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

  const changes: Change[] = [];
  let decisions: readonly Decision[] = [];
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const step = nextStep(chain.document, file, flags);
    ({ decisions } = step);
    if (step.edits.size === 0) break;
    changes.push(...step.changes);
    await chain.edit(step.edits);
  }
  const told = { changes, decisions };
  if (flags.check === true) {
    const code = changes.length + decisions.length > 0 ? Exit.findings : Exit.ok;
    if (flags.format === 'json') io.stdout.write(`${encodeJson(jsonReport(file, told, code), 2)}\n`);
    else await tell(file, told, flags, io, 'would change');
    return code;
  }
  const code = decisions.some(({ torn }) => torn === true) ? Exit.findings : Exit.ok;
  await tell(file, told, flags, io, 'changed');
  const bases = chain.edited.filter((name) => name !== file);
  if (flags.write === true) await chain.write();
  else {
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

/** Every change that can be made in one file, by file, and what a person must decide. */
function nextStep(
  document: Document,
  file: string,
  { target }: MigrateFlags,
): Told & { readonly edits: ReadonlyMap<string, readonly Edit[]> } {
  const migrated = migrate(document, target);
  const ownerOf = owners(document, file);
  const base = (owner: string): { file?: string } => (owner === file ? {} : { file: owner });
  const edits = new Map<string, Edit[]>();
  const changes: Change[] = [];
  const decisions: Decision[] = migrated.decisions.map((one) => ({
    ...one,
    ...base(document.entries.get(String(one.path[0]))?.file ?? file),
  }));
  for (const [index, change] of migrated.changes.entries()) {
    const group = migrated.groups[index] ?? [];
    const owner = ownerOf(group);
    if (owner === undefined) {
      const { path, from, to } = change;
      const files = new Set(group.map((edit) => document.entries.get(String(edit.path[0]))?.file ?? file));
      decisions.push({
        path,
        message: `${pathText(path)}: ${from} becomes ${to ?? 'nothing'}, which concerns ${[...files].join(' and ')}; change them by hand.`,
      });
      continue;
    }
    changes.push({ ...change, ...base(owner) });
    edits.set(owner, [...(edits.get(owner) ?? []), ...group]);
  }
  return { edits, changes, decisions };
}

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
