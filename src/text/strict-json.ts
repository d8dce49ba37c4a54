/** Whether a text is JSON as its standard has it (RFC 8259): no comments, no trailing commas, no byte order mark. */
export function isStrictJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
