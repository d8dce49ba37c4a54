import { Buffer } from 'node:buffer';
import { fail, ok, type Outcome } from '../errors.ts';
import { type Document, type Entry, type Path, type Position, type Hive } from '../schema/index.ts';
import { isGraph } from './graph/marks.ts';
import { Findings, unplaced } from './findings.ts';
import { readOma } from './graph/oma.ts';
import { contentsOf, kindOf, tellSurroundings, type Content } from './graph/bodies.ts';
import { bounded, type Unreadable } from './importer.ts';
import { json, readJson } from './json.ts';
import { mobileconfig } from './mobileconfig.ts';
import { plist } from './plist.ts';
import { powershell } from './powershell.ts';
import { shell } from './shell.ts';
import { isObject } from '../text/json.ts';

/** More bodies than a list of them has. */
const MAX_BODIES = 1000;

/** Bodies that are posted to Microsoft Graph, or come from it: OMA-URI settings, payloads and scripts in base64. */
export const graph = bounded({
  id: 'graph',
  title: 'bodies for Microsoft Graph',
  matches: (bytes) => json.matches(bytes) && isGraph(bytes),
  decode(bytes) {
    const outer = readJson(bytes);
    const findings = new Findings(outer.findings);
    if (outer.inert === true) return ok({ ...outer, format: 'graph' });
    const gathered = new Gathered(outer, findings);
    let refused: Unreadable | undefined;
    let found = 0;
    for (const { body, path } of bodiesIn(outer)) {
      const read = gathered.take(body, path);
      if (read.ok) found += 1;
      else refused ??= read.failure;
    }
    if (found === 0)
      return fail(
        refused ?? {
          message: 'This is a body for Microsoft Graph that holds no settings of Claude Desktop.',
          hint: 'Give the custom profile, the preference file, the OMA-URI settings or the script.',
        },
      );
    return ok(gathered.document());
  },
});

interface Body {
  readonly body: Readonly<Record<string, unknown>>;
  readonly path: Path;
}

/** The body itself, or those in a list that Graph answered. */
function* bodiesIn({ entries }: Document): Generator<Body> {
  const list = entries.get('value')?.value;
  if (!Array.isArray(list) || entries.has('omaSettings')) {
    yield { body: Object.fromEntries([...entries].map(([key, { value }]) => [key, value])), path: [] };
    return;
  }
  for (const [index, body] of (list as unknown[]).slice(0, MAX_BODIES).entries())
    if (isObject(body)) yield { body, path: ['value', index] };
}

/** What the bodies of a file set, put together; each value is found where its body holds it. */
class Gathered {
  readonly #outer: Document;
  readonly #findings: Findings;
  readonly #entries = new Map<string, Entry>();
  readonly #computed = new Set<string>();
  #hive: Hive | undefined;
  #incomplete = false;
  /** A profile or a preference file stands in a body. */
  #preferences = false;

  constructor(outer: Document, findings: Findings) {
    this.#outer = outer;
    this.#findings = findings;
  }

  take(body: Body['body'], path: Path): Outcome<undefined, Unreadable> {
    const kind = kindOf(body);
    if (kind.refused !== undefined) return fail(kind.refused);
    const place = (inside: Path): Position | undefined => this.#outer.locate([...path, ...inside]);
    tellSurroundings(body, kind, place, this.#findings);
    if (Array.isArray(body.omaSettings)) {
      const oma = readOma(
        body.omaSettings as unknown[],
        (inside) => place(['omaSettings', ...inside]),
        this.#findings,
      );
      for (const entry of oma.entries) this.#add(entry);
      if (oma.hive !== undefined) this.#hive ??= oma.hive;
      if (!oma.found)
        return fail({ message: 'The OMA-URI settings of the body set nothing of Claude Desktop.' });
    }
    for (const content of contentsOf(body, kind)) {
      const read = this.#open(content, place([content.member]));
      if (!read.ok) return read;
    }
    return ok(undefined);
  }

  #open({ member, text, holds }: Content, position: Position | undefined): Outcome<undefined, Unreadable> {
    const bytes = Buffer.from(text, 'base64');
    const plain = text.replace(/[\s=]+/g, '');
    if (bytes.length === 0 || Buffer.from(bytes).toString('base64').replace(/=+$/, '') !== plain) {
      this.#findings.add(
        'syntax',
        { path: [], ...position },
        { format: 'body', problem: `its member ${member} is not base64` },
      );
      return ok(undefined);
    }
    const importer =
      holds === 'powershell'
        ? powershell
        : holds === 'shell'
          ? shell
          : mobileconfig.matches(bytes)
            ? mobileconfig
            : plist;
    const read = importer.decode(bytes);
    if (!read.ok) return fail(read.failure);
    const inner = read.value;
    for (const finding of inner.findings) this.#findings.take({ ...unplaced(finding), ...position });
    for (const entry of inner.entries.values()) this.#add({ ...entry, ...(position && { position }) });
    for (const key of inner.computed ?? []) this.#computed.add(key);
    if (inner.hive !== undefined) this.#hive ??= inner.hive;
    this.#preferences ||= importer === mobileconfig || importer === plist;
    this.#incomplete ||= inner.incomplete === true;
    return ok(undefined);
  }

  #add(entry: Entry): void {
    const earlier = this.#entries.get(entry.key);
    if (earlier !== undefined && JSON.stringify(earlier.value) !== JSON.stringify(entry.value))
      this.#findings.add(
        'duplicate-key',
        { path: [entry.key], ...entry.position },
        { key: entry.key, how: 'with different values in two settings' },
      );
    else this.#entries.set(entry.key, entry);
  }

  document(): Document {
    const entries = this.#entries;
    return {
      format: 'graph',
      ...(this.#preferences && { variant: 'preferences in a body' }),
      entries,
      findings: this.#findings.all,
      locate: ([key]) => (typeof key === 'string' ? entries.get(key)?.position : undefined),
      computed: this.#computed,
      incomplete: this.#incomplete,
      inert: entries.size === 0 && this.#computed.size === 0,
      ...(this.#hive && { hive: this.#hive }),
    };
  }
}
