import { parseJson } from '../text/json.ts';
import { fail, ok, type Outcome } from '../errors.ts';
import { DEEPEST_JSON, outline } from '../text/json-outline.ts';
import type { FieldType } from './key-spec.ts';
import { wireOf, type Wire } from './types/kinds.ts';

/*
 * Managed sources carry strings: "true", "3600", "[\"a\"]" (vendor page "Value types"). This turns what a
 * container held into the native value its row describes. Native values pass unchanged; what cannot be
 * decoded is left for the schema to refuse in its own words.
 */

/** Why a text is not the JSON its row asks for: what it is instead. */
interface NotJson {
  readonly problem: string;
}

/** What is said of a text where a row asks for a list or an object. */
export const NOT_JSON = 'a string that is not JSON';

const DECODERS: Readonly<Record<Wire, (value: unknown) => Outcome<unknown, NotJson>>> = {
  text: ok,
  unknown: ok,
  boolean: (value) => ok(decodeBoolean(value)),
  number: (value) => ok(decodeNumber(value)),
  json: (value) => (typeof value === 'string' ? decodeJson(value) : ok(value)),
  'json-or-text': (value) =>
    typeof value === 'string' && /^\s*[[{]/.test(value) ? decodeJson(value) : ok(value),
};

/** The native value of what a container holds under a key of that type. */
export function decodeWire(value: unknown, type: FieldType): Outcome<unknown, NotJson> {
  return DECODERS[wireOf(type)](value);
}

function decodeBoolean(value: unknown): unknown {
  if (value === 'true' || value === '1' || value === 1) return true;
  if (value === 'false' || value === '0' || value === 0) return false;
  return value;
}

function decodeNumber(value: unknown): unknown {
  return typeof value === 'string' && /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(value.trim())
    ? Number(value)
    : value;
}

function decodeJson(text: string): Outcome<unknown, NotJson> {
  const value = parseJson(text);
  if (value === undefined) return fail({ problem: NOT_JSON });
  // What goes through values calls itself at each level.
  return outline(text).depth > DEEPEST_JSON
    ? fail({ problem: `a string of JSON that nests deeper than ${DEEPEST_JSON} levels` })
    : ok(value);
}
