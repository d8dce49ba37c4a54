import { quoted } from '../../codes/code.ts';
import type { FieldSpec, FieldType, KeyRow, NumberType, StringType } from '../key-spec.ts';
import { firstRead, type FirstRead } from '../target.ts';
import { fold, type Kinds } from '../types/fold.ts';
import { expectation } from '../types/kinds.ts';
import { boundsText } from '../types/number.ts';

/* What is known of a key or of a member, in words that hover texts, `explain` and the docs share. */

/** A fact with the name that stands before it. */
export interface Fact {
  readonly name: string;
  readonly text: string;
}

/** `an integer from 1 to 720 (hours)`. */
export function typeText(type: FieldType): string {
  return fold(type, words);
}

const words: Kinds<string> = {
  string: (type) => `${expectation(type)}${lengthText(type)}`,
  boolean: expectation,
  number: (type) => `${expectation(type)}${rangeWords(type)}${unitText(type)}`,
  enum: expectation,
  any: ({ guess }) => (guess === undefined ? 'not known' : `not known; its name suggests ${guess}`),
  array(type) {
    const { items, maxItems } = type;
    const most = maxItems === undefined ? '' : `, at most ${maxItems}`;
    return `${items.kind === 'enum' ? `a list of ${quoted(items.values)}` : expectation(type)}${most}`;
  },
  map: (type) =>
    type.values.kind === 'enum'
      ? `an object of names, each with one of ${quoted(type.values.values)}`
      : expectation(type),
  object: expectation,
  either: expectation,
};

function rangeWords(type: NumberType): string {
  const range = boundsText(type);
  if (range === '') return '';
  return range.startsWith('from') ? ` ${range}` : `, ${range}`;
}

function unitText({ unit }: NumberType): string {
  return unit === undefined ? '' : ` (${unit})`;
}

function lengthText({ minLength, maxLength }: StringType): string {
  if (maxLength === undefined) return '';
  return minLength === undefined
    ? ` of at most ${maxLength} characters`
    : ` of ${minLength} to ${maxLength} characters`;
}

/** From which release on, as far as it is known. */
function sinceText({ since, after, atOrBefore }: FirstRead): string {
  if (since === 'baseline') return 'the oldest known release';
  if (since !== undefined) return since;
  if (after !== undefined && atOrBefore !== undefined)
    return `not known; after ${after}, by ${atOrBefore} at the latest`;
  if (after !== undefined) return `not known; after ${after}`;
  if (atOrBefore !== undefined) return `not known; by ${atOrBefore} at the latest`;
  return 'not known';
}

/** Everything the row of a key says beyond its summary, in the order in which it is shown. */
export function keyFacts(spec: KeyRow, key: string): readonly Fact[] {
  const facts: [string, string | undefined][] = [
    ['Type', typeText(spec.type)],
    ['Default', spec.default === undefined ? undefined : JSON.stringify(spec.default)],
    ['When unset', spec.unset?.replace(/\.$/, '')],
    ['Read since', sinceText(firstRead(key))],
    ['Removed', removedText(spec)],
    ['Providers', spec.providers?.join(', ')],
    ['Platforms', spec.platforms?.join(', ')],
    [
      'Deployments',
      spec.standardOnly === true
        ? 'standard (claude.ai) only'
        : spec.alsoStandard === true
          ? 'third-party and standard'
          : undefined,
    ],
    ['Credential', spec.secret === true ? 'yes, masked wherever it is shown' : undefined],
    [
      'App behaviour',
      spec.appBehaviour === true ? 'yes, alone it does not make a device managed' : undefined,
    ],
    ['In a nested document', spec.nestedPath],
    ['Status', spec.beta === true ? 'beta' : undefined],
  ];
  return facts.flatMap(([name, text]) => (text === undefined ? [] : [{ name, text }]));
}

function removedText({ removed }: KeyRow): string | undefined {
  if (removed === undefined) return undefined;
  return removed.since === undefined ? `by ${removed.atOrBefore ?? 'today'}` : `in ${removed.since}`;
}

/** What there is to say of a member beyond its summary. */
export function fieldNotes(field: FieldSpec): readonly string[] {
  return [
    ...(field.required === true ? ['Required'] : []),
    ...(field.default === undefined ? [] : [`Default: ${JSON.stringify(field.default)}`]),
    ...(field.appliesTo === undefined ? [] : [`For ${field.appliesTo}`]),
    ...(field.since === undefined ? [] : [`Since ${field.since}`]),
    ...(field.secret === true ? ['Credential'] : []),
    ...(field.deprecated === true ? ['Retired'] : []),
  ];
}
