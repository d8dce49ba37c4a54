import { describe, expect, test } from 'vitest';
import { chooseFormats, chooseForSeveral } from '../../src/commands/export/choose.ts';
import { durationArgument } from '../../src/commands/export/duration.ts';
import { refuseSecrets } from '../../src/commands/export/secrets.ts';
import type { Writer } from '../../src/commands/export/writer.ts';
import { collect, numberArgument } from '../../src/commands/options.ts';
import { usageText } from '../../src/commands/usage.ts';
import { formatByExtension, MAIN_FORMATS } from '../../src/exporters/index.ts';
import { runCli } from '../support/io.ts';

/* What is made of arguments of the command line, and which of them are refused. */

const outcome = (run: () => unknown): unknown => {
  try {
    return run();
  } catch (error) {
    return (error as Error).message;
  }
};

test.each<[string, number | string]>([
  ['1s', 1000],
  ['90m', 5_400_000],
  ['8h', 28_800_000],
  ['7d', 604_800_000],
  [' 7d ', 604_800_000],
  ['366d', 31_622_400_000],
  ['367d', 'Give a number'],
  ['31622401s', 'Give a number'],
  ['0s', 'Give a number'],
  ['8', 'Give a number'],
  ['8w', 'Give a number'],
  ['8hours', 'Give a number'],
  ['-8h', 'Give a number'],
  ['x8h', 'Give a number'],
  ['8H', 'Give a number'],
  ['1.5h', 'Give a number'],
  ['', 'Give a number'],
])('the duration %j: %s', (text, expected) => {
  const found = outcome(() => durationArgument(text));
  if (typeof expected === 'number') expect(found).toBe(expected);
  else expect(found).toContain(expected);
});

test.each<[string, number | string]>([
  ['1', 1],
  ['10', 10],
  ['007', 7],
  ['0', 'Give a port from 1 to 10.'],
  ['11', 'Give a port from 1 to 10.'],
  ['1e1', 'Give a port from 1 to 10.'],
  ['0x5', 'Give a port from 1 to 10.'],
  ['5.0', 'Give a port from 1 to 10.'],
  ['', 'Give a port from 1 to 10.'],
])('the number %j: %s', (text, expected) => {
  expect(outcome(() => numberArgument(1, 10, 'port')(text))).toBe(expected);
  expect(outcome(() => numberArgument(1, 10)('x'))).toBe('Give a whole number from 1 to 10.');
});

test('a repeatable option keeps its order', () => {
  expect(collect('b', collect('a', undefined))).toEqual(['a', 'b']);
});

test.each([
  ['a.reg', 'reg'],
  ['a.REG', 'reg'],
  ['a.b.json', 'json'],
  ['/x.reg/a.plist', 'plist'],
  ['a.mobileconfig', 'mobileconfig'],
  ['registry.pol', 'pol'],
  ['a.gpp', undefined],
  ['a.oma-uri', undefined],
  ['reg', undefined],
  ['a.reg/b', undefined],
  ['a.reg\\b', undefined],
  ['a.', undefined],
  ['a.regx', undefined],
])('the ending of %s names %s', (name, format) => {
  expect(formatByExtension(name)).toBe(format);
});

type Choice = Parameters<typeof chooseFormats>[0];

describe('what export writes', () => {
  test.each<[Choice, readonly string[] | string]>([
    [{ all: 'out' }, MAIN_FORMATS],
    [{ all: 'out', format: 'reg' }, '--all writes every format'],
    [{ all: 'out', output: 'a.reg' }, '--all writes every format'],
    [{ all: 'out', check: 'a.reg' }, '--all writes every format'],
    [{ check: 'a.reg', output: 'a.reg' }, '--check writes nothing'],
    [{ format: 'gpp' }, ['gpp']],
    [{ format: 'gpp', output: 'a.reg' }, ['gpp']],
    [{ format: 'gpp', check: 'a.reg' }, ['gpp']],
    [{ output: 'a.reg' }, ['reg']],
    [{ check: 'a.plist' }, ['plist']],
    [{ output: 'a.txt' }, 'The ending of a.txt names no format.'],
    [{ check: 'a.txt' }, 'The ending of a.txt names no format.'],
    [{}, 'Say which format to write.'],
  ])('%j', (flags, expected) => {
    const found = outcome(() => chooseFormats(flags));
    if (typeof expected === 'string') expect(found).toContain(expected);
    else expect(found).toEqual(expected);
  });

  test.each<[Choice, readonly [readonly string[], string] | string]>([
    [{ all: 'out' }, [MAIN_FORMATS, 'out']],
    [{ all: 'out', format: 'reg' }, '--all writes every format'],
    [{ format: 'reg', output: 'out' }, [['reg'], 'out']],
    [{ format: 'reg', check: 'out' }, [['reg'], 'out']],
    [{ check: 'out' }, [MAIN_FORMATS, 'out']],
    [{ check: 'out', output: 'out' }, '--check writes nothing'],
    [{ format: 'reg' }, 'written into a folder'],
    [{ format: 'reg', output: '-' }, 'written into a folder'],
    [{ format: 'reg', output: 'a.reg' }, 'written into a folder'],
    [{ check: 'a.reg' }, 'written into a folder'],
    [{ output: 'out' }, 'Say which format to write of each file.'],
  ])('%j, of several configurations', (flags, expected) => {
    const found = outcome(() => {
      const { formats, folder } = chooseForSeveral(flags);
      return [formats, folder];
    });
    if (typeof expected === 'string') expect(found).toContain(expected);
    else expect(found).toEqual(expected);
  });
});

describe('a credential in a format that many can read', () => {
  const silent = { id: 'gpp', refusesSecrets: true } as unknown as Writer;
  const writer: Writer = { ...silent, readers: 'everybody reads it' };
  const refused = (
    settings: Readonly<Record<string, unknown>>,
    { secrets = [] as readonly string[], allowed = false, one = writer } = {},
  ): unknown => outcome(() => refuseSecrets(one, new Map(Object.entries(settings)), secrets, allowed));

  test.each<[Readonly<Record<string, unknown>>, readonly string[], string | undefined]>([
    [{ inferenceGatewayApiKey: 'sk-live-4711' }, [], 'inferenceGatewayApiKey'],
    [
      { inferenceGatewayApiKey: 'sk-live-4711', otlpHeaders: { a: '4711' } },
      [],
      'inferenceGatewayApiKey, otlpHeaders',
    ],
    [{ inferenceGatewayApiKey: '${env:A}' }, [], undefined],
    [{ inferenceProvider: 'gateway' }, [], undefined],
    [{ organizationInstructions: 'the word 4711' }, ['4711'], 'organizationInstructions'],
    [{ inferenceModels: ['a', { name: 'b', labelOverride: 'a-4711' }] }, ['4711'], 'inferenceModels'],
    [{ organizationInstructions: 'the word' }, ['4711'], undefined],
    [
      { organizationInstructions: 'the word', inferenceModels: null, disableAutoUpdates: true },
      [''],
      undefined,
    ],
  ])('%j with %j', (settings, secrets, keys) => {
    expect(refused(settings, { secrets })).toBe(
      keys === undefined
        ? undefined
        : `${keys} would stand in the files of gpp in clear text: everybody reads it.`,
    );
  });

  test('is let through where the caller insists, and where few can read it', () => {
    const settings = { inferenceGatewayApiKey: 'sk-live-4711' };
    expect(refused(settings, { allowed: true })).toBeUndefined();
    expect(refused(settings, { one: { ...writer, refusesSecrets: false } })).toBeUndefined();
    expect(refused(settings, { one: silent })).toContain('others can read them');
  });
});

test.each<[string, string | undefined, string]>([
  [
    "error: option '-o, --output <file>' argument 'x y' is invalid. Give it.",
    'export',
    'cowork-3p: --output •••• is invalid.\n  Give it. See "cowork-3p export --help".\n',
  ],
  [
    "error: option '--format <format>' argument 'jsn' is invalid. Allowed choices are text, json.",
    'validate',
    'cowork-3p: --format jsn is invalid.\n  Allowed choices are text, json. Did you mean json? See "cowork-3p validate --help".\n',
  ],
  [
    "error: command-argument value 'jsn' is invalid for argument 'shell'. Allowed choices are json.",
    undefined,
    'cowork-3p: jsn is invalid.\n  Allowed choices are json. Did you mean json? See "cowork-3p --help".\n',
  ],
  [
    "error: unknown option '--onyl'\n(Did you mean --only?)",
    'probe',
    'cowork-3p: Unknown option \'--onyl\'.\n  Did you mean --only? See "cowork-3p probe --help".\n',
  ],
  [
    "error: unknown option '--key=hunter2'",
    'probe',
    'cowork-3p: Unknown option \'--key=••••\'.\n  See "cowork-3p probe --help".\n',
  ],
  [
    "error: option '--url <url>' argument missing",
    'probe',
    'cowork-3p: Option \'--url <url>\' argument missing.\n  See "cowork-3p probe --help".\n',
  ],
  [
    "error: option '--timeout <ms>' argument '' is invalid. Give a number.",
    'probe',
    'cowork-3p: --timeout "" is invalid.\n  Give a number. See "cowork-3p probe --help".\n',
  ],
  [
    `error: option '--timeout <ms>' argument '${'1'.repeat(25)}' is invalid. Give a number.`,
    'probe',
    'cowork-3p: --timeout •••• is invalid.\n  Give a number. See "cowork-3p probe --help".\n',
  ],
])('%s is told', (error, command, told) => {
  expect(usageText(error, command)).toBe(told);
});

describe('what is refused, with nothing written', () => {
  const FLAT = '{"disableDeploymentModeChooser":true,"inferenceProvider":"gateway"}';
  const NESTED = JSON.stringify({ version: 2, inference: { provider: 'gateway' } });
  test.each<[string, readonly string[], Readonly<Record<string, string>>, RegExp]>([
    [
      'two intents',
      ['migrate', 'a.json', '--write', '--check'],
      { 'a.json': FLAT },
      /--check changes nothing: it takes no --write/,
    ],
    ['no file to write into', ['migrate', '-', '--write'], {}, /--write needs a FILE to write into/],
    [
      'another format',
      ['migrate', 'a.reg', '--write'],
      {
        'a.reg':
          'Windows Registry Editor Version 5.00\n\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude]\n"inferenceProvider"="gateway"\n',
      },
      /a\.reg is no JSON file/,
    ],
    ['two intents of validate', ['validate', '-', '--fix'], {}, /--fix/],
  ])('%s', async (_, argv, files, message) => {
    const run = await runCli(argv, { files, stdin: FLAT });
    expect(run.stderr).toMatch(message);
    expect([run.code, run.written.size]).toEqual([2, 0]);
  });

  test('a nested document is not changed in place', async () => {
    const run = await runCli(['migrate', 'a.json', '--write'], { files: { 'a.json': NESTED } });
    expect(run.stderr).toMatch(/a\.json is a nested \(v2\) document/);
    expect([run.code, run.written.size]).toEqual([2, 0]);
  });
});

test.each([
  [['probe', '--auth-scheme', 'none'], 'Allowed choices are bearer, x-api-key.'],
  [['probe', '--sign-in-flow', 'none'], 'Allowed choices are browser, device.'],
  [['probe', '--format', 'none'], 'Allowed choices are text, json, junit.'],
  [['validate', '--as', 'none'], 'Allowed choices are managed, bootstrap, library.'],
])('the choices of %j', async (argv, expected) => {
  const { code, stderr } = await runCli(argv);
  expect([code, stderr]).toEqual([2, expect.stringContaining(expected)]);
});
