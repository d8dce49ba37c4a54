import { HOLE } from '../script/script.ts';
import { ShellFault, substitutionAt, type HereDocument, type ShellWord } from './words.ts';

/** More than all texts of a script grow to with variables in them. */
const MAX_EXPANDED = 5_000_000;

const LEADING = new Set([
  'if',
  'then',
  'else',
  'elif',
  'while',
  'until',
  'do',
  '!',
  '{',
  '}',
  'time',
  'exec',
  'command',
  'nohup',
  'env',
]);
const ASSIGNING = new Set(['export', 'readonly', 'local', 'declare', 'typeset']);

const VARIABLE = /\$(?:\{(\w{1,100})\}|(\w{1,100})|\{[^}\n]{0,200}\})/y;

/** The variables that a script itself gives, and what texts become with them. */
export class ShellVariables {
  readonly #variables = new Map<string, string>();
  #expanded = 0;

  /** The value of a variable that the script itself gives. */
  valueOf(name: string): string | undefined {
    const value = this.#variables.get(name);
    this.#expanded += value?.length ?? 0;
    return this.#expanded > MAX_EXPANDED ? undefined : value;
  }

  /** The variable gets a value that is not known. */
  forget(name: string): void {
    this.#variables.delete(name);
  }

  /** Assignments are noted; what is put before a command is taken away. */
  withoutLeading(words: readonly ShellWord[]): readonly ShellWord[] {
    let index = 0;
    let assigning = false;
    for (; index < words.length; index += 1) {
      const word = words[index];
      if (word === undefined) break;
      const [, name, value] = /^([A-Za-z_]\w{0,99})\+?=(.*)$/s.exec(word.text) ?? [];
      if (name !== undefined && value !== undefined) {
        if (word.from === undefined && !word.text.includes('+=')) this.#variables.set(name, value);
        else this.#variables.delete(name);
      } else if (ASSIGNING.has(word.text)) assigning = true;
      else if (word.text === 'sudo') {
        while (words[index + 1]?.text.startsWith('-') === true) {
          index += /^-[ugphCrTDR]$/.test(words[index + 1]?.text ?? '') ? 2 : 1;
        }
      } else if (!LEADING.has(word.text) && !assigning) break;
    }
    return words.slice(index);
  }

  /** A here-document as it is written; what is computed leaves a hole. */
  expandedText({ text, expands, at }: HereDocument): string {
    if (!expands || !/[$`\\]/.test(text)) return text;
    const parts: string[] = [];
    let from = 0;
    for (let i = 0; i < text.length; i += 1) {
      const character = text.charAt(i);
      if (character === '\\' && /[$`\\\n]/.test(text.charAt(i + 1))) {
        parts.push(text.slice(from, i), text.charAt(i + 1).replace('\n', ''));
        i += 1;
        from = i + 1;
        continue;
      }
      if (character !== '$' && character !== '`') continue;
      const substitution = this.#substitution(text, i, at);
      VARIABLE.lastIndex = i;
      const [whole, braced, name] = VARIABLE.exec(text) ?? [];
      const end = substitution?.end ?? (whole === undefined ? undefined : i + whole.length);
      if (end === undefined) continue;
      const value = substitution === undefined ? this.valueOf(braced ?? name ?? '') : undefined;
      parts.push(text.slice(from, i), value ?? HOLE);
      i = end - 1;
      from = end;
    }
    parts.push(text.slice(from));
    return parts.join('');
  }

  #substitution(text: string, index: number, at: number): { end: number } | undefined {
    try {
      return substitutionAt(text, index);
    } catch (error) {
      if (error instanceof ShellFault) throw new ShellFault(error.message, at + error.offset);
      throw error;
    }
  }
}
