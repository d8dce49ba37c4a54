import { parseJson } from '../../text/json.ts';
import { bind, given } from './bind.ts';
import type { Call } from './interpreter.ts';
import {
  fromJson,
  jsonOf,
  NULL,
  text,
  textOf,
  unknown,
  unknownIn,
  type Member,
  type Value,
} from './values.ts';
import { memberOffsets } from '../../text/json-outline.ts';

/** `ForEach-Object { … }` over what comes down the pipe. */
export function foreachObject({ runner, args, input }: Call): Value | undefined {
  const bound = bind(runner, args, { positional: ['process'], named: ['begin', 'end', 'membername'] });
  const block = bound.get('process');
  if (block?.kind !== 'block') return unknown('ForEach-Object');
  return runner.scoped(new Map(), () => runner.each(input ?? NULL, '_', block.body));
}

/** Levels that ConvertTo-Json keeps where -Depth does not say. */
const JSON_DEPTH = 2;

/** What comes down a pipe one by one is put together again, but a list of one becomes its item. */
export function convertToJson({ runner, args, input }: Call): Value {
  const bound = bind(runner, args, { positional: ['inputobject'], named: ['depth'] });
  let value = bound.get('inputobject') ?? input ?? NULL;
  const piped = !bound.has('inputobject');
  const [only] = value.kind === 'list' ? value.items : [];
  if (
    piped &&
    !bound.has('asarray') &&
    value.kind === 'list' &&
    value.items.length === 1 &&
    only !== undefined
  )
    value = only;
  const levels = bound.get('depth');
  const depth = levels === undefined ? JSON_DEPTH : Number(textOf(levels) ?? Infinity);
  const from = unknownIn(value);
  return from === undefined ? text(JSON.stringify(jsonOf(value, depth))) : unknown(from);
}

/** JSON of the script itself as an object whose members know where they stand. */
export function convertFromJson({ runner, args, input }: Call): Value {
  const bound = bind(runner, args, { positional: ['inputobject'], named: ['depth'] });
  const source = bound.get('inputobject') ?? input ?? NULL;
  const whole = textOf(source);
  if (whole === undefined || unknownIn(source) !== undefined)
    return unknown(unknownIn(source) ?? 'ConvertFrom-Json');
  const parsed = parseJson(whole);
  if (parsed === undefined) return unknown('a text that is not JSON');
  const value = fromJson(parsed);
  const start = source.kind === 'text' ? source.at : undefined;
  if (value.kind !== 'map' || start === undefined) return value;
  const offsets = memberOffsets(whole);
  const members = new Map<string, Member>();
  for (const [folded, member] of value.members)
    members.set(folded, { ...member, at: start + (offsets.get(member.name)?.value ?? 0) });
  return { kind: 'map', members };
}

/** Join-Path: parent and child with one backslash between. */
export function joinPath({ runner, args, input }: Call): Value {
  const bound = bind(runner, args, { positional: ['path', 'childpath'] });
  const parts = [bound.get('path') ?? input ?? NULL, bound.get('childpath') ?? NULL];
  const from = parts.map(unknownIn).find((one) => one !== undefined);
  if (from !== undefined) return unknown(from);
  const [path = '', child = ''] = parts.map((part) => textOf(part) ?? '');
  return text(`${path.replace(/[\\/]+$/, '')}\\${child.replace(/^[\\/]+/, '')}`);
}

/** A text that the script writes into a file: it may be a registry file or a configuration. */
export function writeFile({ runner, args, input }: Call): undefined {
  const bound = bind(runner, args, {
    positional: ['path', 'value'],
    named: ['encoding', 'inputobject'],
    aliases: { filepath: 'path', literalpath: 'path', pspath: 'path' },
  });
  const content = bound.get('value') ?? bound.get('inputobject') ?? input;
  const path = given(bound, 'path') ?? '';
  if (content?.kind === 'text' && content.at !== undefined) runner.sink.embed(content.text, content.at, path);
}
