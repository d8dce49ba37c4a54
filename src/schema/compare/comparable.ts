import { jsonOrText } from '../../text/json.ts';
import { keySpec } from '../catalogue/index.ts';

/** A text with more opening brackets stays a text: it could nest deeper than anything here may follow. */
const MAX_BRACKETS = 1000;

/**
 * A decoded value, free of what its container made of it. The type of a key that is unknown or undocumented
 * is nobody's to say: what its text encodes stands for the text, so that `true` and "true" are one.
 */
export function comparable(key: string, value: unknown): unknown {
  const spec = keySpec(key);
  if ((spec !== undefined && spec.type.kind !== 'any') || typeof value !== 'string') return value;
  if (value.split(/[[{]/, MAX_BRACKETS).length === MAX_BRACKETS) return value;
  return jsonOrText(value);
}
