import { forTerminal } from '../../text/printable.ts';

/** Markup. Only `html` makes one, so whatever is a text is escaped on its way in. */
export class Markup {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }

  static of(strings: TemplateStringsArray, parts: readonly Part[]): Markup {
    let text = strings[0] ?? '';
    for (const [index, part] of parts.entries()) text += written(part) + (strings[index + 1] ?? '');
    return new Markup(text);
  }
}

/** What a template takes: texts and numbers are escaped, markup is not, `undefined` is nothing. */
export type Part = Markup | string | number | undefined | readonly Part[];

/**
 * The only way to make markup: what stands in the template is ours, what is put in is a text. Attributes are
 * written in double quotes, without exception; a test of the sources holds that.
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return Markup.of(strings, parts);
}

/** A style sheet or a script of ours, as it stands: it takes nothing in. */
export function ours(strings: TemplateStringsArray): Markup {
  return Markup.of(strings, []);
}

/** The element around a style sheet or a script, which holds nothing else: its policy knows it by its digest. */
export function element(name: 'style' | 'script', content: Markup): Markup {
  return Markup.of(tagged(`<${name}>`, `</${name}>`), [content]);
}

function tagged(...texts: string[]): TemplateStringsArray {
  return Object.assign(texts, { raw: texts });
}

function written(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Markup) return part.toString();
  if (typeof part === 'number') return String(part);
  if (typeof part === 'string') return escaped(part);
  return part.map(written).join('');
}

const ENTITY: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for an element or a quoted attribute, without control and bidi characters; lines stay. */
function escaped(text: string): string {
  return forTerminal(text).replace(/[&<>"']/g, (character) => ENTITY[character] ?? '');
}
