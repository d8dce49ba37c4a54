import { editJsonc } from '../../exporters/jsonc-edit.ts';
import { json } from '../../importers/json.ts';
import { compareSettings, type Document, type Edit, migrate, type ReleaseRange } from '../../schema/index.ts';
import type { EditableChain } from '../edit-chain.ts';
import type { Settings } from './draft.ts';

/** What a file gives to start from: today's settings, and its text when that can be kept. */
export interface Source {
  readonly settings: Settings;
  /** JSONC, its retired spellings rewritten. */
  readonly text?: string;
  /** What was rewritten, one line each. */
  readonly rewritten: readonly string[];
  /** Present when it extends others: what changes is written where it is held. */
  readonly chain?: EditableChain;
}

/** What the wizard starts from: the settings of a file, in the spelling of the target. */
export function sourceOf(document: Document, target: ReleaseRange | undefined): Source {
  const { edits, changes } = migrate(document, target);
  const { settings } = migrate(document);
  const rewritten = changes.map(({ from, to }) => `${from} → ${to ?? 'removed'}`);
  if (document.format !== 'json' || document.text === undefined) return { settings, rewritten };
  return { settings, text: editJsonc(document.text, edits), rewritten };
}

/** The text to write: that of the source with what changed, or a new one. Settings are spelled for the target. */
export function compose(settings: Settings, target: ReleaseRange | undefined, source?: Source): string {
  if (source?.text === undefined)
    return `${JSON.stringify(Object.fromEntries(spelled(settings, target)), null, 2)}\n`;
  const edits = [...changed(settings, target, source)].map(([key, value]): Edit => ({ path: [key], value }));
  return editJsonc(source.text, edits);
}

/** What differs from the source, spelled for the target; undefined for what is to be removed. */
export function changed(
  settings: Settings,
  target: ReleaseRange | undefined,
  source: Source,
): ReadonlyMap<string, unknown> {
  const after = spelled(settings, target);
  const before = spelled(source.settings, target);
  const found = new Map<string, unknown>();
  for (const key of before.keys()) if (!after.has(key)) found.set(key, undefined);
  for (const [key, value] of after)
    if (!before.has(key) || !isSame(before.get(key), value)) found.set(key, value);
  return found;
}

/** As the target reads it. */
function spelled(settings: Settings, target: ReleaseRange | undefined): Settings {
  return migrate(settings, target).settings;
}

/** The document of a text that was decoded before. */
export function decoded(text: string): Document {
  const document = json.decode(Buffer.from(text));
  if (!document.ok) throw new Error('what was written does not read as JSON');
  return document.value;
}

function isSame(left: unknown, right: unknown): boolean {
  return compareSettings(new Map([['', left]]), new Map([['', right]])).length === 0;
}
