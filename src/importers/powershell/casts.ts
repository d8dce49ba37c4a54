import { jsonOf, text, textOf, unknown, unknownIn, word, type Value } from './values.ts';

/** Casts that change nothing of what is known, members that are computed included. */
const SAME = /^(?:ordered|hashtable|(?:system\.)?collections\.[\w.]{1,60}|ps(?:custom)?object|object|void)$/;
const LISTS = /^(?:string\[\]|object\[\]|psobject\[\]|pscustomobject\[\]|hashtable\[\]|array)$/;

/** What a value is after `[type]`; unknown where that cannot be told. */
export function cast(type: string, value: Value): Value {
  if (SAME.test(type)) return value;
  if (LISTS.test(type)) return value.kind === 'list' ? value : { kind: 'list', items: [value] };
  const from = unknownIn(value);
  if (from !== undefined) return unknown(from);
  switch (type.replace(/^system\./, '')) {
    case 'string': {
      const whole = textOf(value);
      return whole === undefined
        ? unknown('[string]')
        : text(whole, value.kind === 'text' ? value.at : undefined);
    }
    case 'int':
    case 'int32':
    case 'uint32':
    case 'long':
    case 'int64': {
      const number = value.kind === 'boolean' ? Number(value.value) : Number(textOf(value) ?? NaN);
      return Number.isFinite(number) ? { kind: 'number', number } : unknown(`[${word(type)}]`);
    }
    case 'bool':
    case 'boolean':
      return value.kind === 'number' || value.kind === 'boolean'
        ? { kind: 'boolean', value: Boolean(jsonOf(value)) }
        : unknown('[bool]');
    default:
      return unknown(`[${word(type)}]`);
  }
}
