import type { Diagnostic } from '../../diagnostics.ts';
import type { Io } from '../../io/io.ts';
import {
  batchOf,
  owners,
  suppress,
  textEdits,
  validate,
  type Document,
  type Edit,
  type ValidateOptions,
} from '../../schema/index.ts';
import { hearSignals } from '../hear-signals.ts';
import { EditableChain } from '../edit-chain.ts';
import { identity, MAX_ROUNDS } from './fix-document.ts';

/** What was done to a file and its bases. */
interface FixedFile {
  /** How many findings are gone. */
  readonly findings: number;
  /** The bases that were changed, by the names messages give them. */
  readonly bases: readonly string[];
}

interface How {
  readonly options: ValidateOptions;
  /** Codes whose findings are left alone. */
  readonly ignored: readonly string[];
}

/**
 * As `fixFile`, for a file that extends others: each edit is made in the file that holds what it changes. What would
 * change several files at once is left to a person.
 */
export async function fixChain(file: string, alone: Document, how: How, io: Io): Promise<FixedFile> {
  const chain = await EditableChain.open(file, alone, io);
  let findings = 0;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    await hearSignals(io);
    const { wanted, edits } = nextEdits(chain.document, file, how);
    if (wanted.length === 0) break;
    await hearSignals(io);
    await chain.edit(edits);
    await hearSignals(io);
    const left = new Set(told(chain.document, how).map(identity));
    const settled = wanted.filter((finding) => !left.has(identity(finding))).length;
    // Nothing is written, so nothing is fixed.
    if (settled === 0) return { findings: 0, bases: [] };
    findings += settled;
  }
  if (findings > 0) await chain.write();
  return { findings, bases: chain.edited.filter((name) => name !== file) };
}

function told(document: Document, { options, ignored }: How): readonly Diagnostic[] {
  const { diagnostics } = validate(document, { ...options, everyEdit: true });
  return suppress(document, diagnostics, { codes: ignored, reportUnused: false });
}

/** The edits of one round by file, and the findings they are for. */
function nextEdits(
  document: Document,
  file: string,
  { options, ignored }: How,
): { readonly wanted: readonly Diagnostic[]; readonly edits: ReadonlyMap<string, readonly Edit[]> } {
  const { settings, diagnostics, edits: editsOf } = validate(document, { ...options, everyEdit: true });
  const ownerOf = owners(document, file);
  const placed = new Map<Edit, string>();
  const candidates = suppress(document, diagnostics, { codes: ignored, reportUnused: false }).filter(
    (finding) => {
      const steps = editsOf.get(finding);
      const owner = steps === undefined ? undefined : ownerOf(steps);
      if (owner !== undefined) for (const step of steps ?? []) placed.set(step, owner);
      return owner !== undefined;
    },
  );
  const batch = batchOf(candidates, editsOf);
  const edits = new Map<string, Edit[]>();
  for (const [index, edit] of textEdits(settings, document, batch.edits).entries()) {
    const step = batch.edits[index];
    const owner = (step === undefined ? undefined : placed.get(step)) ?? file;
    const some = edits.get(owner) ?? [];
    some.push(edit);
    edits.set(owner, some);
  }
  return { wanted: batch.findings, edits };
}
