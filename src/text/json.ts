/**
 * The value of a text that is JSON as its standard has it (RFC 8259): no comments, no trailing commas, no byte order
 * mark. Undefined for any other text.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What a text encodes, where nobody says whether it is JSON: its value, or else the text. */
export function jsonOrText(text: string): unknown {
  const value = parseJson(text);
  return value === undefined ? text : value;
}

/** Whether a text is JSON as its standard has it. */
export function isStrictJson(text: string): boolean {
  return parseJson(text) !== undefined;
}

/** One UTF-16 code unit as JSON may write it, such as `\u2028`. */
export function jsonEscape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Whether a JSON value is an object: neither a list nor null. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
