import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CODES } from '../../src/codes/index.ts';
import { detect } from '../../src/importers/index.ts';
import { codes, read, valuesOf } from './containers.ts';

/*
 * fixtures/import holds containers as real bytes; beside each stands what is read from it. A new case is a new
 * file and its `.expected.json`.
 */

const FOLDER = 'fixtures/import';
const files = readdirSync(FOLDER).filter((name) => !name.endsWith('.expected.json'));

/** What a fixture says, in the form its expectation is written in. */
function summary(bytes: Uint8Array): unknown {
  const importer = detect(bytes);
  if (!importer.ok) return { refused: importer.failure.message };
  const format = importer.value.id;
  const outcome = importer.value.decode(bytes);
  if (!outcome.ok) return { format, refused: outcome.failure.message };
  const { variant, hive, findings, entries, envelope } = outcome.value;
  return {
    format,
    ...(variant && { variant }),
    ...(hive && { hive }),
    findings: findings.map(({ severity, code, key, line, column }) =>
      [severity, code, key, line && `${line}:${column ?? 0}`].filter(Boolean).join(' '),
    ),
    entries: Object.fromEntries(
      [...entries.values()].map(({ key, encoding, value, position }) => [
        key,
        { encoding, value, ...(position && { at: `${position.line}:${position.column}` }) },
      ]),
    ),
    ...(envelope && { envelope }),
  };
}

test.for(files)('%s', (name) => {
  const bytes = readFileSync(`${FOLDER}/${name}`);
  expect(summary(bytes)).toEqual(JSON.parse(readFileSync(`${FOLDER}/${name}.expected.json`, 'utf8')));
});

test('every finding that containers make has a fixture', () => {
  const found = new Set<string>();
  for (const name of files) {
    const bytes = readFileSync(`${FOLDER}/${name}`);
    const importer = detect(bytes);
    const outcome = importer.ok ? importer.value.decode(bytes) : importer;
    if (outcome.ok) outcome.value.findings.forEach(({ code }) => found.add(code));
  }
  const ours = Object.keys(CODES).filter(
    (code) => /^(?:reg|profile|native)-/.test(code) || code === 'unreadable-value',
  );
  // One is told of a profile beyond 200 KB, which no fixture needs to be.
  expect(ours.filter((code) => !found.has(code))).toEqual(['profile-too-large']);
});

test('findings hold no value', () => {
  // A value may be a secret: names, types and places are told, never what stands there.
  const secret = 'sk-ant-s3cr3t';
  const containers = [
    `<plist><dict><key>inferenceGatewayApiKey</key><string>${secret}<</string></dict></plist>`,
    `<plist><dict><key>inferenceGatewayApiKey</key><string>${secret}&${secret};</string></dict></plist>`,
    `<plist><dict><key>inferenceGatewayApiKey</key><integer>${secret}</integer></dict></plist>`,
    `<plist><dict><key>inferenceGatewayApiKey</key>${secret}</dict></plist>`,
    ...[
      '"a"="b\r\nX"',
      `"a"="${secret}"x`,
      `"a"=hex:${secret}`,
      `"a"=${secret}`,
      `"a"="${secret}`,
      `"a"="\\${secret}"`,
    ].map((line) => `REGEDIT4\r\n\r\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude]\r\n${line}\r\n`),
  ];
  for (const container of containers) {
    const document = read(container);
    expect(codes(document).length).toBeGreaterThan(0);
    expect(JSON.stringify(document.findings)).not.toContain('s3cr3t');
  }
});

/* The samples of our facts, where they are at hand. */

const SAMPLES = '../shared/formats/samples';
describe.skipIf(!existsSync(SAMPLES))('samples', () => {
  const bytesOf = (name: string): Uint8Array => readFileSync(`${SAMPLES}/${name}`);
  const expected = (name: string): Record<string, string> =>
    JSON.parse(readFileSync(`${SAMPLES}/${name}.expected.json`, 'utf8')) as Record<string, string>;
  const list = (folder: string): string[] =>
    existsSync(SAMPLES) ? readdirSync(`${SAMPLES}/${folder}`).map((name) => `${folder}${name}`) : [];

  const good = [...list(''), ...list('signed/')].filter((name) => /\.(?:plist|mobileconfig|reg)$/.test(name));
  test.for(good)('%s reads as its expectation', (name) => {
    const document = read(bytesOf(name));
    const wanted = expected(/(edge|realistic)\./.exec(name)?.[1] ?? '');
    // XML cannot carry U+FFFF; REGEDIT4 carries only what Windows-1252 has.
    if (document.importer.id !== 'reg') delete wanted.k25_noncharacter;
    const fits = (text: string): string =>
      name.includes('cp1252') ? text.replace(/[^\u0000-\u00FF\u2013\u201C\u201D]/gu, '?') : text; // eslint-disable-line no-control-regex
    expect(valuesOf(document)).toEqual(
      Object.fromEntries(Object.entries(wanted).map(([key, text]) => [key, fits(text)])),
    );
    expect(document.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test.for([...list('bad/'), ...list('bad-reg/')])('%s is reported', (name) => {
    expect(codes(read(bytesOf(name))).length).toBeGreaterThan(0);
  });

  test.for(list('bad/'))('%s is reported as an error', (name) => {
    expect(read(bytesOf(name)).findings.map(({ severity }) => severity)).toContain('error');
  });

  test.for([
    ['abbreviated-hive', 'reg-unusual 3:1'],
    ['blank-before-header', 'reg-header 2:1'],
    ['delete-key', 'reg-deletes 6:1'],
    ['delete-value', 'reg-type-unreadable 8:1'],
    ['dup-value', 'duplicate-key 5:1'],
    ['good-hash-comment', 'reg-unusual 4:1'],
    ['last-bracket', 'reg-wrong-key 4:1'],
    ['lead-space-in-key', 'reg-line-ignored 3:1'],
    ['nul-escape', 'reg-escape 4:1'],
    ['raw-newline', 'reg-line-ignored 4:1'],
    ['spaces', 'reg-unusual 3:3'],
    ['trailing-comment', 'reg-line-ignored 5:1'],
    ['unescaped-backslash', 'reg-escape 4:1'],
    ['unescaped-quote', 'reg-line-ignored 4:1'],
  ] as const)('bad-reg/%s: %s', ([name, finding]) => {
    const { findings } = read(bytesOf(`bad-reg/${name}.reg`));
    expect(findings.map(({ code, line, column }) => `${code} ${line ?? 0}:${column ?? 0}`)).toContain(
      finding,
    );
  });
});

const CORPUS = '../shared/corpus';
/** Samples of pages that no XML parser accepts until somebody edits them. */
const NOT_WELL_FORMED = ['plist/015-official-government-fragment.xml'];
/** Texts about settings rather than a file of them. */
const NO_FORMAT = ['plist/002-systemprompt-mdm-snippet.tmpl'];
describe.skipIf(!existsSync(CORPUS))('files found in the wild', () => {
  const list = existsSync(CORPUS)
    ? ['mobileconfig', 'plist', 'reg'].flatMap((kind) =>
        readdirSync(`${CORPUS}/${kind}`).map((name) => `${kind}/${name}`),
      )
    : [];
  test.for(list)('%s', (name) => {
    if (NO_FORMAT.includes(name)) {
      expect(detect(readFileSync(`${CORPUS}/${name}`)).ok).toBe(false);
      return;
    }
    const document = read(readFileSync(`${CORPUS}/${name}`));
    const template = name.endsWith('.tmpl') || NOT_WELL_FORMED.includes(name);
    expect(codes(document).includes('syntax')).toBe(template);
    expect(document.entries.size > 0).toBe(!template);
  });
});
