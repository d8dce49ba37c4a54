/** All but the visible characters of ASCII and the blank. */
const OTHER = /[^ -~]/;

/**
 * Whether a text is made of visible ASCII characters and blanks alone, as most are: then nothing in it is hidden, a
 * control character, half of a character, or a letter that only looks like another, and nobody has to look for them.
 */
export function isPlain(text: string): boolean {
  return !OTHER.test(text);
}
