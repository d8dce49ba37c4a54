import { diagnostic } from '../diagnostics.ts';
import { MASK } from '../text/mask.ts';
import { printable } from '../text/printable.ts';
import type { Document, Entry, Path } from './document.ts';
import { applyEdits, editedPath, noteRenames, textEdits, type Edit } from './edit.ts';
import { pathId, pathText, valueAt } from './path.ts';
import { asRange, type ReleaseRange, type Target } from './releases.ts';
import { kindUnknown, retirements } from './retirements/index.ts';
import type { Found, RetirementRow, Settings } from './retirements/row.ts';
import { mapTexts, texts } from './references.ts';
import { masked, shown } from './show.ts';
import { isDue, standing, tornPlaces, type TornArgs } from './spelling.ts';
import { checkTarget } from './target.ts';
import { settingsOf } from './settings.ts';

/** One rewrite, as it may be told: secrets are masked. */
export interface Change {
  /** Row of the retirements. */
  readonly id: string;
  /** Where the old spelling stood. */
  readonly path: Path;
  readonly from: string;
  /** Undefined when it was removed. */
  readonly to: string | undefined;
  readonly why: string;
}

/** What no rewrite can settle. */
export interface Decision {
  readonly path: Path;
  readonly message: string;
  /** No spelling is read by the whole fleet: validate refuses it, whichever stands there. */
  readonly torn?: true;
}

/** What a migration makes of settings, and what a person must decide. */
export interface Migrated {
  readonly settings: Settings;
  readonly changes: readonly Change[];
  readonly decisions: readonly Decision[];
  /** The same changes as edits of a JSONC text, for `editJsonc`. */
  readonly edits: readonly Edit[];
  /** The edits of each change. */
  readonly groups: readonly (readonly Edit[])[];
}

/**
 * Rewrites settings into the spelling of the target: what is retired in today's words, and what the target
 * does not know yet in older ones. Without a target the fleet is not known: only what is read no more is rewritten, and
 * spellings that every release reads stay. Doing it twice changes nothing more.
 */
export function migrate(input: Document | Settings, fleet?: Target): Migrated {
  const target = fleet === undefined ? undefined : asRange(fleet);
  const document = 'entries' in input && 'locate' in input ? input : undefined;
  const settings = document === undefined ? (input as Settings) : settingsOf(document);
  const work: Work = { current: settings, changes: [], decisions: [], groups: [] };
  if (target !== undefined)
    for (const { path, args } of tornPlaces(settings, target)) work.decisions.push(tornDecision(path, args));
  for (const row of retirements)
    if (isDue(row, target)) rewrite(row, row.find(work.current), row.effect, work);
  if (target !== undefined) {
    // Backwards, so that what was built in two steps is taken apart in two.
    for (const row of [kindUnknown, ...retirements].toReversed())
      if (row.findNewer !== undefined && isTooNew(row, target))
        rewrite(row, row.findNewer(work.current), whyBack(row), work);
    decideOnTheRest(work, target);
  }
  const { current, changes, decisions, groups: steps } = work;
  const edits = textEdits(settings, document, steps.flat());
  let from = 0;
  const groups = steps.map(({ length }) => edits.slice(from, (from += length)));
  return { settings: current, changes, decisions, edits, groups };
}

/** The document in the spelling of a target; places are still those of the file. */
export function respell(document: Document, target: Target): Document {
  const { settings, edits } = migrate(document, target);
  const written = new Map<string, string>();
  noteRenames(edits, written);
  const source = (key: string): string => written.get(key) ?? key;
  const entries = new Map<string, Entry>();
  for (const [key, value] of settings) {
    const entry = document.entries.get(source(key));
    entries.set(key, { encoding: 'JSON', ...entry, key, value });
  }
  return {
    ...document,
    entries,
    locate: ([key, ...rest], part) => document.locate([source(String(key)), ...rest], part),
  };
}

interface Work {
  current: Settings;
  readonly changes: Change[];
  readonly decisions: Decision[];
  /** One for each change. */
  readonly groups: (readonly Edit[])[];
}

/** Whether the oldest release knows only the older spelling, and every other still reads it. */
function isTooNew(row: RetirementRow, target: ReleaseRange): boolean {
  const { now, old, begun } = standing(row, target);
  return !now && old && begun;
}

function tornDecision(path: Path, args: TornArgs): Decision {
  const { message, hint = '' } = diagnostic('no-common-spelling', path, args);
  return { path, message: `${message}. ${hint}`, torn: true };
}

function whyBack({ replacedSince = '', replacement }: RetirementRow): string {
  return `releases before ${replacedSince} do not read ${replacement ?? 'it'}`;
}

function rewrite(row: RetirementRow, found: readonly Found[], why: string, work: Work): void {
  if (found.length === 0) return;
  const edits = found.flatMap((place) => place.edits ?? []);
  const after = applyEdits(work.current, edits);
  for (const { path, edits: steps, decide } of found) {
    if (steps !== undefined) {
      work.groups.push(steps);
      const hidden = hiddenTexts(work.current, path);
      work.changes.push({
        id: row.id,
        path,
        from: spelled(work.current, path),
        to: spelledAfter(after, steps, hidden),
        why,
      });
    } else if (decide !== undefined) work.decisions.push({ path, message: `${placeOf(path)}${decide}` });
  }
  work.current = after;
}

/** Inside a list the sentence alone does not say which entry is meant. */
function placeOf(path: Path): string {
  return path.length > 1 ? `${pathText(path)}: ` : '';
}

/** Texts that are not shown where they stand; then they are not where they are moved to, either. */
function hiddenTexts(settings: Settings, path: Path): ReadonlySet<string> {
  const found = [...texts(valueIn(settings, path), path)];
  return new Set(found.filter(({ text, path: at }) => shown(text, at) !== text).map(({ text }) => text));
}

function withHidden(value: unknown, hidden: ReadonlySet<string>): unknown {
  return mapTexts(value, (text) => (hidden.has(text) ? MASK : text));
}

function spelledAfter(
  after: Settings,
  edits: readonly Edit[],
  hidden: ReadonlySet<string>,
): string | undefined {
  const places = new Map(edits.map((edit) => [JSON.stringify(editedPath(edit)), editedPath(edit)]));
  const texts = [...places.values()]
    .filter((path) => valueIn(after, path) !== undefined)
    .map((path) => spelled(after, path, hidden));
  return texts.length === 0 ? undefined : texts.join(', ');
}

/** `otlpProtocol: "grpc"`: one line, bounded, secrets masked. */
function spelled(settings: Settings, path: Path, hidden: ReadonlySet<string> = new Set()): string {
  const value = withHidden(masked(valueIn(settings, path), path), hidden);
  return `${pathText(path)}: ${printable(JSON.stringify(value), 160)}`;
}

function valueIn(settings: Settings, [key, ...rest]: Path): unknown {
  return valueAt(settings.get(String(key)), rest);
}

/** What the target does not read and no rewrite can say in its words. */
function decideOnTheRest(work: Work, { oldest }: ReleaseRange): void {
  const told = new Set(work.decisions.filter(({ torn }) => torn === true).map(({ path }) => pathId(path)));
  checkTarget(work.current, oldest, (code, path, args) => {
    if (code !== 'key-newer-than-target' || told.has(pathId(path))) return;
    const { message, hint = '' } = diagnostic(code, path, args);
    work.decisions.push({ path, message: `${message}. ${hint}` });
  });
}
