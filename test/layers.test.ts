import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

/** Who may import whom: CONTRIBUTING.md, "The house". Rooms import down this list only, never up, never sideways. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  cli: ['main', 'io'],
  main: ['program', 'io', 'errors', 'printable', 'version'],
  program: ['commands', 'io', 'errors', 'printable', 'version'],
  commands: [
    'schema',
    'importers',
    'exporters',
    'gateway',
    'egress',
    'report',
    'io',
    'errors',
    'prompter',
    'diagnostics',
    'codes',
    'code-docs',
    'printable',
    'version',
  ],
  report: ['diagnostics', 'codes', 'code-docs', 'errors', 'printable', 'schema', 'gateway', 'version'],
  importers: ['schema', 'diagnostics', 'codes', 'errors', 'printable'],
  exporters: ['schema', 'errors', 'printable'],
  gateway: ['schema', 'diagnostics', 'errors', 'printable', 'version'],
  egress: ['schema', 'errors', 'printable'],
  schema: ['diagnostics', 'codes', 'code-docs', 'errors', 'printable'],
  'code-docs': ['codes'],
  diagnostics: ['codes', 'printable'],
  codes: [],
  errors: [],
  printable: [],
  version: [],
  io: ['errors', 'files', 'file-failure', 'output', 'prompter'],
  files: ['errors', 'file-failure'],
  'file-failure': [],
  output: [],
  prompter: ['errors'],
};

/** Every outside library stands behind one file (or one a direction). */
const BEHIND: Readonly<Record<string, readonly string[]>> = {
  undici: ['gateway/client.ts'],
  inquirer: ['prompter.ts'],
  '@inquirer/prompts': ['prompter.ts'],
  chalk: ['report/style.ts'],
  plist: ['importers/plist-xml.ts', 'exporters/plist-xml.ts'],
  'jsonc-parser': ['importers/json.ts', 'exporters/jsonc-edit.ts'],
  tinyglobby: ['io.ts'],
  'fastest-levenshtein': ['schema/nearest.ts'],
  'node:fs': ['io.ts', 'files.ts', 'output.ts', 'gateway/trust.ts'],
  'node:fs/promises': ['files.ts', 'gateway/trust.ts'],
};

const SOURCE = path.join(import.meta.dirname, '../src');
const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .map((name) => name.split(path.sep).join('/'))
  .filter((name) => name.endsWith('.ts'));

const room = (file: string): string =>
  file.includes('/') ? (file.split('/')[0] ?? '') : file.replace(/\.ts$/, '');

function imports(file: string): string[] {
  const text = readFileSync(path.join(SOURCE, file), 'utf8');
  return [...text.matchAll(/(?:\bfrom\s*|\bimport\s*\(\s*|^import\s+)'([^']+)'/gm)].map(
    ([, name]) => name ?? '',
  );
}

describe('layers', () => {
  test('every room is in the table', () => {
    expect([...new Set(files.map(room))].filter((name) => !Object.hasOwn(ALLOWED, name))).toEqual([]);
  });

  test.each(files)('%s imports only what its room may', (file) => {
    const allowed = ALLOWED[room(file)] ?? [];
    const wrong = imports(file)
      .filter((name) => name.startsWith('.'))
      .map((name) => path.posix.normalize(path.posix.join(path.posix.dirname(file), name)))
      .filter((target) => room(target) !== room(file) && !allowed.includes(room(target)));
    expect(wrong).toEqual([]);
  });

  test.each(files)('%s keeps libraries behind their one file', (file) => {
    const wrong = imports(file).filter(
      (name) => Object.hasOwn(BEHIND, name) && !BEHIND[name]?.includes(file),
    );
    expect(wrong).toEqual([]);
  });

  test('no import leads in a circle', () => {
    const graph = new Map(
      files.map((file) => [
        file,
        [
          ...readFileSync(path.join(SOURCE, file), 'utf8').matchAll(
            /^(?:import|export)\s+(?!type\b)[^;]*?from\s*'(\.[^']+)'/gm,
          ),
        ].map(([, name]) => path.posix.normalize(path.posix.join(path.posix.dirname(file), name ?? ''))),
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
    expect(files.map((file) => circle(file, [])).find((found) => found !== undefined)).toBeUndefined();
  });
});
