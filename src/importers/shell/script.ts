import { type Entry, type Position, keySpec } from '../schema/index.ts';
import type { Findings } from './findings.ts';
import { DOMAIN } from './plist-settings.ts';
import { HOLE, type Embedded, type ScriptSource } from './script.ts';
import {
  ShellFault,
  substitutionAt,
  type HereDocument,
  type ShellCommand,
  type ShellWord,
} from './shell-words.ts';
import type { Lines } from './text.ts';

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
const LINUX_FILE = /(?:^|\/)claude-desktop\/managed-settings\.json$/;

/** What the commands of a shell script write: preferences, and files in here-documents. */
export class ShellScript implements ScriptSource {
  readonly files: Embedded[] = [];
  readonly computedKeys = new Set<string>();
  readonly #findings: Findings;
  readonly #lines: Lines;
  readonly #variables = new Map<string, string>();
  readonly #entries = new Map<string, Entry>();
  readonly #told = new Set<string>();
  #expanded = 0;

  constructor(findings: Findings, lines: Lines) {
    this.#findings = findings;
    this.#lines = lines;
  }

  get empty(): boolean {
    return this.#entries.size + this.computedKeys.size === 0;
  }

  finish(): { entries: ReadonlyMap<string, Entry>; detects: false } {
    return { entries: this.#entries, detects: false };
  }

  /** The value of a variable that the script itself gives. */
  valueOf(name: string): string | undefined {
    const value = this.#variables.get(name);
    this.#expanded += value?.length ?? 0;
    return this.#expanded > MAX_EXPANDED ? undefined : value;
  }

  take(command: ShellCommand): void {
    const words = this.#withoutLeading(command.words);
    const [first] = words;
    const name = first?.text.replace(/^.*\//, '') ?? '';
    this.#writeFile(command, name, words);
    if (name === 'for' || name === 'read')
      for (const { text } of words.slice(1, 2)) this.#variables.delete(text);
    else if (name === 'defaults') this.#defaults(words.slice(1));
    else if (name === 'plutil') this.#plutil(words.slice(1));
    else if (name === 'PlistBuddy') this.#plistBuddy(words.slice(1));
    else if (name === 'chmod' || name === 'install') this.#mode(name, words.slice(1));
  }

  /** Assignments are noted; what is put before a command is taken away. */
  #withoutLeading(words: readonly ShellWord[]): readonly ShellWord[] {
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

  /* Preferences of macOS */

  #defaults(args: readonly ShellWord[]): void {
    const rest = args.filter(({ text }) => text !== '-currentHost');
    const [verb, domain, key, ...values] = rest;
    if (verb?.text !== 'write' || domain === undefined || key === undefined) return;
    if (!this.#isOurDomain(domain, key)) return;
    this.#tellPlace(domain);
    const type =
      /^-(?:string|data|int|integer|float|real|bool|boolean|date|array|array-add|dict|dict-add)$/.test(
        values[0]?.text ?? '',
      )
        ? (values[0]?.text ?? '').slice(1)
        : 'string';
    const data = values[0]?.text === `-${type}` ? values.slice(1) : values;
    this.#set(key, type, data);
  }

  #isOurDomain(domain: ShellWord, key: ShellWord): boolean {
    if (domain.from === undefined) return domain.text.replace(/\.plist$/, '').endsWith(DOMAIN);
    return domain.text.includes(DOMAIN) || (key.from === undefined && keySpec(key.text) !== undefined);
  }

  #tellPlace({ text, at }: ShellWord): void {
    const managed = text.includes('/Managed Preferences/');
    this.#tellOnce(
      managed ? 'managed' : 'domain',
      at,
      managed
        ? 'A file put into /Library/Managed Preferences by hand does not stay: macOS removes what no profile has brought'
        : 'Claude Desktop reads managed preferences only; what "defaults write" puts into its domain is not among them',
      'Deploy a profile: "cowork-3p export --format mobileconfig".',
    );
  }

  #set(key: ShellWord, type: string, data: readonly ShellWord[]): void {
    const position = this.#lines.at(key.at);
    const from = key.from ?? data.find((word) => word.from !== undefined)?.from;
    if (key.from !== undefined || from !== undefined) {
      if (key.from === undefined) this.computedKeys.add(key.text);
      this.#findings.add(
        'not-literal',
        { path: key.from === undefined ? [key.text] : [], ...position },
        { what: key.from === undefined ? key.text : 'A value of the policy', from: from ?? 'a command' },
      );
      return;
    }
    const texts = data.map(({ text }) => text);
    const read = nativeValue(type, texts);
    if (read === undefined) {
      this.#findings.add(
        'unreadable-value',
        { path: [key.text], ...position },
        { key: key.text, type: `of the type -${type}` },
      );
      return;
    }
    if (type.startsWith('array') || type.startsWith('dict'))
      this.#findings.add(
        'native-structure',
        { path: [key.text], ...position },
        { key: key.text, type: type.startsWith('dict') ? 'dictionary' : 'array' },
      );
    const earlier = this.#entries.get(key.text);
    const value = type.endsWith('-add') ? joined(earlier?.value, read) : read;
    if (
      earlier !== undefined &&
      !type.endsWith('-add') &&
      JSON.stringify(earlier.value) !== JSON.stringify(value)
    )
      this.#findings.add('duplicate-key', { path: [key.text], ...position }, { key: key.text });
    this.#entries.set(key.text, { key: key.text, value, encoding: `-${type}`, position });
  }

  /** `plutil -replace KEY -string VALUE FILE`. */
  #plutil(args: readonly ShellWord[]): void {
    const [verb, key, type, value] = args;
    const file = args.at(-1);
    if (
      !/^-(?:replace|insert)$/.test(verb?.text ?? '') ||
      key === undefined ||
      type === undefined ||
      file === undefined
    )
      return;
    if (!this.#isOurDomain(file, key)) return;
    this.#tellPlace(file);
    this.#set(key, type.text.replace(/^-/, '').replace('json', 'string'), value === undefined ? [] : [value]);
  }

  /** `PlistBuddy -c "Add :KEY string VALUE" FILE`. */
  #plistBuddy(args: readonly ShellWord[]): void {
    const file = args.at(-1);
    if (file === undefined) return;
    for (const [index, { text }] of args.entries()) {
      const order = args[index + 1];
      if (text !== '-c' || order === undefined) continue;
      const [, key = '', type = 'string', value = ''] =
        /^(?:Add|Set)\s{1,10}:?(\w{1,100})(?:\s{1,10}(string|bool|integer|real)\b)?\s?(.*)$/is.exec(
          order.text,
        ) ?? [];
      const name: ShellWord = { text: key, at: order.at };
      if (key === '' || !this.#isOurDomain(file, name)) continue;
      this.#tellPlace(file);
      this.#set(name, type.toLowerCase(), [{ ...order, text: value }]);
    }
  }

  /* Files */

  #writeFile(command: ShellCommand, name: string, words: readonly ShellWord[]): void {
    const target =
      name === 'tee' ? words.slice(1).find(({ text }) => !text.startsWith('-')) : command.outputs[0];
    if (target === undefined) return;
    const source = command.input ?? command.piped?.input;
    if (source !== undefined) {
      this.files.push({ text: this.#expandedText(source), offset: source.at, path: target.text });
      return;
    }
    const producer = name === 'tee' ? command.piped?.words : words;
    const [first, ...rest] = producer ?? [];
    if (first === undefined || !/(?:^|\/)(?:echo|printf)$/.test(first.text)) return;
    const content = rest.findLast(({ text }) => text.length > 1);
    if (content !== undefined && content.from === undefined)
      this.files.push({ text: content.text, offset: content.at, path: target.text });
  }

  /** A here-document as it is written; what is computed leaves a hole. */
  #expandedText({ text, expands, at }: HereDocument): string {
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

  /** The app runs as the user: a file that only root may read is none. */
  #mode(name: string, args: readonly ShellWord[]): void {
    const file = args.at(-1);
    const mode =
      name === 'chmod'
        ? args.find(({ text }) => /^0?[0-7]{3}$/.test(text))
        : args[args.findIndex(({ text }) => text === '-m') + 1];
    if (
      file === undefined ||
      mode === undefined ||
      !LINUX_FILE.test(file.text) ||
      !/^0?[0-7]{3}$/.test(mode.text)
    )
      return;
    const bits = Number.parseInt(mode.text, 8);
    if ((bits & 0o004) === 0)
      this.#tellOnce(
        'mode',
        mode.at,
        `With mode ${mode.text} the user cannot read managed-settings.json, so nothing of it is loaded`,
        'Use 0644, owned by root.',
      );
    else if ((bits & 0o022) !== 0)
      this.#tellOnce(
        'mode',
        mode.at,
        `With mode ${mode.text} others may write managed-settings.json, so nothing of it is loaded`,
        'Use 0644, owned by root.',
      );
  }

  #tellOnce(id: string, at: number, fault: string, fix: string): void {
    if (this.#told.has(id)) return;
    this.#told.add(id);
    const { line, column }: Position = this.#lines.at(at);
    this.#findings.add('script-unusual', { path: [], line, column }, { fault, fix });
  }
}

const VARIABLE = /\$(?:\{(\w{1,100})\}|(\w{1,100})|\{[^}\n]{0,200}\})/y;

/** The value as the preference file would hold it; undefined when it has no text. */
function nativeValue(type: string, texts: readonly string[]): unknown {
  const [first = ''] = texts;
  switch (type) {
    case 'string':
      return first;
    case 'int':
    case 'integer':
    case 'float':
    case 'real':
      return first.trim() !== '' && Number.isFinite(Number(first)) ? Number(first) : first;
    case 'bool':
    case 'boolean':
      return /^(?:true|yes|1)$/i.test(first) ? true : /^(?:false|no|0)$/i.test(first) ? false : first;
    case 'array':
    case 'array-add':
      return [...texts];
    case 'dict':
    case 'dict-add':
      return Object.fromEntries(
        texts.flatMap((name, index) => (index % 2 === 0 ? [[name, texts[index + 1] ?? ''] as const] : [])),
      );
    default:
      return undefined;
  }
}

/** A list or a dictionary with more in it. */
function joined(before: unknown, more: unknown): unknown {
  if (Array.isArray(before) && Array.isArray(more)) return [...(before as unknown[]), ...(more as unknown[])];
  if (before !== null && typeof before === 'object' && more !== null && typeof more === 'object')
    return { ...before, ...more };
  return more;
}
