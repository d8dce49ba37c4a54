import { keySpec, PREFERENCE_DOMAIN, type Entry } from '../../schema/index.ts';
import type { Findings } from '../findings.ts';
import type { Lines } from '../text.ts';
import { joined, nativeValue } from './native-value.ts';
import type { ShellWord } from './words.ts';

/** Tells what is unusual about a script: once for each id, at an offset. */
type Tell = (id: string, at: number, fault: string, fix: string) => void;

/** What commands put into the preferences of macOS. */
export class ShellPreferences {
  readonly entries = new Map<string, Entry>();
  readonly computedKeys = new Set<string>();
  readonly #findings: Findings;
  readonly #lines: Lines;
  readonly #tell: Tell;

  constructor(findings: Findings, lines: Lines, tell: Tell) {
    this.#findings = findings;
    this.#lines = lines;
    this.#tell = tell;
  }

  /** `defaults write PREFERENCE_DOMAIN KEY -TYPE VALUE`. */
  defaults(args: readonly ShellWord[]): void {
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
    if (domain.from === undefined) return domain.text.replace(/\.plist$/, '').endsWith(PREFERENCE_DOMAIN);
    return (
      domain.text.includes(PREFERENCE_DOMAIN) || (key.from === undefined && keySpec(key.text) !== undefined)
    );
  }

  #tellPlace({ text, at }: ShellWord): void {
    const managed = text.includes('/Managed Preferences/');
    this.#tell(
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
    const earlier = this.entries.get(key.text);
    const value = type.endsWith('-add') ? joined(earlier?.value, read) : read;
    if (
      earlier !== undefined &&
      !type.endsWith('-add') &&
      JSON.stringify(earlier.value) !== JSON.stringify(value)
    )
      this.#findings.add('duplicate-key', { path: [key.text], ...position }, { key: key.text });
    this.entries.set(key.text, { key: key.text, value, encoding: `-${type}`, position });
  }

  /** `plutil -replace KEY -string VALUE FILE`. */
  plutil(args: readonly ShellWord[]): void {
    const [verb, key, type, value] = args;
    const file = args.at(-1);
    if (
      !/^-(?:replace|insert)$/.test(verb?.text ?? '') ||
      key === undefined ||
      type === undefined ||
      value === undefined ||
      file === undefined
    )
      return;
    if (!this.#isOurDomain(file, key)) return;
    this.#tellPlace(file);
    this.#set(key, type.text.replace(/^-/, '').replace('json', 'string'), [value]);
  }

  /** `PlistBuddy -c "Add :KEY string VALUE" FILE`. */
  plistBuddy(args: readonly ShellWord[]): void {
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
}
