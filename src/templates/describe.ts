import { type KeyName } from '../schema/index.ts';
import { firstRead, typeText, valueFor, type FirstRead } from '../schema/forms.ts';
import type { FormRow } from './form-row.ts';

/** How many characters of an example a form shows. */
const EXAMPLE_LENGTH = 300;

/** What a form says of a key beside its control: one sentence or paragraph each, plain text. */
export function descriptionLines(row: FormRow): readonly string[] {
  const { key, spec } = row;
  return [
    ...(row.retired ?? []),
    spec.summary,
    ...(spec.notes ?? []),
    `Key: ${key}. Takes ${typeText(spec.type)}.`,
    unsetText(row),
    supportText(firstRead(key)).concat('.'),
    ...(row.choices ?? [])
      .filter((choice) => choice.since !== undefined)
      .map((choice) => `${choice.value} is read since ${choice.since ?? ''}.`),
    ...(spec.providers === undefined
      ? []
      : [`Counts only where inferenceProvider is ${orList(spec.providers)}.`]),
    ...(spec.platforms === undefined ? [] : [`Means something on ${orList(spec.platforms)} only.`]),
    ...(spec.standardOnly === true
      ? ['Read in standard (claude.ai) deployments only, not with third-party inference.']
      : []),
    ...(spec.secret === true
      ? ['Holds a credential: whoever may read the policy or the device can read it.']
      : []),
    ...(row.kind === 'json' ? [jsonText(key as KeyName)] : []),
  ];
}

/** What an unset key means, as one sentence. */
export function unsetText({ spec }: FormRow): string {
  if (spec.unset !== undefined) return `When not configured: ${spec.unset}`;
  if (spec.default !== undefined) return `When not configured: ${JSON.stringify(spec.default)}.`;
  return 'What the app does when it is not configured is not documented.';
}

/** From which release on a key is read, in the words of an admin who asks whether it works on a device. */
export function supportText({ since, after, atOrBefore }: FirstRead): string {
  if (since === 'baseline') return 'Every known release of Claude Desktop';
  if (since !== undefined) return `Claude Desktop ${since} or later`;
  if (after !== undefined && atOrBefore !== undefined)
    return `Claude Desktop ${atOrBefore} or later, perhaps earlier; not ${after}`;
  if (atOrBefore !== undefined) return `Claude Desktop ${atOrBefore} or later, perhaps earlier`;
  if (after !== undefined) return `A release of Claude Desktop after ${after}; which one is not known`;
  return 'A release of Claude Desktop that is not known';
}

function orList(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}`;
}

function jsonText(key: KeyName): string {
  const value = valueFor(key);
  const example = value === undefined ? '' : JSON.stringify(value);
  return example === '' || example.length > EXAMPLE_LENGTH
    ? 'Write one line of JSON.'
    : `Write one line of JSON, such as ${example}`;
}
