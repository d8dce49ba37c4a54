import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../src/diagnostics.ts';
import { importerById } from '../../src/importers/index.ts';
import { reporterNames, reporters } from '../../src/report/index.ts';
import type { FileReport } from '../../src/report/report.ts';
import type { Document } from '../../src/schema/document.ts';
import { VERSION } from '../../src/version.ts';
import { report } from './sample.ts';
import type { Style } from '../../src/report/style.ts';

/*
 * What each report format writes, to the byte, of one small set of findings that has everything: severities, places,
 * ranges, remedies, two findings that are alike, a base file, files without findings, files that cannot be read.
 * UPDATE_FIXTURES=1 writes the files anew: read the difference before you keep it.
 */

const FOLDER = path.join(import.meta.dirname, '../../fixtures/report');
const DOCS = 'https://docs.example.com/codes.md';

const TEXT = `{
  "inferenceGatewayBaseUrl": "http://gw.example.com",
  "inferenceModels": ["a", "a", "a"],
  "inferenceGatewayApiKey": "sk-live-abcdefghijklmnop"
}`;

const finding = (part: Partial<Diagnostic> & Pick<Diagnostic, 'code' | 'severity' | 'path'>): Diagnostic => ({
  key: String(part.path[0] ?? ''),
  message: `${part.code} is found.`,
  docs: `${DOCS}#${part.code}`,
  ...part,
});

function decoded(): Document {
  const outcome = importerById('json').decode(Buffer.from(TEXT));
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.value;
}

const SAMPLE: readonly FileReport[] = [
  {
    file: './configs/pilot ring.json',
    format: 'json',
    valid: false,
    fixed: 2,
    document: decoded(),
    diagnostics: [
      finding({
        code: 'url-not-https',
        severity: 'error',
        path: ['inferenceGatewayBaseUrl'],
        message: 'inferenceGatewayBaseUrl is <plain> http, 100% "open": {it}, [it]; $it | ~it~ #1 @it.',
        hint: 'Write https.',
        ...{ line: 2, column: 30, endLine: 2, endColumn: 53, fixable: true },
      }),
      finding({
        code: 'model-duplicate',
        severity: 'warning',
        path: ['inferenceModels', 1],
        ...{ line: 3, column: 28, endLine: 4, endColumn: 2 },
      }),
      finding({ code: 'model-duplicate', severity: 'warning', path: ['inferenceModels', 1], line: 3 }),
      finding({ code: 'provider-missing', severity: 'error', path: [], message: 'No provider' }),
      finding({
        code: 'credential-unused',
        severity: 'info',
        path: ['inferenceGatewayApiKey'],
        hint: 'Leave it out, or use it.',
        file: 'base/./all.json',
        ...{ line: 4, column: 3 },
      }),
    ],
  },
  { file: 'configs\\ok.plist', format: 'plist', valid: true, diagnostics: [], fixed: 1 },
  {
    file: '<stdin>',
    format: 'json',
    valid: true,
    diagnostics: [finding({ code: 'model-duplicate', severity: 'warning', path: ['inferenceModels', 2] })],
  },
  { file: 'gone.json', format: null, valid: false, diagnostics: [], unreadable: { message: 'It is gone.' } },
  {
    file: 'large.json',
    format: null,
    valid: false,
    diagnostics: [],
    unreadable: { message: 'It is large.', hint: 'Name a file.' },
  },
];

/** Long lines, many findings of one code, names and texts that mean something to a format. */
const ODD: readonly FileReport[] = [
  {
    file: './/./a\\b\\./c.json',
    format: 'json',
    valid: true,
    document: decoded(),
    diagnostics: [
      ...Array.from({ length: 13 }, (_, index) =>
        finding({
          code: 'model-duplicate',
          severity: 'warning',
          path: ['inferenceModels', index],
          message: `The model is there. Again, ${'and again, '.repeat(12)}for ${String(index)}.`,
          hint: `Leave one of them out, ${'and one more, '.repeat(9)}and be done.`,
          fixable: true,
        }),
      ),
      finding({
        code: 'credential-unused',
        severity: 'info',
        path: ['inferenceGatewayApiKey'],
        message: 'A * b + c _ d ` e \\ f {g} (h) ! \u200E\u0007 ##[error] ::error::',
        ...{ line: 4, column: 29, endLine: 4, endColumn: 55 },
      }),
      finding({
        code: 'credential-unused',
        severity: 'info',
        path: ['inferenceGatewayApiKey'],
        ...{ line: 4, column: 3, endLine: 4, endColumn: 27 },
      }),
    ],
  },
];

/** Each role of a text has its own brackets. */
const MARKED: Style = {
  error: (text) => `E(${text})`,
  warning: (text) => `W(${text})`,
  info: (text) => `I(${text})`,
  ok: (text) => `K(${text})`,
  strong: (text) => `S(${text})`,
  faint: (text) => `F(${text})`,
};

const SETS: readonly [string, readonly FileReport[], boolean][] = [
  ['all', SAMPLE, false],
  ['quiet', SAMPLE, true],
  ['good', SAMPLE.slice(1, 2), false],
  ['one', SAMPLE.slice(2, 3), false],
  ['lost', SAMPLE.slice(3), false],
  ['odd', ODD, false],
  ['odd-quiet', ODD, true],
];

describe.each(reporterNames)('%s', (name) => {
  test.each(SETS)('%s', async (set, files, quiet) => {
    const written = report(await reporters[name](), files, quiet, MARKED).replaceAll(VERSION, 'VERSION');
    const file = path.join(FOLDER, `${name}-${set}.txt`);
    if (process.env.UPDATE_FIXTURES === '1') {
      mkdirSync(FOLDER, { recursive: true });
      writeFileSync(file, written);
    }
    expect(written).toBe(readFileSync(file, 'utf8'));
  });
});
