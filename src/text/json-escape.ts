/** One UTF-16 code unit as JSON may write it, such as `\u2028`. */
export function jsonEscape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
