import type { Entry, Position } from '../../schema/index.ts';
import type { Findings } from '../findings.ts';
import type { Embedded, ScriptSource } from '../script/script.ts';
import type { Lines } from '../text.ts';
import { ShellPreferences } from './preferences.ts';
import { ShellVariables } from './variables.ts';
import type { ShellCommand, ShellWord } from './words.ts';

const LINUX_FILE = /(?:^|\/)claude-desktop\/managed-settings\.json$/;

/** What the commands of a shell script write: preferences, and files in here-documents. */
export class ShellScript implements ScriptSource {
  readonly files: Embedded[] = [];
  readonly #findings: Findings;
  readonly #lines: Lines;
  readonly #variables = new ShellVariables();
  readonly #preferences: ShellPreferences;
  readonly #told = new Set<string>();

  constructor(findings: Findings, lines: Lines) {
    this.#findings = findings;
    this.#lines = lines;
    this.#preferences = new ShellPreferences(findings, lines, (...told) => this.#tellOnce(...told));
  }

  get computedKeys(): Set<string> {
    return this.#preferences.computedKeys;
  }

  get empty(): boolean {
    return this.#preferences.entries.size + this.computedKeys.size === 0;
  }

  finish(): { entries: ReadonlyMap<string, Entry>; detects: false } {
    return { entries: this.#preferences.entries, detects: false };
  }

  /** The value of a variable that the script itself gives. */
  valueOf(name: string): string | undefined {
    return this.#variables.valueOf(name);
  }

  take(command: ShellCommand): void {
    const words = this.#variables.withoutLeading(command.words);
    const [first] = words;
    const name = first?.text.replace(/^.*\//, '') ?? '';
    this.#writeFile(command, name, words);
    if (name === 'for' || name === 'read')
      for (const { text } of words.slice(1, 2)) this.#variables.forget(text);
    else if (name === 'defaults') this.#preferences.defaults(words.slice(1));
    else if (name === 'plutil') this.#preferences.plutil(words.slice(1));
    else if (name === 'PlistBuddy') this.#preferences.plistBuddy(words.slice(1));
    else if (name === 'chmod' || name === 'install') this.#mode(name, words.slice(1));
  }

  #writeFile(command: ShellCommand, name: string, words: readonly ShellWord[]): void {
    const target =
      name === 'tee' ? words.slice(1).find(({ text }) => !text.startsWith('-')) : command.outputs[0];
    if (target === undefined) return;
    const source = command.input ?? command.piped?.input;
    if (source !== undefined) {
      this.files.push({ text: this.#variables.expandedText(source), offset: source.at, path: target.text });
      return;
    }
    const producer = name === 'tee' ? command.piped?.words : words;
    const [first, ...rest] = producer ?? [];
    if (first === undefined || !/(?:^|\/)(?:echo|printf)$/.test(first.text)) return;
    const content = rest.findLast(({ text }) => text.length > 1);
    if (content === undefined || content.from !== undefined) return;
    const isForm = content === rest[0] && first.text.endsWith('printf');
    const text = isForm ? printed(content.text) : content.text;
    this.files.push({ text, offset: content.at, path: target.text });
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

/** What printf makes of a form without values (POSIX, printf). */
function printed(form: string): string {
  return form.replace(/\\([nt\\"'])|%%/g, (_whole, escaped: string | undefined) =>
    escaped === undefined ? '%' : escaped === 'n' ? '\n' : escaped === 't' ? '\t' : escaped,
  );
}
