import { Lines } from '../text.ts';

/** What can begin a tag, or hides one. An end tag has no attributes; a start tag may hold anything in the quotes of one. */
const MARKUP =
  /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<\/[A-Za-z][^>]*>|<[A-Za-z](?:[^>"']|"[^"]*"|'[^']*')*>/g;

/**
 * The text of the element that begins at a place (1-based line and column), up to its own end tag, exactly as it
 * stands. Undefined where no element begins there or it does not end. Linear in the element; `lines` are those of the
 * text, for whoever asks for many.
 */
export function elementText(
  text: string,
  position: { readonly line: number; readonly column: number },
  lines = new Lines(text),
): string | undefined {
  const start = lines.offset(position);
  if (start === undefined) return undefined;
  if (text[start] !== '<') return undefined;
  MARKUP.lastIndex = start;
  let depth = 0;
  for (let found = MARKUP.exec(text); found !== null; found = MARKUP.exec(text)) {
    const [tag] = found;
    if (tag.startsWith('<!') || tag.startsWith('<?')) continue;
    if (tag.startsWith('</')) depth -= 1;
    else if (!tag.endsWith('/>')) depth += 1;
    if (depth <= 0) return text.slice(start, found.index + tag.length);
  }
  return undefined;
}
