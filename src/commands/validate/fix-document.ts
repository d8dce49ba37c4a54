import type { Diagnostic } from '../../diagnostics.ts';
import { editJsonc } from '../../exporters/jsonc-edit.ts';
import type { Io } from '../../io/io.ts';
import { json } from '../../importers/json.ts';
import {
  batchOf,
  suppress,
  textEdits,
  validate,
  type Batch,
  type Document,
  type ValidateOptions,
} from '../../schema/index.ts';
import { hearSignals } from '../hear-signals.ts';

/** Rounds of edits: each sees what the one before has left, such as a second member of a dotted key. */
export const MAX_ROUNDS = 50;

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
export async function fix(
  document: Document,
  options: ValidateOptions,
  ignored: readonly string[],
  io: Pick<Io, 'signal'>,
): Promise<Fixed> {
  const pause = (): Promise<void> => hearSignals(io, document.text?.length);
  const check = async (one: Document): Promise<Checked> => {
    await pause();
    const { settings, diagnostics, edits } = validate(one, { ...options, everyEdit: true });
    await pause();
    const told = suppress(one, diagnostics, { codes: ignored, reportUnused: false });
    return { settings, batch: batchOf(told, edits), left: new Set(told.map(identity)) };
  };
  let current = { document, ...(await check(document)) };
  let findings = 0;
  for (let round = 0; round < MAX_ROUNDS && current.batch.findings.length > 0; round += 1) {
    const { document: before, settings, batch } = current;
    const text = editJsonc(before.text ?? '', textEdits(settings, before, batch.edits));
    await pause();
    const next = json.decode(Buffer.from(text));
    if (!next.ok || next.value.inert === true) break;
    const after = await check(next.value);
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
