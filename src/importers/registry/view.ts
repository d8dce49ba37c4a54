import { fail, ok, type Outcome } from '../../errors.ts';
import { POLICY_KEY } from '../../schema/index.ts';
import { tooLarge, type Unreadable } from '../importer.ts';
import { readStatements, withoutBlanks } from './lines.ts';
import type { Statement } from './statement.ts';
import { countsAsPolicy, readData } from './data.ts';
import { isNearKey } from './keys.ts';
import { decodeText } from '../text.ts';

/** One value below a policy key as the registry holds it. */
export interface RegistryValue {
  /** As written; '' is the default value. */
  readonly name: string;
  /** `REG_SZ`, `REG_EXPAND_SZ`, …, or words for a type that has no name. */
  readonly type: string;
  /** Text or number; undefined for a type that the app does not read. */
  readonly value: string | number | undefined;
  /** Whether the value makes its hive count as configured, read or not. */
  readonly counts: boolean;
}

/** What exports of the registry say about the policy key: every hive, which the settings of one file do not tell. */
interface RegistryView {
  /** The values below the policy key by hive: `HKLM`, `HKCU`, or the identifier of a user (`S-1-5-21-…`). */
  readonly hives: ReadonlyMap<string, ReadonlyMap<string, RegistryValue>>;
  /** Keys below the policy key, which are never read, with the names of their values. */
  readonly subkeys: ReadonlyMap<string, readonly string[]>;
  /** Keys that were plainly meant to be the policy key, with the names of their values. */
  readonly nearKeys: ReadonlyMap<string, readonly string[]>;
  /** Lines that say nothing to a reader, by number. */
  readonly dropped: readonly { readonly line: number; readonly problem: string }[];
}

const MAX_LINES = 150_000;
/** More than one person reads; the rest would only fill memory. */
const MAX_TOLD = 100;
const OWN = POLICY_KEY.toLowerCase();

/** A view that grows with each file; later files win, as in the registry itself. */
export class RegistryViewer {
  readonly #hives = new Map<string, Map<string, RegistryValue>>();
  readonly #subkeys = new Map<string, string[]>();
  readonly #nearKeys = new Map<string, string[]>();
  readonly #dropped: { line: number; problem: string }[] = [];

  /** Adds one export; a failure when it is none. */
  add(bytes: Uint8Array): Outcome<undefined, Unreadable> {
    const large = tooLarge(bytes);
    if (large !== undefined) return fail(large);
    const { text, encoding } = decodeText(bytes);
    const lines = text.split(/\r\n|\r|\n/, MAX_LINES);
    const first = lines.findIndex((line) => withoutBlanks(line) !== '');
    const header = withoutBlanks(lines[first] ?? '');
    if (header !== 'Windows Registry Editor Version 5.00' && header !== 'REGEDIT4')
      return fail({
        message: 'The file does not begin as a registry export does.',
        hint: 'Take "reg export HKLM\\SOFTWARE\\Policies\\Claude policy.reg /y".',
      });
    // The statements begin with the second line.
    lines.splice(0, first);
    const ansi = header === 'REGEDIT4' && !encoding.startsWith('utf-16');
    let at: Place = NOWHERE;
    for (const statement of readStatements(lines)) at = this.#apply(statement, at, ansi, first);
    return ok(undefined);
  }

  get view(): RegistryView {
    return {
      hives: this.#hives,
      subkeys: this.#subkeys,
      nearKeys: this.#nearKeys,
      dropped: this.#dropped,
    };
  }

  #apply(statement: Statement, at: Place, ansi: boolean, offset: number): Place {
    if (statement.kind === 'dropped') {
      if (this.#dropped.length < MAX_TOLD)
        this.#dropped.push({ line: statement.line + offset, problem: statement.problem });
      return statement.ofKey === true ? NOWHERE : at;
    }
    if (statement.kind === 'key') return this.#open(statement.path, statement.deletes);
    if (statement.kind !== 'value') return at;
    const { name, data } = statement;
    if (at.kind === 'own') {
      const values = this.#hives.get(at.hive) ?? new Map<string, RegistryValue>();
      this.#hives.set(at.hive, values);
      values.delete(name.toLowerCase());
      if (data.type === 'delete') return at;
      const { value, encoding } = readData(data, ansi);
      values.set(name.toLowerCase(), { name, type: encoding, value, counts: countsAsPolicy(data) });
    } else if (at.kind !== 'nowhere' && data.type !== 'delete') {
      const names = at.names;
      if (names.length < MAX_TOLD) names.push(name);
    }
    return at;
  }

  #open(path: string, deletes: boolean): Place {
    const { hive, below } = placeOf(path);
    if (hive !== undefined && below === OWN) {
      if (deletes) this.#hives.delete(hive);
      else if (!this.#hives.has(hive)) this.#hives.set(hive, new Map());
      return deletes ? NOWHERE : { kind: 'own', hive };
    }
    if (deletes) return NOWHERE;
    const stray =
      hive !== undefined && below.startsWith(`${OWN}\\`)
        ? this.#subkeys
        : isNearKey(path)
          ? this.#nearKeys
          : undefined;
    if (stray === undefined || (stray.size >= MAX_TOLD && !stray.has(path))) return NOWHERE;
    const names = stray.get(path) ?? [];
    stray.set(path, names);
    return { kind: 'stray', names };
  }
}

type Place =
  | { readonly kind: 'own'; readonly hive: string }
  | { readonly kind: 'stray'; readonly names: string[] }
  | { readonly kind: 'nowhere' };
const NOWHERE: Place = { kind: 'nowhere' };

/** A user of the device; the others below HKEY_USERS are services and the profile that new users get. */
const USER_SID = /^S-1-(?:5-21|12-1)(?:-\d{1,10}){4}$/i;

/** The hive of a key, and what stands below it in small letters; of HKEY_USERS each user is a hive. */
function placeOf(path: string): { readonly hive: string | undefined; readonly below: string } {
  const names = (path.endsWith('\\') ? path.slice(0, -1) : path).split('\\');
  const [root = '', ...rest] = names;
  const below = rest.join('\\').toLowerCase();
  switch (root.toUpperCase()) {
    case 'HKEY_LOCAL_MACHINE':
    case 'HKLM':
      return { hive: 'HKLM', below };
    case 'HKEY_CURRENT_USER':
    case 'HKCU':
      return { hive: 'HKCU', below };
    case 'HKEY_USERS':
    case 'HKU': {
      const [user = '', ...inside] = rest;
      return {
        hive: USER_SID.test(user) ? user.toUpperCase() : undefined,
        below: inside.join('\\').toLowerCase(),
      };
    }
    default:
      return { hive: undefined, below };
  }
}
