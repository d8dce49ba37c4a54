import { describe, expect, test } from 'vitest';
import { github } from '../../src/report/github.ts';
import { EVIL_TEXTS, evilFile, evilUnreadable, FILES, report } from './sample.ts';

/** Reads a line as the runner does: `::name key=value,key=value::data` (actions/runner, ActionCommand.cs). */
function parse(line: string): { name: string; properties: Record<string, string>; data: string } | undefined {
  const match = /^\s*::([a-z-]+)(?: (.*?))?::(.*)$/.exec(line);
  if (match === null) return undefined;
  const [, name = '', list = '', data = ''] = match;
  const unescape = (text: string): string =>
    text
      .replaceAll('%0D', '\r')
      .replaceAll('%0A', '\n')
      .replaceAll('%3A', ':')
      .replaceAll('%2C', ',')
      .replaceAll('%25', '%');
  const properties = Object.fromEntries(
    list
      .split(',')
      .filter((pair) => pair !== '')
      .map((pair) => [pair.slice(0, pair.indexOf('=')), unescape(pair.slice(pair.indexOf('=') + 1))]),
  );
  return { name, properties, data: unescape(data) };
}

const commands = (text: string): ReturnType<typeof parse>[] => text.trimEnd().split('\n').map(parse);

describe('github', () => {
  test.for<[end: { endLine: number; endColumn: number }, properties: Record<string, string>]>([
    [
      { endLine: 3, endColumn: 44 },
      { line: '3', endLine: '3', col: '30', endColumn: '44' },
    ],
    // The runner takes columns on one line only.
    [
      { endLine: 4, endColumn: 2 },
      { line: '3', col: '30' },
    ],
  ])('a range %j', ([end, properties]) => {
    const finding = FILES[0]?.diagnostics[0];
    if (finding === undefined) throw new Error('the sample has no finding');
    const file = { file: 'a.json', format: 'json', valid: false, diagnostics: [{ ...finding, ...end }] };
    const { title, ...told } = commands(report(github, [file]))[0]?.properties ?? {};
    expect([title, told]).toEqual([expect.any(String), { file: 'a.json', ...properties }]);
  });

  test('one annotation a finding, with place and severity, and one for a file that cannot be read', () => {
    const text = report(github, FILES);
    expect(commands(text).map((one) => [one?.name, one?.properties])).toEqual([
      [
        'error',
        { file: 'configs/a b.json', line: '3', col: '30', title: 'The address is not https (url-not-https)' },
      ],
      [
        'warning',
        {
          file: 'configs/a b.json',
          line: '5',
          col: '7',
          title: 'The model is listed twice (model-duplicate)',
        },
      ],
      [
        'notice',
        {
          file: 'configs/a b.json',
          line: '9',
          col: '3',
          title: 'A credential is written in the file (secret-literal)',
        },
      ],
      ['error', { file: 'configs/a b.json', title: 'Nothing starts third-party mode (provider-missing)' }],
      ['error', { file: 'gone.json', title: 'The file cannot be read' }],
      [undefined, undefined],
    ]);
    expect(commands(text)[0]?.data).toBe(
      'inferenceGatewayBaseUrl uses plain http to gw.example.com\n' +
        'Use https; Claude Desktop allows http on loopback only.',
    );
    expect(commands(text)[4]?.data).toBe('gone.json does not exist.\nName a file.');
    expect(text.trimEnd().split('\n').at(-1)).toBe(
      'cowork-3p: 1 file could not be read, 2 errors, 1 warning, 1 note in 3 files',
    );
  });

  test('quiet: errors only, no closing line', () => {
    expect(commands(report(github, FILES, true)).map((one) => one?.name)).toEqual([
      'error',
      'error',
      'error',
    ]);
  });

  test('standard input has no file to annotate', () => {
    const [file] = FILES;
    const [first] = commands(report(github, [{ ...file!, file: '<stdin>' }]));
    expect(first?.properties).not.toHaveProperty('file');
  });

  test.each(EVIL_TEXTS)('a text of a file begins no command: %j', (text) => {
    const lines = report(github, [evilFile(text), evilUnreadable(text)])
      .trimEnd()
      .split('\n');
    expect(lines).toHaveLength(4);
    for (const line of lines.slice(0, 3)) {
      const command = parse(line);
      expect(command?.name).toMatch(/^(?:error|warning)$/);
      expect(Object.keys(command?.properties ?? {}).join()).toMatch(/^file,(?:line,col,)?title$/);
      // eslint-disable-next-line no-control-regex -- none may be left
      expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u202e]/);
    }
  });
});
