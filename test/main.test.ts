import { describe, expect, test } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { Cancelled, UserError } from '../src/errors.ts';
import { explain } from '../src/main.ts';
import { VERSION } from '../src/version.ts';
import { fakeIo, runCli } from './support/io.ts';

const GOOD = `{
  // the gateway of example corp
  "inferenceProvider": "gateway",
  "inferenceGatewayBaseUrl": "https://llm-gateway.example.com",
  "inferenceGatewayApiKey": "\${env:INFERENCE_GATEWAY_API_KEY}",
  "inferenceModels": ["claude-sonnet-4-5"],
  "coworkEgressAllowedHosts": [],
  "autoModeEnabled": false,
}
`;
const STRICT = GOOD.replace(/^ *\/\/.*$/m, '').replace(/,\n\}/, '\n}');
const BAD = '{ "inferenceProvider": "gatway" }\n';
const env = { INFERENCE_GATEWAY_API_KEY: 'canary-key-0123456789abcdef' };

describe('the process is a function', () => {
  test('--version', async () => {
    expect(packageJson.version).toBe(VERSION);
    expect(await runCli(['--version'])).toMatchObject({ code: 0, stdout: `${VERSION}\n`, stderr: '' });
    expect(await runCli(['-V'])).toMatchObject({ code: 0, stdout: `${VERSION}\n` });
  });

  test('--help lists every command and says who did not make this', async () => {
    const { code, stdout, stderr } = await runCli(['--help']);
    expect(code).toBe(0);
    expect(stderr).toBe('');
    expect(stdout).toContain('not made, reviewed or endorsed by Anthropic');
    for (const name of ['validate', 'export', 'diff'])
      expect(stdout).toMatch(new RegExp(`^  ${name}\\b`, 'm'));
  });

  test.each([80, 100])('no help is wider than a terminal of %i columns', async (columns) => {
    const { stdout } = await runCli(['--help'], { columns });
    const names = [...stdout.matchAll(/^ {2}([a-z]+) .*$/gm)].map(([, name = '']) => name);
    expect(names.length).toBeGreaterThan(10);
    for (const name of [...names, '']) {
      const help = await runCli([...(name === '' ? [] : [name]), '--help'], { columns });
      for (const line of help.stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(columns);
    }
  });

  test('in a help what every command takes stands last', async () => {
    const { stdout } = await runCli(['probe', '--help']);
    expect(stdout.match(/^[A-Z][a-z]+:/gm)).toEqual([
      'Usage:',
      'Arguments:',
      'Options:',
      'Configuration:',
      'Gateway:',
      'Output:',
    ]);
  });

  test('at a terminal no line of the talk is broken within a word', async () => {
    const { stderr } = await runCli(['validate', '--format', 'srif'], { isTTY: true, columns: 50 });
    expect(stderr).toMatch(/^ {2}Allowed choices are text, json, markdown,$/m);
    for (const line of stderr.split('\n')) expect(line.length).toBeLessThanOrEqual(50);
    // A log takes lines as they are.
    expect((await runCli(['validate', '--format', 'srif'], { columns: 50 })).stderr.split('\n')).toHaveLength(
      3,
    );
  });

  test.each([
    [['frobnicate'], /^cowork-3p: Unknown command 'frobnicate'\.\n {2}See "cowork-3p --help"\.\n$/],
    [['validte'], /^ {2}Did you mean validate\?/m],
    [['validate', '--nope'], /^cowork-3p: Unknown option '--nope'\.\n.*See "cowork-3p validate --help"\.\n$/],
    [['validate', '--stric'], /^ {2}Did you mean --strict\?/m],
    [['validate', '--format', 'srif'], /--format srif is invalid\.\n.*Did you mean sarif\?/],
    [['template', 'admxx'], /admxx is invalid\.\n {2}Allowed choices are .*Did you mean admx\?/],
    [['validate', '--output', 'srif=a.json'], /no report format named srif.*\n.*Did you mean sarif\?/],
    [['validate', '--output', 'zz=a.json'], /no report format named zz\.\n {2}Give FORMAT=FILE/],
    [['validate', '--output', 'a.json', '--output', './a.json'], /--output names \.\/a\.json twice/],
    [
      ['validate', 'good.json', '--output', 'junit=good.json'],
      /--output good\.json is one of the files to check/,
    ],
    [['export', '-o', 'a.reg', '-o', 'b.plist'], /--output b\.plist is invalid\.\n {2}It is the second one/],
    [['probe', '--timeout', ''], /--timeout "" is invalid\.\n {2}Give a/],
    [['demo', '--port', '99999'], /--port 99999 is invalid\.\n {2}Give a port/],
    [['validate', '--format', 'yaml'], /Allowed choices are/],
    [['validate', '--target', 'newest'], /Give the oldest desktop release/],
    [['validate', '--ignore', 'no-such-code'], /there is no such code/],
    [['validate', 'missing.json'], undefined],
    [['export'], /Say which format/],
    [['export', '--all', 'out', '--format', 'reg'], /--all writes every format/],
    [['export', '-o', 'x.txt'], /names no format/],
    [['diff', 'one.json'], /Missing required argument/],
  ] as const)('wrong usage: %j exits 2 and shows no stack', async (argv, message) => {
    const { code, stderr, stdout } = await runCli(argv, { files: { 'good.json': GOOD } });
    expect(code).toBe(2);
    expect(stderr + stdout).not.toMatch(/^\s+at /m);
    if (message !== undefined) expect(stderr).toMatch(message);
  });
});

describe('validate', () => {
  test('a good file: exit 0, one line', async () => {
    const { code, stdout, stderr } = await runCli(['validate', 'good.json'], {
      files: { 'good.json': GOOD },
    });
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '✔ No errors\n', stderr: '' });
  });

  test('the default file is cowork-3p.json', async () => {
    expect((await runCli(['validate'], { files: { 'cowork-3p.json': GOOD } })).code).toBe(0);
    const missing = await runCli(['validate']);
    expect(missing.code).toBe(2);
    expect(missing.stdout.replace(/\s+/g, ' ')).toContain('"cowork-3p init"');
  });

  test('- reads standard input', async () => {
    const { code, stdout } = await runCli(['validate', '-'], { stdin: BAD });
    expect(code).toBe(1);
    expect(stdout).toContain('<stdin>');
  });

  test('text: place, code, sentence, hint', async () => {
    const { code, stdout } = await runCli(['validate', 'bad.json'], { files: { 'bad.json': BAD } });
    expect(code).toBe(1);
    expect(stdout).toMatchInlineSnapshot(`
      "bad.json
        1:24    error  not-in-enum
          inferenceProvider is "gatway", which is none of "gateway", "anthropic",
          "bedrock", "mantle", "vertex", "foundry"
          1 │ "inferenceProvider": "gatway"
            │                      ^^^^^^^^
          → Did you mean "gateway"?
          More: cowork-3p explain not-in-enum

      ✖ 1 error in 1 file
      "
    `);
  });

  test('json: the documented shape', async () => {
    const { code, stdout } = await runCli(
      ['validate', '--format', 'json', 'bad.json', 'good.json', 'none.json'],
      {
        files: { 'bad.json': BAD, 'good.json': GOOD },
      },
    );
    expect(code).toBe(2);
    const report = JSON.parse(stdout) as { files: { file: string }[] };
    expect(report).toMatchObject({
      version: 1,
      command: 'validate',
      exitCode: 2,
      files: [
        {
          file: 'bad.json',
          format: 'json',
          valid: false,
          diagnostics: [
            {
              code: 'not-in-enum',
              severity: 'error',
              key: 'inferenceProvider',
              path: ['inferenceProvider'],
              line: 1,
              column: 24,
            },
          ],
        },
        { file: 'good.json', format: 'json', valid: true, diagnostics: [] },
        {
          file: 'none.json',
          format: null,
          valid: false,
          unreadable: { message: 'none.json does not exist.' },
        },
      ],
      summary: { files: 3, errors: 1, warnings: 0 },
    });
  });

  test.each([
    [['none.json'], '✖ 1 of 1 file could not be read'],
    [['none.json', 'good.json'], '✖ 1 of 2 files could not be read'],
    [['none.json', 'bad.json', 'nor.json'], '✖ 1 error in 3 files; 2 of 3 files could not be read'],
    [['bad.json', 'good.json'], '✖ 1 error in 2 files'],
    [['good.json', 'also.json'], '✔ No errors in 2 files'],
  ])('the last line counts what was checked and what was not: %j', async (names, last) => {
    const files = { 'good.json': GOOD, 'also.json': GOOD, 'bad.json': '{"inferenceProvider":"gatway"}' };
    const { stdout } = await runCli(['validate', ...names], { files });
    expect(stdout.trimEnd().split('\n').at(-1)).toBe(last);
  });

  test('--strict makes warnings fail', async () => {
    const files = { 'warn.json': GOOD.replace('https://llm-gateway.example.com', 'http://localhost:4000') };
    expect((await runCli(['validate', 'warn.json'], { files })).code).toBe(0);
    expect((await runCli(['validate', '--strict', 'warn.json'], { files })).code).toBe(1);
    expect(
      (await runCli(['validate', '--strict', '--ignore', 'url-loopback-http', 'warn.json'], { files })).code,
    ).toBe(0);
  });

  test('an inline comment silences one code on one key; --strict reports one that matches no finding', async () => {
    const silenced = GOOD.replace('https://llm-gateway.example.com', 'http://localhost:4000').replace(
      '  "inferenceGatewayBaseUrl"',
      '  // cowork-3p-ignore url-loopback-http: one machine, on purpose\n  "inferenceGatewayBaseUrl"',
    );
    expect((await runCli(['validate', '--strict', 'a.json'], { files: { 'a.json': silenced } })).code).toBe(
      0,
    );
    const unused = silenced.replace('http://localhost:4000', 'https://llm-gateway.example.com');
    const run = await runCli(['validate', '--strict', 'a.json'], { files: { 'a.json': unused } });
    expect(run.code).toBe(1);
    expect(run.stdout).toContain('unused-ignore');
  });

  test.each<[string, readonly string[], readonly string[], readonly (readonly [number, string])[]]>([
    ['one, for the finding below it', ['url-loopback-http: here'], [], []],
    [
      'of two for one finding the second',
      ['url-loopback-http', 'url-loopback-http'],
      [],
      [[4, 'url-loopback-http']],
    ],
    ['one for another finding', ['model-not-claude', 'url-loopback-http'], [], [[3, 'model-not-claude']]],
    ['a slip of a code', ['url-lopback-http', 'url-loopback-http'], [], [[3, 'url-lopback-http']]],
    ['what is no code at all, masked', ['hunter2hunter2', 'url-loopback-http'], [], [[3, '••••']]],
    [
      'one for what --ignore silences',
      ['url-loopback-http'],
      ['--ignore', 'url-loopback-http'],
      [[3, 'url-loopback-http']],
    ],
  ])('--strict tells of comments that silence nothing: %s', async (_which, comments, flags, unused) => {
    const above = comments.map((text) => `// cowork-3p-ignore ${text}\n`).join('');
    const text = GOOD.replace('https://llm-gateway.example.com', 'http://localhost:4000').replace(
      /.*\n(.*\n)( *"inferenceGatewayBaseUrl")/,
      `$1${above}$2`,
    );
    const argv = ['validate', '--strict', 'a.json', '--format', 'json', ...flags];
    const { stdout } = await runCli(argv, { files: { 'a.json': text } });
    const { files } = JSON.parse(stdout) as {
      readonly files: readonly [
        { readonly diagnostics: readonly { readonly line: number; readonly message: string }[] },
      ];
    };
    expect(files[0].diagnostics.map(({ line, message }) => [line, message])).toEqual(
      unused.map(([line, code]) => [line, `The suppression of ${code} matches no finding`]),
    );
  });

  test('an inline comment above a key counts for the lines of its value, too', async () => {
    const models = (...above: readonly string[]): string =>
      [
        '{',
        '"inferenceProvider": "gateway",',
        '"inferenceGatewayBaseUrl": "https://llm-gateway.example.com",',
        '"inferenceGatewayApiKey": "${env:INFERENCE_GATEWAY_API_KEY}",',
        ...above,
        '"inferenceModels": [',
        '  "claude-sonnet-4-5",',
        '  "gpt-4o"',
        ']',
        '}',
      ].join('\n');
    const code = async (text: string): Promise<number> =>
      (await runCli(['validate', '--strict', 'a.json'], { files: { 'a.json': text } })).code;
    expect(await code(models())).toBe(1);
    expect(await code(models('// cowork-3p-ignore model-not-claude'))).toBe(0);
  });

  test('--resolve checks what a reference names, and never prints it', async () => {
    const files = { 'a.json': GOOD };
    expect((await runCli(['validate', '--resolve', 'a.json'], { files, env })).code).toBe(0);
    const unset = await runCli(['validate', '--resolve', 'a.json'], { files });
    expect(unset.code).toBe(1);
    expect(unset.stdout).toContain('INFERENCE_GATEWAY_API_KEY');
    const url = GOOD.replace('https://llm-gateway.example.com', '${env:INFERENCE_GATEWAY_API_KEY}');
    const wrong = await runCli(['validate', '--resolve', 'a.json'], { files: { 'a.json': url }, env });
    expect(wrong.code).toBe(1);
    expect(wrong.stdout + wrong.stderr).not.toContain(env.INFERENCE_GATEWAY_API_KEY);
  });

  test('globs: each file once, in a stable order; none that match is wrong usage', async () => {
    const files = { 'b.json': GOOD, 'a.json': GOOD, 'c.json': BAD };
    const { stdout, code } = await runCli(['validate', '--format', 'json', '*.json', 'a.json'], { files });
    expect(code).toBe(1);
    expect((JSON.parse(stdout) as { files: { file: string }[] }).files.map(({ file }) => file)).toEqual([
      'a.json',
      'b.json',
      'c.json',
    ]);
    expect((await runCli(['validate', '*.plist'], { files })).code).toBe(2);
  });

  test('--platform linux: an unknown key and a comment are errors there', async () => {
    const files = { 'a.json': GOOD.replace('{\n', '{\n  "inferenceModel": ["x"],\n') };
    const here = await runCli(['validate', 'a.json'], { files });
    expect(here.code).toBe(0);
    expect(here.stdout).toContain('Did you mean inferenceModels?');
    const linux = await runCli(['validate', '--platform', 'linux', '--format', 'json', 'a.json'], { files });
    expect(linux.code).toBe(1);
    const codes = (
      JSON.parse(linux.stdout) as { files: { diagnostics: { code: string; severity: string }[] }[] }
    ).files[0]?.diagnostics
      .filter(({ severity }) => severity === 'error')
      .map(({ code }) => code);
    // Nobody resolves a reference in the file that is deployed there.
    expect(codes).toEqual(['not-strict-json', 'unknown-key', 'reference-in-deployed-file']);
  });

  test.each<[string, Uint8Array, string[], string[]]>([
    ['UTF-8', Buffer.from(STRICT), [], []],
    ['with a mark', Buffer.from(`\uFEFF${STRICT}`), [], ['error: a byte order mark']],
    ['UTF-16', Buffer.from(STRICT, 'utf16le'), [], ['error: the encoding utf-16le']],
    [
      'Windows-1252',
      Buffer.from(STRICT.replace('{', '{ "deploymentDisplayName": "Zürich",'), 'latin1'),
      ['warning: bytes that are no UTF-8 (taken for Windows-1252 here)'],
      ['error: bytes that are no UTF-8 (taken for Windows-1252 here)'],
    ],
  ])('JSON in %s: as a source, and as the managed file of Linux', async (_how, bytes, source, managed) => {
    for (const [argv, expected] of [
      [[], source],
      [['--platform', 'linux'], managed],
    ] as const) {
      const { stdout } = await runCli(['validate', 'a.json', '--format', 'json', ...argv], {
        files: { 'a.json': bytes },
      });
      const [file] = (
        JSON.parse(stdout) as {
          files: { diagnostics: { code: string; severity: string; message: string }[] }[];
        }
      ).files;
      const told = (file?.diagnostics ?? []).filter(({ code }) => code === 'not-strict-json');
      expect(
        told.map(
          ({ severity, message }) => `${severity}: ${message.replace(/^The file has |, which.*$/g, '')}`,
        ),
      ).toEqual(expected);
    }
  });
});

describe('what is thrown', () => {
  const told = (error: unknown, argv: readonly string[] = [], signal?: AbortSignal): [number, string] => {
    const { io, result } = fakeIo(signal === undefined ? {} : { signal });
    const code = explain(error, argv, io);
    return [code, result().stderr];
  };
  const secret = `The value is hunter2\n    at (a line that looks like a frame) hunter2`;
  const internal = `cowork-3p ${VERSION}: internal error (TypeError). Nothing you did should cause it.\n`;

  test.for<[string, unknown, number, string]>([
    ['cancelled', new Cancelled(), 130, 'Cancelled.\n'],
    ['a user error', new UserError('It is so.', 'Do that.'), 2, 'cowork-3p: It is so.\n  Do that.\n'],
    ['one without a hint', new UserError('It is so.'), 2, 'cowork-3p: It is so.\n'],
    [
      'one with what a terminal would obey, and a key',
      new UserError('It \u001b[2Jis', 'Not Bearer sk-0123456789abcdef'),
      2,
      'cowork-3p: It is\n  Not Bearer ••••\n',
    ],
    [
      'an error of this program',
      new TypeError(secret),
      3,
      `${internal}  Run the command again with --verbose and report what it prints, without your configuration.\n`,
    ],
    [
      'what is no error',
      'hunter2',
      3,
      `${internal.replace('TypeError', 'string')}  Run the command again with --verbose and report what it prints, without your configuration.\n`,
    ],
  ])('%s', ([, error, code, stderr]) => {
    expect(told(error)).toEqual([code, stderr]);
  });

  test('--verbose shows the frames of an internal error, twenty at most, and never its message', () => {
    const error = new TypeError(secret);
    const frames = Array.from({ length: 30 }, (_, at) => `    at f${String(at)} (file:///a.js:1:2)`);
    error.stack = `TypeError: ${secret}\n${frames.join('\n')}\n  and more`;
    const [code, stderr] = told(error, ['probe', '--verbose']);
    expect(code).toBe(3);
    const shown = frames.slice(0, 20).map((frame) => frame.trim());
    expect(stderr.split('\n').map((line) => line.trim())).toEqual([
      internal.trim(),
      'TypeError',
      ...shown,
      '',
    ]);
    error.stack = `something else\n${frames.join('\n')}`;
    expect(told(error, ['--verbose'])).toEqual([3, `${internal}TypeError\n`]);
    expect(told('hunter2', ['--verbose'])).toEqual([3, internal.replace('TypeError', 'string')]);
  });

  test('whatever is thrown once a signal has come, the run was cancelled', () => {
    expect(told(new TypeError('x'), [], AbortSignal.abort(new Cancelled('SIGTERM')))).toEqual([
      143,
      'Cancelled.\n',
    ]);
    expect(told(new UserError('x'), [], AbortSignal.abort(new Cancelled('SIGINT')))).toEqual([
      130,
      'Cancelled.\n',
    ]);
  });
});

describe('bad input gives one clear finding or a usage error, never a stack', () => {
  const big = Buffer.alloc(6_000_000, 0x20);
  test.each([
    ['empty', '', 2, /is empty/],
    ['too large', big, 2, /larger than 5 MB/],
    ['binary junk', Buffer.from([0, 1, 2, 3, 250, 251]), 2, undefined],
    ['a byte order mark', `\uFEFF${GOOD}`, 0, /No errors/],
    ['an array', '[]', 1, /wrong-shape/],
    ['a string', '"x"', 1, /wrong-shape/],
    ['duplicate keys', GOOD.replace('{\n', '{\n  "inferenceProvider": "gateway",\n'), 1, /duplicate-key/],
    ['nested settings', '{"inference":{"provider":"gateway"},"inferenceModels":[]}', 1, /mixed-shape/],
    ['an enterpriseConfig wrapper', `{"enterpriseConfig":${GOOD}}`, 1, /nested-config/],
    ['a dotted key', GOOD.replace('{\n', '{\n  "inferenceGatewayOidc.clientId": "x",\n'), 1, /dotted-key/],
    [
      '__proto__',
      GOOD.replace('{\n', '{\n  "__proto__": {"inferenceProvider": "x"},\n'),
      undefined,
      /__proto__/,
    ],
    [
      'a number beyond 2^53',
      GOOD.replace('{\n', '{\n  "mcpToolTimeoutSec": 9007199254740993,\n'),
      1,
      /mcpToolTimeoutSec/,
    ],
    ['a lone surrogate', GOOD.replace('${env:INFERENCE_GATEWAY_API_KEY}', '\\ud800'), 1, /control-character/],
    [
      'a control character',
      GOOD.replace('${env:INFERENCE_GATEWAY_API_KEY}', 'a\\u0001b'),
      1,
      /control-character/,
    ],
    ['an unfinished file', GOOD.slice(0, 80), 1, /syntax/],
    ['deep nesting', '['.repeat(100_000), 1, /syntax/],
  ] as const)('%s', async (_name, content, code, message) => {
    const run = await runCli(['validate', 'a.json'], { files: { 'a.json': content } });
    const output = run.stdout + run.stderr;
    if (code !== undefined) expect(run.code, output).toBe(code);
    expect(run.code).not.toBe(3);
    expect(output).not.toMatch(/^\s+at /m);
    if (message !== undefined) expect(output).toMatch(message);
  });
});

describe('export', () => {
  const files = { 'a.json': GOOD };

  test.each(['mobileconfig', 'plist', 'reg', 'json'])(
    '%s on stdout: same input, same bytes, readable again',
    async (format) => {
      const first = await runCli(['export', 'a.json', '--format', format], { files, env });
      const again = await runCli(['export', 'a.json', '--format', format], { files, env });
      expect(first.code, first.stderr).toBe(0);
      expect(first.stdoutBytes.equals(again.stdoutBytes)).toBe(true);
      const back = await runCli(['diff', 'a.json', '-'], {
        files: { 'a.json': GOOD.replace('${env:INFERENCE_GATEWAY_API_KEY}', env.INFERENCE_GATEWAY_API_KEY) },
        stdin: first.stdoutBytes,
      });
      expect(back.code, back.stdout + back.stderr).toBe(0);
    },
  );

  test('a file that holds a secret is readable by its owner alone', async () => {
    const run = await runCli(['export', 'a.json', '-o', 'out.reg'], { files, env });
    expect(run.code).toBe(0);
    expect(run.written.get('out.reg')).toMatchObject({ secret: true });
    const open = GOOD.replace('${env:INFERENCE_GATEWAY_API_KEY}', '/usr/local/bin/token').replace(
      'inferenceGatewayApiKey',
      'inferenceCredentialHelper',
    );
    const plain = await runCli(['export', 'a.json', '-o', 'out.plist'], { files: { 'a.json': open } });
    expect(plain.written.get('out.plist')).toMatchObject({ secret: false });
  });

  test('an error finding forbids the export: nothing is written', async () => {
    const run = await runCli(['export', 'b.json', '-o', 'out.reg'], { files: { 'b.json': BAD } });
    expect(run.code).toBe(1);
    expect(run.files.has('out.reg')).toBe(false);
    expect(run.stdout).toBe('');
    expect(run.stderr).toContain('Nothing was written');
  });

  test('an unresolved reference names the variable, never a value', async () => {
    const run = await runCli(['export', 'a.json', '--format', 'reg'], { files });
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('INFERENCE_GATEWAY_API_KEY');
  });

  test('--all writes every format', async () => {
    const run = await runCli(['export', 'a.json', '--all', 'out'], { files, env });
    expect(run.code, run.stderr).toBe(0);
    expect([...run.written.keys()]).toHaveLength(4);
  });

  test('--check compares and writes nothing', async () => {
    const made = await runCli(['export', 'a.json', '-o', 'out.reg'], { files, env });
    const bytes = made.files.get('out.reg');
    expect(bytes).toBeDefined();
    const same = { ...files, 'out.reg': bytes ?? '' };
    expect((await runCli(['export', 'a.json', '--check', 'out.reg'], { files: same, env })).code).toBe(0);
    const changed = await runCli(['export', 'a.json', '--check', 'out.reg'], {
      files: { ...same, 'a.json': GOOD.replace('sonnet', 'opus') },
      env,
    });
    expect(changed.code).toBe(1);
    expect(changed.stdout).toContain('inferenceModels[0]');
    expect(changed.written.size).toBe(0);
  });

  test('a registry file is not thrown at a terminal', async () => {
    const run = await runCli(['export', 'a.json', '--format', 'reg'], { files, env, isTTY: true });
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('-o FILE');
  });
});
