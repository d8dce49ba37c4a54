import { editJsonc } from '../../exporters/jsonc-edit.ts';
import { json } from '../../importers/json.ts';
import { compareSettings, type Document, type Edit, migrate, type ReleaseRange } from '../../schema/index.ts';
import type { Settings } from './draft.ts';

/** What a file gives to start from: today's settings, and its text when that can be kept. */
export interface Source {
  readonly settings: Settings;
  /** JSONC, its retired spellings rewritten. */
  readonly text?: string;
  /** What was rewritten, one line each. */
  readonly rewritten: readonly string[];
}

export function sourceOf(document: Document, target: ReleaseRange | undefined): Source {
  const { edits, changes } = migrate(document, target);
  const { settings } = migrate(document);
  const rewritten = changes.map(({ from, to }) => `${from} → ${to ?? 'removed'}`);
  if (document.format !== 'json' || document.text === undefined) return { settings, rewritten };
  return { settings, text: editJsonc(document.text, edits), rewritten };
}

/** The text to write: that of the source with what changed, or a new one. Settings are spelled for the target. */
export function compose(settings: Settings, target: ReleaseRange | undefined, source?: Source): string {
  const after = spelled(settings, target);
  if (source?.text === undefined) return `${JSON.stringify(Object.fromEntries(after), null, 2)}\n`;
  const before = spelled(source.settings, target);
  const edits: Edit[] = [...before.keys()]
    .filter((key) => !after.has(key))
    .map((key) => ({ path: [key], value: undefined }));
  for (const [key, value] of after)
    if (!before.has(key) || !isSame(before.get(key), value)) edits.push({ path: [key], value });
  return editJsonc(source.text, edits);
}

/** As the target reads it. */
function spelled(settings: Settings, target: ReleaseRange | undefined): Settings {
  return migrate(settings, target).settings;
}

export function decoded(text: string): Document {
  const document = json.decode(Buffer.from(text));
  if (!document.ok) throw new Error('what was written does not read as JSON');
  return document.value;
}

function isSame(left: unknown, right: unknown): boolean {
  return compareSettings(new Map([['', left]]), new Map([['', right]])).length === 0;
}
