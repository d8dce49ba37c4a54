import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

/** Who may import whom: CONTRIBUTING.md, "Architecture". Layers import down this list only, never up, never sideways. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  cli: ['main', 'io'],
  main: ['program', 'io', 'errors', 'text', 'version'],
  program: ['commands', 'io', 'errors', 'text', 'version'],
  commands: [
    'report',
    'device',
    'probe',
    'egress',
    'bootstrap',
    'embedded-bootstrap',
    'embedded-gateway',
    'gateway',
    'protocol',
    'net',
    'importers',
    'exporters',
    'templates',
    'schema',
    'io',
    'errors',
    'diagnostics',
    'codes',
    'text',
    'version',
  ],
  report: [
    'probe',
    'templates',
    'egress',
    'device',
    'bootstrap',
    'schema',
    'diagnostics',
    'codes',
    'errors',
    'text',
    'version',
  ],
  device: ['importers', 'schema', 'text'],
  probe: ['gateway', 'protocol', 'net', 'schema', 'errors', 'text'],
  egress: ['net', 'schema', 'errors', 'text'],
  bootstrap: ['protocol', 'net', 'importers', 'schema', 'diagnostics', 'errors', 'text'],
  'embedded-bootstrap': [],
  'embedded-gateway': [],
  gateway: ['protocol', 'net', 'programs', 'schema', 'errors', 'text', 'version'],
  protocol: ['text'],
  net: ['errors', 'text'],
  importers: ['schema', 'diagnostics', 'codes', 'errors', 'text'],
  exporters: ['templates', 'schema', 'errors', 'text'],
  templates: ['schema', 'text'],
  schema: ['diagnostics', 'codes', 'errors', 'text'],
  diagnostics: ['codes', 'text'],
  codes: [],
  errors: [],
  text: [],
  version: [],
  programs: [],
  io: ['programs', 'errors', 'text'],
};

/** Every outside library is imported by one file (or one a direction). */
const BEHIND: Readonly<Record<string, readonly string[]>> = {
  undici: ['gateway/dispatcher.ts'],
  '@inquirer/confirm': ['io/inquirer.ts'],
  '@inquirer/core': ['io/inquirer.ts'],
  '@inquirer/input': ['io/inquirer.ts'],
  chalk: ['report/style.ts'],
  'zod/v4/core': ['schema/types/zod.ts'],
  plist: ['exporters/plist-xml.ts'],
  'jsonc-parser': ['importers/json/tree.ts', 'exporters/jsonc-text.ts'],
  tinyglobby: ['io/io.ts'],
  'fastest-levenshtein': ['schema/nearest.ts'],
  'node:fs': [
    'io/io.ts',
    'io/files.ts',
    'io/inspect.ts',
    'io/output.ts',
    'io/pipes.ts',
    'net/resolver.ts',
    'net/trust.ts',
  ],
  'node:fs/promises': ['net/trust.ts'],
};

/**
 * A layer with entries is imported through them alone. The further entries of `schema` are for what few commands need, so that
 * the others do not load it: explanations and the JSON Schema, the facts behind forms for consoles, and the words of
 * keys and providers.
 */
const ENTRIES: Readonly<Record<string, readonly string[]>> = {
  schema: [
    'schema/index.ts',
    'schema/reference.ts',
    'schema/forms.ts',
    'schema/descriptions.ts',
    'schema/served.ts',
  ],
};

const SOURCE = path.join(import.meta.dirname, '../src');
const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .map((name) => name.split(path.sep).join('/'))
  .filter((name) => name.endsWith('.ts'));

const layer = (file: string): string =>
  file.includes('/') ? (file.split('/')[0] ?? '') : file.replace(/\.ts$/, '');

/** Every module that a text names: `import`, `export … from`, `import()` and `import('…').Type`. */
function modulesIn(text: string): string[] {
  return [...text.matchAll(/(?:\bfrom\s*|\bimport\s*\(\s*|^import\s+)(["'`])([^"'`]+)\1/gm)].map(
    ([, , name]) => name ?? '',
  );
}

function imports(file: string): string[] {
  return modulesIn(readFileSync(path.join(SOURCE, file), 'utf8'));
}

describe('layers', () => {
  test.each([
    ["import { a } from '../schema/show.ts';"],
    ['import { a } from "../schema/show.ts";'],
    ["import type { A } from '../schema/show.ts';"],
    ["import {\n  a,\n  type B,\n} from '../schema/show.ts';"],
    ["import '../schema/show.ts';"],
    ["export { a } from '../schema/show.ts';"],
    ["export type * from '../schema/show.ts';"],
    ["const a = await import('../schema/show.ts');"],
    ['const a = await import(`../schema/show.ts`);'],
    ["let a: import('../schema/show.ts').A;"],
    ["let a: typeof import(\n  '../schema/show.ts'\n);"],
  ])('%j is an import', (text) => {
    expect(modulesIn(text)).toEqual(['../schema/show.ts']);
  });

  test('a module is named by a literal, so that every import is seen', () => {
    const computed = files.filter((file) =>
      /\bimport\s*\(\s*[^'"`\s)]|\bimport\s*\(\s*`[^`]*\$\{|\brequire\s*\(|\bcreateRequire\b/.test(
        readFileSync(path.join(SOURCE, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ''),
      ),
    );
    expect(computed).toEqual([]);
  });

  test('every layer is in the table', () => {
    expect([...new Set(files.map(layer))].filter((name) => !Object.hasOwn(ALLOWED, name))).toEqual([]);
  });

  test.each(files)('%s imports only what its layer may', (file) => {
    const allowed = ALLOWED[layer(file)] ?? [];
    const wrong = imports(file)
      .filter((name) => name.startsWith('.'))
      .map((name) => path.posix.normalize(path.posix.join(path.posix.dirname(file), name)))
      .filter((target) => layer(target) !== layer(file) && !allowed.includes(layer(target)));
    expect(wrong).toEqual([]);
  });

  test.each(files)('%s imports other layers through their entries', (file) => {
    const wrong = imports(file)
      .filter((name) => name.startsWith('.'))
      .map((name) => path.posix.normalize(path.posix.join(path.posix.dirname(file), name)))
      .filter(
        (target) => layer(target) !== layer(file) && ENTRIES[layer(target)]?.includes(target) === false,
      );
    expect(wrong).toEqual([]);
  });

  test.each(files)('%s keeps libraries behind their one file', (file) => {
    const wrong = imports(file).filter(
      (name) => Object.hasOwn(BEHIND, name) && !BEHIND[name]?.includes(file),
    );
    expect(wrong).toEqual([]);
  });

  test('every file is imported by another one: what is written and listed nowhere does nothing', () => {
    const imported = new Set(
      files.flatMap((file) =>
        imports(file)
          .filter((name) => name.startsWith('.'))
          .map((name) => path.posix.normalize(path.posix.join(path.posix.dirname(file), name))),
      ),
    );
    expect(files.filter((file) => !imported.has(file))).toEqual(['cli.ts']);
  });

  test('no command builds the JSON of its output: each shape is a file of report', () => {
    const builders = files.filter(
      (file) =>
        layer(file) === 'commands' &&
        imports(file).some((name) => path.posix.basename(name) === 'json.ts' && name.includes('report/json')),
    );
    expect(builders).toEqual([]);
  });

  test('no import leads in a circle, types and dynamic imports included', () => {
    const known = new Set(files);
    const graph = new Map(
      files.map((file) => [
        file,
        imports(file)
          .filter((name) => name.startsWith('.'))
          .map((name) => path.posix.normalize(path.posix.join(path.posix.dirname(file), name)))
          .filter((target) => known.has(target)),
      ]),
    );
    const done = new Set<string>();
    const circle = (file: string, trail: readonly string[]): string[] | undefined => {
      if (trail.includes(file)) return [...trail.slice(trail.indexOf(file)), file];
      if (done.has(file)) return undefined;
      for (const next of graph.get(file) ?? []) {
        const found = circle(next, [...trail, file]);
        if (found !== undefined) return found;
      }
      done.add(file);
      return undefined;
    };
    const circles = files.map((file) => circle(file, [])).filter((found) => found !== undefined);
    expect([...new Set(circles.map((found) => found.join(' -> ')))]).toEqual([]);
  });
});
