import { ANY_TIER, checkModelName } from '../../schema/index.ts';
import { tierOf } from './choice.ts';

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
  if (differs(a, b)) return 'other-family';
  return 'other-name';
}

/** Providers and regions in front, versions and dates behind say where a model runs, not which it is. */
function undated(id: string): string {
  return id
    .replace(/^.*[/,]/, '')
    .replace(/^(?:(?:us|eu|apac|global|au|jp|us-gov)\.)?(?:anthropic|claude|vertex|bedrock)\./, '')
    .replace(/:\d+k?$/, '')
    .replace(/-v\d+$/, '')
    .replace(/[-@](?:\d{8}|latest|default)$/, '')
    .replace(/(\d)\.(\d)/g, '$1-$2');
}

const VERSION = new RegExp(String.raw`${ANY_TIER}-(\d{1,2}(?:-\d{1,2})?)$`);

/** Another version of the same tier, where both names tell theirs in full. */
function differs(a: string, b: string): boolean {
  const version = (id: string): string | undefined => VERSION.exec(undated(id))?.[1];
  const [one, other] = [version(a), version(b)];
  if (one === undefined || other === undefined) return false;
  return !one.startsWith(other) && !other.startsWith(one);
}
