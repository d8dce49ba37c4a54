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

const NOTHING: Checked = { settings: new Map(), batch: { findings: [], edits: [] }, left: new Set() };

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
  let current = document;
  let checked = await check(current);
  let findings = 0;
  for (let round = 0; round < MAX_ROUNDS && checked.batch.findings.length > 0; round += 1) {
    const asked = checked.batch.findings.map(identity);
    const edits = textEdits(checked.settings, current, checked.batch.edits);
    // Not held any longer: of a hundred thousand findings it is as much as all the rest.
    checked = NOTHING;
    const text = editJsonc(current.text ?? '', edits);
    await pause();
    const next = json.decode(Buffer.from(text));
    if (!next.ok || next.value.inert === true) break;
    const after = await check(next.value);
    const settled = asked.filter((one) => !after.left.has(one)).length;
    if (settled === 0) break;
    findings += settled;
    current = next.value;
    checked = after;
  }
  return { document: current, findings };
}

/** What tells a finding from another one, wherever it is reported. */
export function identity({ code, path }: Diagnostic): string {
  return JSON.stringify([code, path]);
}
