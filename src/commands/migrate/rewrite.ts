import {
  migrate,
  owners,
  pathText,
  type Document,
  type Edit,
  type ReleaseRange,
} from '../../schema/index.ts';
import type { Migration, PlacedChange, PlacedDecision } from '../../report/migration.ts';
import type { EditableChain } from '../edit-chain.ts';

/** Rounds: what a removed value had replaced in a base may be retired as well. */
const MAX_ROUNDS = 20;

/** Rewrites each old spelling in the file that holds it; nothing is written yet. */
export async function rewriteChain(
  chain: EditableChain,
  target: ReleaseRange | undefined,
): Promise<Migration> {
  const changes: PlacedChange[] = [];
  let decisions: readonly PlacedDecision[] = [];
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const step = nextStep(chain.document, chain.file, target);
    ({ decisions } = step);
    if (step.edits.size === 0) break;
    changes.push(...step.changes);
    await chain.edit(step.edits);
  }
  return { changes, decisions };
}

/** Every change that can be made in one file, by file, and what a person must decide. */
function nextStep(
  document: Document,
  file: string,
  target: ReleaseRange | undefined,
): Migration & { readonly edits: ReadonlyMap<string, readonly Edit[]> } {
  const migrated = migrate(document, target);
  const ownerOf = owners(document, file);
  const base = (owner: string): { file?: string } => (owner === file ? {} : { file: owner });
  const edits = new Map<string, Edit[]>();
  const changes: PlacedChange[] = [];
  const decisions: PlacedDecision[] = migrated.decisions.map((one) => ({
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
