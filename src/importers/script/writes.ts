import { type Entry, type Position, keySpec, type Hive } from '../../schema/index.ts';
import type { Findings } from '../findings.ts';
import type { Embedded, ScriptSource } from './script.ts';
import { isAboveOwnKey, isNearKey, isOwnKey } from '../registry/keys.ts';
import { Registry } from '../registry/registry.ts';
import type { ScriptSink, Write } from '../powershell/sink.ts';
import type { Lines } from '../text.ts';

/** What a script does to the policy key, gathered in its order and then put into a registry. */
export class ScriptWrites implements ScriptSink, ScriptSource {
  readonly embedded: Embedded[] = [];
  /** Keys that are set to a value known only when the script runs. */
  readonly computedKeys = new Set<string>();
  readonly #findings: Findings;
  readonly #lines: Lines;
  readonly #writes: (
    Write | { readonly removed: string; readonly name: string | undefined; readonly at: number }
  )[] = [];
  readonly #compared: Write[] = [];
  readonly #created = new Set<string>();
  readonly #told = new Set<string>();

  constructor(findings: Findings, lines: Lines) {
    this.#findings = findings;
    this.#lines = lines;
  }

  write(write: Write): void {
    if (isOwnKey(write.path) || isNearKey(write.path)) this.#writes.push(write);
  }

  compare(write: Write): void {
    if (isOwnKey(write.path)) this.#compared.push(write);
  }

  computed(
    { path, name }: { path?: string | undefined; name?: string | undefined },
    from: string,
    at: number,
  ): void {
    // A key that is not the policy key is one fault whatever is written there.
    if (path !== undefined && isNearKey(path))
      this.write({
        path,
        name: name ?? '',
        data: { type: 'text', text: '' },
        at,
        view: 'default',
        conditional: false,
      });
    const ours = path === undefined ? name !== undefined && keySpec(name) !== undefined : isOwnKey(path);
    if (!ours) return;
    if (name !== undefined) this.computedKeys.add(name);
    this.#findings.add(
      'not-literal',
      { path: name === undefined ? [] : [name], ...this.#at(at) },
      { what: name ?? 'A value of the policy', from },
    );
  }

  refused(name: string, problem: string, at: number): void {
    this.#findings.add(
      'reg-line-ignored',
      { path: [name], ...this.#at(at) },
      { fault: `${name} is not written: ${problem}`, fix: 'Use /t REG_SZ and a text.' },
    );
  }

  asks(path: string, at: number): void {
    if (!isOwnKey(path)) return;
    this.#tellOnce(
      'asks',
      at,
      'reg add without /f asks before it overwrites a value, and waits for an answer that nobody gives',
      'Add /f.',
    );
  }

  createKey(path: string): void {
    this.#created.add(path.toLowerCase());
  }

  remove(path: string, name: string | undefined, at: number): void {
    if (isOwnKey(path) || (name === undefined && isAboveOwnKey(path)))
      this.#writes.push({ removed: path, name, at });
  }

  embed(text: string, offset: number, path: string): void {
    this.embedded.push({ text, offset, path });
  }

  /** Something stands in a script that its own code or system makes of it, told once. */
  #tellOnce(id: string, at: number, fault: string, fix: string): void {
    if (this.#told.has(id)) return;
    this.#told.add(id);
    this.#findings.add('script-unusual', { path: [], ...this.#at(at) }, { fault, fix });
  }

  /** Whether the script touches the policy at all. */
  get empty(): boolean {
    return this.#writes.length + this.#compared.length + this.computedKeys.size === 0;
  }

  /** What the registry holds afterwards. */
  finish(): { entries: ReadonlyMap<string, Entry>; hive?: Hive; detects: boolean } {
    const detects = this.#writes.length === 0 && this.#compared.length > 0;
    const registry = new Registry(this.#findings, false);
    for (const one of this.#settled(detects ? this.#compared : this.#writes)) {
      const at = this.#at(one.at);
      const path = 'removed' in one ? one.removed : one.path;
      const deletes = 'removed' in one && one.name === undefined;
      registry.apply({ kind: 'key', path, deletes, indented: false, ...at });
      if (deletes) continue;
      const name = one.name ?? '';
      const data = 'removed' in one ? ({ type: 'delete' } as const) : one.data;
      registry.apply({ kind: 'value', name, data, badEscape: false, indented: false, ...at });
      if (!('removed' in one)) this.#tellStatement(one, detects);
    }
    return { ...registry.finish(), detects };
  }

  /** Values that a condition decides about are told and left out; the same value twice is one. */
  #settled<T extends Write | { removed: string; name: string | undefined; at: number }>(
    writes: readonly T[],
  ): T[] {
    const seen = new Map<string, Write>();
    const open = new Set<string>();
    for (const one of writes) {
      if ('removed' in one) continue;
      const place = `${one.path}\\${one.name}`.toLowerCase();
      const earlier = seen.get(place);
      if (earlier !== undefined && !sameData(earlier, one) && (earlier.conditional || one.conditional))
        open.add(place);
      seen.set(place, earlier === undefined || one.conditional ? (earlier ?? one) : one);
    }
    const taken = new Set<string>();
    return writes.filter((one) => {
      if ('removed' in one) return true;
      const place = `${one.path}\\${one.name}`.toLowerCase();
      if (open.has(place)) {
        if (!taken.has(place)) this.computed({ path: one.path, name: one.name }, 'a condition', one.at);
        taken.add(place);
        return false;
      }
      const key = `${place} ${dataText(one)}`;
      if (taken.has(key)) return false;
      taken.add(key);
      return true;
    });
  }

  #tellStatement({ path, view, needsKey, at }: Write, detects: boolean): void {
    if (!isOwnKey(path)) return;
    if (view === '32' && !this.#told.has('32')) {
      this.#told.add('32');
      this.#findings.add('script-32-bit', { path: [], ...this.#at(at) }, {});
    }
    if (detects || needsKey !== true || this.#hasKey(path) || this.#told.has('key')) return;
    this.#told.add('key');
    this.#findings.add('script-key-missing', { path: [], ...this.#at(at) }, { path });
  }

  #hasKey(path: string): boolean {
    const wanted = path.toLowerCase().replace(/\\+$/, '');
    return this.#created.has(wanted) || this.#created.has(`${wanted}\\`);
  }

  #at(offset: number): Position {
    return this.#lines.at(offset);
  }
}

function sameData(a: Write, b: Write): boolean {
  return dataText(a) === dataText(b);
}

function dataText({ data }: Write): string {
  if (data.type === 'text') return `t${data.text}`;
  return data.type === 'dword' ? `d${data.number}` : `b${data.registryType}`;
}
