import { fullHive } from './keys.ts';
import type { SetData } from './statement.ts';
import { REGISTRY_TYPES } from './types.ts';
import type { ScriptSink } from '../powershell/sink.ts';
import type { View } from '../powershell/values.ts';

/** A word of a command line; `from` says what computes it when it is not known. */
export interface Word {
  readonly text: string;
  readonly from?: string;
  readonly at: number;
}

/**
 * `reg add` and `reg delete` as the documentation of Microsoft describes them: what they write is told to the sink.
 * `args` are the words after the name of the program. Other verbs write nothing that a script says.
 */
export function regCommand(args: readonly Word[], at: number, conditional: boolean, sink: ScriptSink): void {
  const [verb, key, ...options] = args;
  const name = verb?.text.toLowerCase();
  if (key === undefined) return;
  if (name !== 'add' && name !== 'delete') return;
  const path = fullKey(key.text);
  const parsed = parseOptions(options);
  const label = parsed.value ?? (parsed.isDefault ? { text: '', at } : undefined);
  if (name === 'delete') {
    if (key.from === undefined && !conditional) sink.remove(path, label?.text, at);
    return;
  }
  if (key.from === undefined) sink.createKey(path);
  if (label === undefined) {
    // A computed word may be the name, or hold all options.
    const hidden = options.find(({ from }) => from !== undefined)?.from;
    if (hidden !== undefined && key.from === undefined) sink.computed({ path, name: undefined }, hidden, at);
    return;
  }
  const from = key.from ?? label.from ?? parsed.data?.from ?? parsed.type?.from;
  if (from !== undefined) {
    sink.computed(
      {
        path: key.from === undefined ? path : undefined,
        name: label.from === undefined ? label.text : undefined,
      },
      from,
      at,
    );
    return;
  }
  const data = dataOf(parsed.type?.text ?? 'REG_SZ', parsed.data?.text ?? '');
  if (typeof data === 'string') sink.refused(label.text, data, at);
  else sink.write({ path, name: label.text, data, at, view: parsed.view, conditional });
  if (!parsed.force) sink.asks(path, at);
}

interface Options {
  value?: Word;
  type?: Word;
  data?: Word;
  isDefault: boolean;
  force: boolean;
  view: View;
}

function parseOptions(words: readonly Word[]): Options {
  const options: Options = { isDefault: false, force: false, view: 'default' };
  for (let i = 0; i < words.length; i += 1) {
    const next = words[i + 1];
    switch (words[i]?.text.toLowerCase()) {
      case '/v':
      case '-v':
        if (next !== undefined) options.value = next;
        i += 1;
        break;
      case '/t':
      case '-t':
        if (next !== undefined) options.type = next;
        i += 1;
        break;
      case '/d':
      case '-d':
        if (next !== undefined) options.data = next;
        i += 1;
        break;
      case '/s':
      case '-s':
        i += 1;
        break;
      case '/ve':
      case '-ve':
        options.isDefault = true;
        break;
      case '/f':
      case '-f':
        options.force = true;
        break;
      case '/reg:32':
        options.view = '32';
        break;
      case '/reg:64':
        options.view = '64';
        break;
      case undefined:
      default:
    }
  }
  return options;
}

/** `\\machine\HKLM\a` and `HKLM\a` in full. */
function fullKey(text: string): string {
  const [hive = '', ...rest] = text.replace(/^\\\\[^\\]*\\/, '').split('\\');
  return [fullHive(hive), ...rest].join('\\');
}

/** The data, or why reg.exe refuses it. */
function dataOf(type: string, text: string): SetData | string {
  const registryType = REGISTRY_TYPES[type.toLowerCase()];
  if (registryType === undefined) return 'the type is none that reg.exe knows';
  if (registryType === 1) return { type: 'text', text };
  if (registryType !== 4) return { type: 'bytes', registryType, bytes: new Uint8Array() };
  if (text === '') return { type: 'dword', number: 0 };
  if (!/^(?:0x[0-9a-f]{1,8}|\d{1,10})$/i.test(text) || Number(text) > 0xffffffff)
    return 'the data is no number that a REG_DWORD holds';
  return { type: 'dword', number: Number(text) };
}

/**
 * A command line as a C program gets it (Microsoft's rules for argv): blanks separate, quotes join, a backslash
 * escapes a quote. `at` is the offset of the line; `holes` says what computes a marked place in it.
 */
export function splitCommandLine(line: string, at: number): Word[] {
  const words: Word[] = [];
  let index = 0;
  while (index < line.length) {
    while (line[index] === ' ' || line[index] === '\t') index += 1;
    if (index >= line.length) break;
    const start = index;
    const pieces: string[] = [];
    let quoted = false;
    for (; index < line.length; index += 1) {
      const character = line.charAt(index);
      if (!quoted && (character === ' ' || character === '\t')) break;
      if (character === '\\') {
        let count = 1;
        while (line[index + count] === '\\') count += 1;
        const beforeQuote = line[index + count] === '"';
        pieces.push('\\'.repeat(beforeQuote ? count >> 1 : count));
        index += count - 1;
        if (beforeQuote && count % 2 === 1) {
          pieces.push('"');
          index += 1;
        }
      } else if (character === '"') {
        if (quoted && line[index + 1] === '"') {
          pieces.push('"');
          index += 1;
        } else quoted = !quoted;
      } else pieces.push(character);
    }
    words.push({ text: pieces.join(''), at: at + start });
  }
  return words;
}
