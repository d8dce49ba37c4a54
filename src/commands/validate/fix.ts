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
import { readAlone, type ReadHow } from '../read-alone.ts';

/** Rounds of edits: each sees what the one before has left, such as a second member of a dotted key. */
const MAX_ROUNDS = 50;

/**
 * Fixes a file in place and says how many findings are gone. Only what is written in this very file is edited, never
 * a base of it. A file that cannot be read, or is no JSON, is left as it is: its report says more.
 */
export async function fixFile(
  file: string | undefined,
  how: ReadHow & { readonly ignore?: readonly string[] },
  options: ValidateOptions,
  io: Io,
): Promise<number> {
  const loaded = await readAlone(file, io, how);
  if (!loaded.ok) return 0;
  const { document, findings } = fix(loaded.value.document, options, how.ignore ?? []);
  if (findings === 0) return 0;
  const secret = holdsSecret(validate(document, options).settings);
  const written = await io.writeFile(loaded.value.file, Buffer.from(document.text ?? ''), { secret });
  if (!written.ok) throw new UserError(`${loaded.value.file} ${written.failure.message}.`);
  return findings;
}

/** A document after its mechanical remedies. */
interface Fixed {
  readonly document: Document;
  /** How many findings are gone. */
  readonly findings: number;
}

/**
 * Makes every edit that a finding carries, in the text of the document, comments kept. A finding that is silenced
 * is left alone. What is done is looked at: a round that settles none of its findings is not kept.
 */
export function fix(document: Document, options: ValidateOptions, ignored: readonly string[]): Fixed {
  const check = (
    one: Document,
  ): {
    readonly settings: ReadonlyMap<string, unknown>;
    readonly batch: Batch;
    readonly left: Set<string>;
  } => {
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

function identity({ code, path }: Diagnostic): string {
  return JSON.stringify([code, path]);
}
