import { checkModelName } from '../schema/index.ts';
import { tierOf } from './model-choice.ts';

/** How the name an answer carries relates to the name that was asked for. */
export type Likeness = 'same' | 'dated' | 'other-name' | 'other-family';

/**
 * A dated form of the same name is the same model (platform.claude.com "Models": aliases point to snapshots).
 * Another vendor, or another tier of Claude, is another family. Anything else may be a deployment name.
 */
export function compareModels(asked: string, got: string): Likeness {
  const a = asked.trim().toLowerCase();
  const b = got.trim().toLowerCase();
  if (a === b) return 'same';
  if (undated(a) === undated(b)) return 'dated';
  const verdict = checkModelName(b);
  if (!verdict.ok && verdict.vendor !== undefined && checkModelName(a).ok) return 'other-family';
  const [tierAsked, tierGot] = [tierOf(a), tierOf(b)];
  if (tierAsked !== undefined && tierGot !== undefined && tierAsked !== tierGot) return 'other-family';
  return 'other-name';
}

function undated(id: string): string {
  return id.replace(/[-@](?:\d{8}|latest)$/, '');
}
