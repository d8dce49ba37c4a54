import type { Diagnostic } from '../../diagnostics.ts';
import { UserError } from '../../errors.ts';
import { editJsonc } from '../../exporters/jsonc-edit.ts';
import { json } from '../../importers/json.ts';
import type { Io } from '../../io/io.ts';
import {
  batchOf,
  holdsSecret,
  suppress,
  textEdits,
  validate,
  type Batch,
  type Document,
  type ValidateOptions,
} from '../../schema/index.ts';
import { printable } from '../../text/printable.ts';
import type { ChainMemory } from '../load-chain.ts';
import { readAlone, type ReadHow } from '../read-alone.ts';

/** Rounds of edits: each sees what the one before has left, such as a second member of a dotted key. */
export const MAX_ROUNDS = 50;

/**
 * Fixes a file in place: what a base of it holds, in that base. Says how many findings are gone. A file that cannot be read, or is no JSON, is left as
 * it is: its report says more.
 */
export async function fixFile(
  file: string | undefined,
  how: ReadHow & {
    readonly ignore?: readonly string[];
    readonly quiet?: boolean;
    readonly memory?: ChainMemory;
  },
  options: ValidateOptions,
  io: Io,
): Promise<number> {
  const loaded = await readAlone(file, io, how);
  if (!loaded.ok) return 0;
  const { file: name, document: alone } = loaded.value;
  if (alone.format === 'json' && alone.entries.has('extends')) {
    const { fixChain } = await import('./fix-chain.ts');
    const done = await fixChain(name, alone, { options, ignored: how.ignore ?? [] }, io);
    // Other files of this run extend them, too.
    if (done.bases.length > 0) {
      how.memory?.documents.clear();
      how.memory?.composed.clear();
    }
    for (const base of how.quiet === true ? [] : done.bases)
      io.stderr.write(`cowork-3p: changed ${printable(base, 300)}, a base of ${printable(name, 300)}.\n`);
    return done.findings;
  }
  const { document, findings } = fix(alone, options, how.ignore ?? []);
  if (findings === 0) return 0;
  const secret = holdsSecret(validate(document, options).settings);
  const written = await io.writeFile(name, Buffer.from(document.text ?? ''), { secret });
  if (!written.ok) throw new UserError(`${name} ${written.failure.message}.`);
  return findings;
}

/** A document after its mechanical remedies. */
interface Fixed {
  readonly document: Document;
  /** How many findings are gone. */
  readonly findings: number;
}

interface Checked {
  readonly settings: ReadonlyMap<string, unknown>;
  readonly batch: Batch;
  /** What was told, by identity. */
  readonly left: ReadonlySet<string>;
}

/**
 * Makes every edit that a finding carries, in the text of the document, comments kept. A finding that is silenced
 * is left alone. What is done is looked at: a round that settles none of its findings is not kept.
 */
export function fix(document: Document, options: ValidateOptions, ignored: readonly string[]): Fixed {
  const check = (one: Document): Checked => {
    const { settings, diagnostics, edits } = validate(one, options);
    const told = suppress(one, diagnostics, { codes: ignored, reportUnused: false });
    return { settings, batch: batchOf(told, edits), left: new Set(told.map(identity)) };
  };
  let current = { document, ...check(document) };
  let findings = 0;
  for (let round = 0; round < MAX_ROUNDS && current.batch.findings.length > 0; round += 1) {
    const { document: before, settings, batch } = current;
    const text = editJsonc(before.text ?? '', textEdits(settings, before, batch.edits));
    const next = json.decode(Buffer.from(text));
    if (!next.ok || next.value.inert === true) break;
    const after = check(next.value);
    const settled = batch.findings.filter((finding) => !after.left.has(identity(finding))).length;
    if (settled === 0) break;
    findings += settled;
    current = { document: next.value, ...after };
  }
  return { document: current.document, findings };
}

/** What tells a finding from another one, wherever it is reported. */
export function identity({ code, path }: Diagnostic): string {
  return JSON.stringify([code, path]);
}
