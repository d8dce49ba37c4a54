import { type Entry, type Range, keySpec, type Hive } from '../../schema/index.ts';
import type { Findings } from '../findings.ts';
import type { SetData, Statement } from './statement.ts';
import { countsAsPolicy, readData } from './data.ts';
import { isAboveOwnKey, isNearKey, OTHERS, OWN, partsOf, shownKey } from './keys.ts';
import { isAscii } from '../text.ts';

/** Facts about the values that the encoding of the file bears on. */
export interface Values {
  beyondAscii: boolean;
  byteStrings: boolean;
}

type Section =
  | { readonly kind: 'own'; readonly hive: Hive }
  | { readonly kind: 'subkey' | 'other'; readonly path: string }
  | { readonly kind: 'nowhere' };
interface Stray extends Range {
  readonly kind: 'subkey' | 'other';
  readonly path: string;
  /** The key is plainly meant to be the policy key. */
  near: boolean;
}

/** What the registry would hold after the file: later lines win, names ignore case. */
export class Registry {
  readonly values: Values = { beyondAscii: false, byteStrings: false };
  readonly #findings: Findings;
  /** Texts written as bytes are in the ANSI code page. */
  readonly #ansiBytes: boolean;
  readonly #hives = { machine: new Map<string, Entry>(), user: new Map<string, Entry>() };
  /** A hive counts as configured by any string or number in it, the default value and unreadable ones included. */
  readonly #present = { machine: false, user: false };
  readonly #strays = new Map<string, Stray>();
  readonly #told = new Set<string>();
  #section: Section = { kind: 'nowhere' };
  /** Where the user hive is first named. */
  #userKey: Range | undefined;

  constructor(findings: Findings, ansiBytes: boolean) {
    this.#findings = findings;
    this.#ansiBytes = ansiBytes;
  }

  apply(statement: Statement): void {
    if ('indented' in statement && statement.indented)
      this.#tellOnce(
        statement,
        'Blanks stand before a line or around its "=", which some importers drop',
        'Remove them.',
      );
    switch (statement.kind) {
      case 'hash-comment':
        this.#tellOnce(
          statement,
          'A comment begins with "#", which some importers refuse',
          'Begin comments with ";".',
          'info',
        );
        return;
      case 'dropped':
        if (statement.ofKey) this.#section = { kind: 'nowhere' };
        this.#findings.add(
          'reg-line-ignored',
          { path: statement.name === undefined ? [] : [statement.name], ...position(statement) },
          {
            fault: `${statement.name ?? 'The line'} is dropped on import: ${statement.problem}`,
            fix: 'Write "name"="text" on one line, with \\\\ for a backslash and \\" for a quote.',
          },
        );
        return;
      case 'key':
        this.#openKey(statement);
        return;
      case 'value':
        this.#setValue(statement);
    }
  }

  finish(): { entries: ReadonlyMap<string, Entry>; hive?: Hive } {
    const { machine, user } = this.#present;
    this.#tellStrays();
    if (machine && user) this.#findings.add('reg-both-hives', { path: [], ...this.#userKey }, {});
    else if (user) this.#findings.add('reg-user-hive', { path: [], ...this.#userKey }, {});
    const meant = [...this.#strays.values()].some(({ kind, near }) => kind === 'subkey' || near);
    if (!machine && !user && !meant && !this.#told.has('deletes'))
      this.#findings.add('wrong-shape', [], {
        expected: 'values under HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude',
        got: 'none',
      });
    const hive = machine ? 'machine' : user ? 'user' : undefined;
    const entries = [...this.#hives[hive ?? 'machine'].values()].map((entry) => [entry.key, entry] as const);
    return { entries: new Map(entries), ...(hive && { hive }) };
  }

  #openKey(statement: Extract<Statement, { kind: 'key' }>): void {
    const { hive, below } = partsOf(statement.path);
    const own = hive !== undefined && below === OWN;
    if (own && !statement.path.toUpperCase().startsWith('HKEY_'))
      this.#tellOnce(
        statement,
        `The hive is abbreviated to ${statement.path.split('\\', 1)[0]?.toUpperCase() ?? ''}, which regedit does not know`,
        'Write its name in full.',
      );
    if (own && statement.path.endsWith('\\'))
      this.#tellOnce(
        statement,
        'The key ends in a backslash, which not every importer allows',
        'Remove the backslash.',
      );
    if (statement.deletes) {
      this.#section = { kind: 'nowhere' };
      if (hive !== undefined && (own || isAboveOwnKey(statement.path))) this.#deleteKey(statement, hive, own);
      return;
    }
    if (own && hive === 'user') this.#userKey ??= position(statement);
    if (own) this.#section = { kind: 'own', hive };
    else if (hive !== undefined && below.startsWith(`${OWN}\\`))
      this.#section = { kind: 'subkey', path: statement.path };
    else this.#section = { kind: 'other', path: statement.path };
  }

  #deleteKey(at: Statement, hive: Hive, own: boolean): void {
    const held = this.#hives[hive].size > 0;
    this.#hives[hive].clear();
    this.#present[hive] = false;
    this.#told.add('deletes');
    this.#findings.add(
      'reg-deletes',
      { path: [], ...position(at), severity: own && !held ? 'info' : 'warning' },
      {
        fault: !own
          ? 'The file deletes a key above SOFTWARE\\Policies\\Claude, and every policy below it'
          : held
            ? 'The file deletes the key after it has set values in it; these are lost'
            : 'The file first deletes the key, with every value that others wrote there',
        fix:
          own && !held
            ? 'Leave it only if this file is the sole source of the policy.'
            : 'Remove the line, or move it to the beginning.',
      },
    );
  }

  #setValue(statement: Extract<Statement, { kind: 'value' }>): void {
    const section = this.#section;
    if (section.kind === 'nowhere') {
      this.#findings.add(
        'reg-line-ignored',
        { path: [], ...position(statement) },
        {
          fault: 'The value stands under no key, so an import drops it',
          fix: 'Put it below [HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude].',
        },
      );
      return;
    }
    if (section.kind !== 'own') {
      this.#addStray(section, statement);
      return;
    }
    if (statement.data.type === 'delete') this.#deleteValue(statement, section.hive);
    else if (statement.name === '') {
      this.#present[section.hive] ||= countsAsPolicy(statement.data);
      this.#findings.add('reg-default-value', { path: [], ...position(statement) }, {});
    } else this.#setNamed(statement, statement.data, section.hive);
  }

  #addStray(
    section: { kind: 'subkey' | 'other'; path: string },
    { name, ...at }: Extract<Statement, { kind: 'value' }>,
  ): void {
    const folded = section.path.toLowerCase();
    let stray = this.#strays.get(folded);
    if (stray === undefined) {
      stray = { ...section, ...position(at), near: isNearKey(section.path) };
      this.#strays.set(folded, stray);
    }
    // Settings of ours under a key of nobody else's are no policy of other software.
    stray.near ||=
      keySpec(name)?.type.kind !== undefined && !OTHERS.test(`\\${folded}`) && name.startsWith('inference');
  }

  #deleteValue(statement: Extract<Statement, { kind: 'value' }>, hive: Hive): void {
    const held = this.#hives[hive].delete(statement.name.toLowerCase());
    this.#told.add('deletes');
    this.#findings.add(
      'reg-deletes',
      {
        path: statement.name === '' ? [] : [statement.name],
        ...position(statement),
        severity: held ? 'warning' : 'info',
      },
      {
        fault: `The file deletes ${statement.name === '' ? 'the default value' : statement.name}${held ? ', which it has set before' : ''}`,
        fix: held ? 'Keep one of the two lines.' : 'Leave it only if the value is to go.',
      },
    );
  }

  #setNamed(statement: Extract<Statement, { kind: 'value' }>, data: SetData, hive: Hive): void {
    const { name } = statement;
    const place = { path: [name], ...position(statement) };
    const values = this.#hives[hive];
    const folded = name.toLowerCase();
    const earlier = values.get(folded);
    this.#present[hive] ||= countsAsPolicy(data);
    if (earlier !== undefined) {
      const how = earlier.key === name ? undefined : `also as "${earlier.key}"; the registry ignores case`;
      this.#findings.add('duplicate-key', place, { key: name, ...(how !== undefined && { how }) });
      values.delete(folded);
    }
    if (statement.badEscape) this.#findings.add('reg-escape', place, { key: name });
    const read = readData(data, this.#ansiBytes);
    if (read.value === undefined) {
      this.#findings.add('reg-type-unreadable', place, { key: name, type: read.encoding });
      return;
    }
    if (data.type === 'bytes' && read.encoding === 'REG_SZ') this.values.byteStrings = true;
    if (!isAscii(name) || (data.type === 'text' && !isAscii(data.text))) this.values.beyondAscii = true;
    values.set(folded, {
      key: name,
      value: read.value,
      encoding: read.encoding,
      position: position(statement),
    });
  }

  /** Keys that were meant to be ours each; those of other software once, with their number. */
  #tellStrays(): void {
    const others: Stray[] = [];
    for (const stray of this.#strays.values()) {
      const { kind, path, line, column, near } = stray;
      if (kind === 'subkey')
        this.#findings.add('reg-subkey', { path: [], line, column }, { path: shownKey(path) });
      else if (near)
        this.#findings.add('reg-wrong-key', { path: [], line, column }, { path: shownKey(path) });
      else others.push(stray);
    }
    const [first] = others;
    if (first !== undefined)
      this.#findings.add(
        'reg-wrong-key',
        { path: [], line: first.line, column: first.column, severity: 'warning' },
        { path: shownKey(first.path), more: others.length - 1 },
      );
  }

  #tellOnce(at: Range, fault: string, fix: string, severity: 'warning' | 'info' = 'warning'): void {
    if (this.#told.has(fault)) return;
    this.#told.add(fault);
    this.#findings.add('reg-unusual', { path: [], ...position(at), severity }, { fault, fix });
  }
}

function position({ line, column, endLine, endColumn }: Range): Range {
  return endLine === undefined || endColumn === undefined
    ? { line, column }
    : { line, column, endLine, endColumn };
}
