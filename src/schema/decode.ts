import { fail, ok, type Outcome } from '../errors.ts';
import type { FieldType } from './key-spec.ts';

/*
 * Managed sources carry strings: "true", "3600", "[\"a\"]" (vendor page "Value types"). This turns what a
 * container held into the native value its row describes. Native values pass unchanged; what cannot be
 * decoded is left for the schema to refuse in its own words.
 */

/** Why a text is not the JSON its row asks for. */
interface NotJson {
  readonly problem: string;
}

export function decodeWire(value: unknown, type: FieldType): Outcome<unknown, NotJson> {
  switch (type.kind) {
    case 'boolean':
      return ok(decodeBoolean(value));
    case 'integer':
    case 'number':
      return ok(decodeNumber(value));
    case 'array':
    case 'map':
    case 'object':
      return typeof value === 'string' ? decodeJson(value) : ok(value);
    case 'either': {
      if (typeof value !== 'string') return ok(value);
      const structured = type.of.find(
        (one) => one.kind === 'array' || one.kind === 'object' || one.kind === 'map',
      );
      const plain = type.of.some((one) => one.kind === 'string' || one.kind === 'enum');
      if (structured !== undefined && (/^\s*[[{]/.test(value) || !plain))
        return decodeWire(value, structured);
      return ok(value);
    }
    case 'string':
    case 'enum':
      // A registry DWORD or a native plist number under a text key: checked as what it is.
      return ok(value);
    case 'any':
      return ok(value);
  }
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
  try {
    return ok(JSON.parse(text));
  } catch {
    // The engine's message quotes the text, which may be a secret: ours says only what was expected.
    return fail({ problem: 'is a string that is not JSON' });
  }
}
