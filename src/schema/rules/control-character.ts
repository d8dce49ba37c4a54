import { isPlain } from '../../text/plain.ts';
import { pathText } from '../path.ts';
import type { Rule } from './rule.ts';

/* eslint-disable no-control-regex -- naming control characters is the purpose of this file */
/** In a text of its own: what XML 1.0 forbids (production 2) or advises against (U+007F to U+009F), and CR, which XML readers turn into LF (section 2.11). */
const IN_TEXT = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\uFFFE\uFFFF]/;
/** Inside JSON all of these stand as escapes; these no text means. */
const IN_JSON = /[\u0000\uFFFE\uFFFF]/;
/* eslint-enable no-control-regex */
const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** Characters that a profile or a registry value cannot carry. */
export const controlCharacter: Rule = {
  id: 'control-character',
  source: 'XML 1.0, sections 2.2 and 2.11; registry strings end at U+0000',
  check({ texts, report }) {
    for (const { text, path, header } of texts) {
      // A header with such a character is refused as a header.
      if (header !== undefined || isPlain(text)) continue;
      const found = (path.length === 1 ? IN_TEXT : IN_JSON).exec(text) ?? LONE_SURROGATE.exec(text);
      if (found !== null)
        report('control-character', path, { what: pathText(path), character: nameOf(found[0]) });
    }
  },
};

function nameOf(character: string): string {
  if (character === '\r') return 'a carriage return';
  const code = character.charCodeAt(0);
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  return code >= 0xd800 && code <= 0xdfff ? `half of a surrogate pair (${name})` : `the character ${name}`;
}
