import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Identity, FILE_FORMATS, type FileFormat } from '../../src/exporters/index.ts';
import { exporters } from '../support/exporters.ts';

/*
 * fixtures/exports holds, a folder each, settings with an identity and the files that come of them: real bytes,
 * so that a change of one byte is seen. With UPDATE_FIXTURES=1 in the environment they are written anew.
 */

interface Case {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly identity: Identity;
  readonly formats?: readonly FileFormat[];
}

const FOLDER = 'fixtures/exports';
/** Not `oma-uri`: it holds the whole template, which grows with the catalogue. */
const FORMATS = FILE_FORMATS.filter((format) => format !== 'oma-uri');
const cases = readdirSync(FOLDER).flatMap((name) => {
  const {
    settings,
    identity,
    formats = FORMATS,
  } = JSON.parse(readFileSync(`${FOLDER}/${name}/case.json`, 'utf8')) as Case;
  return formats
    .filter((format) => format !== 'gpp' || identity.replace !== true)
    .map((format) => ({ name, format, settings, identity }));
});

/** Bytes as text, one character each, for a readable difference. */
const shown = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

test.for(cases)('$name as $format', ({ name, format, settings, identity }) => {
  const exporter = exporters[format];
  const bytes = exporter.encode(new Map(Object.entries(settings)), identity);
  const file = `${FOLDER}/${name}/${exporter.fileName}`;
  if (process.env.UPDATE_FIXTURES !== undefined) writeFileSync(file, bytes);
  expect(shown(readFileSync(file))).toBe(shown(bytes));
});

test('every format has its files', () => {
  const names = FORMATS.map((format) => exporters[format].fileName);
  expect(new Set(names).size).toBe(names.length);
});
