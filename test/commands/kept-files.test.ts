import { describe, expect, test } from 'vitest';
import { fail } from '../../src/errors.ts';
import { decodeText, encodeText } from '../../src/importers/text.ts';
import type { Io } from '../../src/io/io.ts';
import { main } from '../../src/main.ts';
import { reporterNames } from '../../src/report/index.ts';
import { TEMPLATE_KINDS } from '../../src/templates/template.ts';
import { fakeIo, runCli } from '../support/io.ts';

/* What stands in a file beside what is changed stays, and files of others are not replaced. */

describe('a file that is changed in place keeps its encoding', () => {
  const SOURCE = `{
    // für alle
    "inferenceProvider": "gateway",
    "inferenceGatewayBaseUrl": "https://gw.example.com/",
    "inferenceGatewayApiKey": "placeholder",
    "inferenceModels": ["claude-opus-5", "claude-opus-5"],
    "isUsageTelemetryEnabled": "true"
  }\n`;
  const FORMS = [
    ['utf-8', false],
    ['utf-8', true],
    ['utf-16le', true],
    ['utf-16be', true],
    ['windows-1252', false],
  ] as const;

  test.each(FORMS)('%s, byte order mark: %s', async (encoding, bom) => {
    const bytes = encodeText(SOURCE, { encoding, bom });
    expect(decodeText(bytes)).toEqual({ text: SOURCE, encoding, bom });
    const run = await runCli(['validate', '--fix', 'a.json'], { files: { 'a.json': bytes } });
    expect(run.code).toBeLessThan(2);
    const after = decodeText(run.files.get('a.json') ?? new Uint8Array());
    expect(after).toMatchObject({ encoding, bom });
    expect(after.text).not.toBe(SOURCE);
    expect(after.text).toContain('für alle');
  });

  test('one base among several too', async () => {
    const files = {
      'base.json': encodeText(SOURCE, { encoding: 'utf-16le', bom: true }),
      'leaf.json': '{"extends": "./base.json"}',
    };
    const run = await runCli(['validate', '--fix', 'leaf.json'], { files });
    expect(run.stderr).toContain('changed base.json');
    expect(decodeText(run.files.get('base.json') ?? new Uint8Array())).toMatchObject({
      encoding: 'utf-16le',
      bom: true,
    });
  });

  test.each([
    ['€ “quoted” é', 'windows-1252'],
    ['Ω is in no Western code page', 'utf-8'],
  ] as const)('%s is written in %s', (text, encoding) => {
    const bytes = encodeText(text, { encoding: 'windows-1252', bom: false });
    expect(decodeText(bytes)).toMatchObject({ text, encoding });
  });
});

const FOREIGN = { notes: '# Notes\n\n- by hand\n', configuration: '{"inferenceProvider":"gateway"}\n' };

describe('a report', () => {
  const files = { 'a.json': '{"inferenceProvider":"gateway"}', 'ok.json': '{}' };

  test.each(reporterNames)('in %s is replaced by the next', async (format) => {
    for (const more of [[], ['--quiet'], ['--ignore', 'provider-missing']]) {
      const argv = ['validate', 'a.json', 'ok.json', '--format', format, '-o', 'out', ...more];
      const first = await runCli(argv, { files });
      const out = first.files.get('out') ?? '';
      const again = await runCli(argv, { files: { ...files, out } });
      expect([again.code, again.stderr, again.written.has('out')]).toEqual([1, '', true]);
    }
  });

  test.each(Object.entries(FOREIGN))('does not replace %s', async (_what, out) => {
    const argv = ['validate', 'a.json', '--output', 'junit=x.xml', '--output', 'sarif=out'];
    const kept = await runCli(argv, { files: { ...files, out } });
    expect([kept.code, kept.written.size]).toEqual([2, 0]);
    expect(kept.stderr).toContain('out exists and is no report of an earlier run');
    const forced = await runCli([...argv, '--force'], { files: { ...files, out } });
    expect([forced.code, forced.written.has('out')]).toEqual([1, true]);
  });
});

test.each([
  ['validate', 'a.json', '-o', 'out'],
  ['template', 'jamf-schema', '-o', 'out'],
  ['report', 'a.json', '--offline', '-o', 'out'],
  ['export', 'a.json', '--format', 'json', '-o', 'out'],
])('a file with nothing in it is replaced: %s', async (...argv) => {
  const files = {
    'a.json':
      '{"inferenceProvider":"gateway","inferenceGatewayBaseUrl":"https://gw.example.com","inferenceGatewayApiKey":"placeholder"}',
    out: '',
  };
  const run = await runCli(argv, { files });
  expect([run.code, run.files.get('out')?.length]).toEqual([0, expect.any(Number)]);
  expect(run.written.has('out')).toBe(true);
});

describe('a form', () => {
  test.each(TEMPLATE_KINDS)('%s is replaced by the next', async (kind) => {
    const argv = ['template', kind, '-o', 'out'];
    const first = await runCli(argv);
    const again = await runCli(argv, { files: Object.fromEntries(first.files) });
    expect([again.code, again.written.size]).toEqual([0, first.written.size]);
  });

  test.each(Object.entries({ ...FOREIGN, source: '// cowork-3p-ignore placeholder: x\n{}' }))(
    'does not replace %s',
    async (_what, out) => {
      for (const [argv, file] of [
        [['template', 'jamf-schema', '-o', 'out'], 'out'],
        [['template', 'admx', '-o', 'out'], 'out/en-US/Cowork3p.adml'],
      ] as const) {
        const kept = await runCli(argv, { files: { [file]: out } });
        expect([kept.code, kept.written.size]).toEqual([2, 0]);
        expect((await runCli([...argv, '--force'], { files: { [file]: out } })).code).toBe(0);
      }
    },
  );
});

describe('a disk that is full is told, by every command that writes', () => {
  const OLD = JSON.stringify({
    inferenceProvider: 'gateway',
    inferenceGatewayBaseUrl: 'https://gw.example.com/v1/messages',
    inferenceGatewayApiKey: 'placeholder',
    inferenceModels: ['claude-opus-5'],
    isDxtEnabled: true,
  });
  const files = {
    'old.json': OLD,
    'good.json': OLD.replace('/v1/messages', '').replace('isDxtEnabled', 'isDesktopExtensionEnabled'),
    'ring.json': '{ "extends": "./old.json" }',
  };

  test.each<[readonly string[]]>([
    [['validate', 'old.json', '--fix']],
    [['validate', 'ring.json', '--fix']],
    [['validate', 'good.json', '-o', 'out']],
    [['migrate', 'old.json', '--write', '--target', 'latest']],
    [['migrate', 'ring.json', '--write', '--target', 'latest']],
    [['export', 'good.json', '-o', 'out.reg']],
    [['export', 'good.json', '--all', 'out']],
    [
      [
        'export',
        'good.json',
        'ring.json',
        '--format',
        'json',
        '-o',
        'out',
        '--set',
        'inferenceGatewayBaseUrl=https://gw.example.com',
      ],
    ],
    [['template', 'jamf-schema', '-o', 'out']],
    [['template', 'admx', '-o', 'out']],
    [['init', 'https://gw.example.com', 'out.json', '--yes']],
    [['report', 'good.json', '--offline', '-o', 'out']],
  ])('%j', async (argv) => {
    const { io, result } = fakeIo({ files });
    const writeFile: Io['writeFile'] = () =>
      Promise.resolve(fail({ message: 'cannot be written: no space is left', code: 'ENOSPC' }));
    const code = await main(argv, { ...io, writeFile });
    const { stdout, stderr } = result();
    expect([code, /✔|fixed/.test(stdout)]).toEqual([2, false]);
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain('cannot be written: no space is left');
  });
});
