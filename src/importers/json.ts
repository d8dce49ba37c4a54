import { diagnostic, type Diagnostic } from '../diagnostics.ts';
import { fail, ok } from '../errors.ts';
import {
  type Document,
  type Entry,
  type Ignore,
  type JsonForm,
  type Part,
  type Path,
  typeName,
} from '../schema/index.ts';
import { isObject, isStrictJson, parseJson } from '../text/json.ts';
import { DEEPEST_JSON, outline } from '../text/json-outline.ts';
import { Findings } from './findings.ts';
import { bounded } from './importer.ts';
import { foreignJson } from './json/foreign.ts';
import { ignoresIn } from './json/ignores.ts';
import { LineMap, type Span } from './json/lines.ts';
import { flattened } from './json/nested.ts';
import { JsonPlaces } from './json/places.ts';
import { duplicates, nodesOf, spanIn, treeOf, valueOf } from './json/tree.ts';
import { decodeText, headText } from './text.ts';

/** More values than any configuration holds. */
const MAX_VALUES = 150_000;

/** How JSON begins, and nothing else that is read: a word in brackets is a type of PowerShell. */
const BEGINS = /^\s*(?:[{"/]|\[(?!\s*(?!(?:true|false|null)\b)[A-Za-z_])|-?\d|true\b|false\b|null\b)/;

/** JSON with comments and trailing commas: the authoring format, Linux managed files, configLibrary entries. */
export const json = bounded({
  id: 'json',
  title: 'JSON',
  matches: (bytes) => BEGINS.test(headText(bytes, 4096)),
  decode(bytes) {
    const document = flattened(readJson(bytes));
    const foreign = foreignJson(document);
    return foreign === undefined ? ok(document) : fail(foreign);
  },
});

/** JSON as it stands, whatever it is for. */
export function readJson(bytes: Uint8Array): Document {
  const { text, encoding, bom } = decodeText(bytes);
  return decode(text, { bom, encoding, strict: () => isStrictJson(text) });
}

function decode(text: string, form: JsonForm): Document {
  const lines = new LineMap(text);
  const { depth, members, values } = outline(text);
  if (depth > DEEPEST_JSON)
    return broken(text, form, lines, [
      syntax(lines, WHOLE, `it is nested deeper than ${DEEPEST_JSON} levels`),
    ]);
  if (values > MAX_VALUES)
    return broken(text, form, lines, [syntax(lines, WHOLE, `it holds more than ${MAX_VALUES} values`)]);
  return plainDocument(text, members, form, lines) ?? commentedDocument(text, form, lines);
}

/**
 * Strict JSON in which nothing stands twice, as most files are: the engine's own parser reads it in a tenth of the
 * time, and where things stand is found out when somebody asks. Undefined for any other text.
 */
function plainDocument(text: string, members: number, form: JsonForm, lines: LineMap): Document | undefined {
  const value = parseJson(text);
  // A name that stands twice is one member of the value. Names that are numbers lose their place in the order.
  if (!isObject(value) || membersIn(value) !== members) return undefined;
  const entries = new Map<string, Entry>();
  for (const [key, member] of Object.entries(value)) {
    if (isDigit(key.charCodeAt(0))) return undefined;
    entries.set(key, { key, value: member, encoding: 'JSON' });
  }
  let places: JsonPlaces | undefined;
  return documentOf(text, form, lines, entries, [], [], (path, part) =>
    (places ??= new JsonPlaces(text)).spanOf(path, part),
  );
}

/** JSON with comments, trailing commas, names that stand twice, or faults. */
function commentedDocument(text: string, form: JsonForm, lines: LineMap): Document {
  const { root, fault } = treeOf(text);
  if (fault !== undefined) return broken(text, form, lines, [syntax(lines, fault, fault.problem)]);
  if (root.type !== 'object')
    return broken(text, form, lines, [
      diagnostic(
        'wrong-shape',
        { path: [], ...lines.at(root.offset) },
        { expected: 'one JSON object', got: typeName(valueOf(root)) },
      ),
    ]);
  const nodes = nodesOf(root);
  const entries = new Map<string, Entry>();
  for (const [key, { name, value }] of nodes)
    entries.set(key, { key, value: valueOf(value), position: lines.at(name.offset), encoding: 'JSON' });
  const findings = new Findings();
  duplicates(root, [], lines, findings);
  return documentOf(text, form, lines, entries, findings.all, ignoresIn(text, lines), (path, part) =>
    spanIn(nodes, path, part),
  );
}

function documentOf(
  text: string,
  form: JsonForm,
  lines: LineMap,
  entries: ReadonlyMap<string, Entry>,
  findings: readonly Diagnostic[],
  ignores: readonly Ignore[],
  spanOf: (path: Path, part: Part) => Span | undefined,
): Document {
  return {
    format: 'json',
    entries,
    findings,
    text,
    ignores,
    json: form,
    locate: (path, part = 'value') => {
      // What is about the file stands nowhere in it.
      const span = path.length === 0 ? undefined : spanOf(path, part);
      return span === undefined ? undefined : lines.range(span);
    },
  };
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;

/**
 * How many members the objects in a value have. Not a number where a name holds a backslash: V8 13.6 (Node 24) takes
 * a quote or a line end that is escaped in a name for that name, once it has met it: {"\\":1} and then {"\"":1}.
 */
function membersIn(value: unknown): number {
  if (value === null || typeof value !== 'object') return 0;
  let members = 0;
  if (Array.isArray(value)) for (const item of value) members += membersIn(item);
  else
    for (const [name, member] of Object.entries(value))
      members += name.includes('\\') ? NaN : 1 + membersIn(member);
  return members;
}

function broken(text: string, form: JsonForm, lines: LineMap, findings: readonly Diagnostic[]): Document {
  return {
    format: 'json',
    entries: new Map(),
    findings,
    text,
    inert: true,
    ignores: [],
    json: form,
    locate: () => lines.at(0),
  };
}

/** A fault of the file as a whole is told at its beginning. */
const WHOLE: Span = { start: 0, end: 0 };

function syntax(lines: LineMap, { start, end }: Span, problem: string): Diagnostic {
  const place = end > start ? lines.range({ start, end }) : lines.at(start);
  return diagnostic('syntax', { path: [], ...place }, { format: 'JSON', problem });
}
