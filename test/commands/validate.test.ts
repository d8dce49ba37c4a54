import { describe, expect, test } from 'vitest';
import { runCli } from '../support/io.ts';

const GOOD = {
  inferenceProvider: 'gateway',
  inferenceGatewayBaseUrl: 'https://llm-gateway.example.com',
  inferenceGatewayApiKey: '${env:INFERENCE_GATEWAY_API_KEY}',
  coworkEgressAllowedHosts: [],
  autoModeEnabled: false,
};
const text = (settings: object): string => JSON.stringify({ ...GOOD, ...settings }, null, 2);
const codesOf = (stdout: string): string[] =>
  (JSON.parse(stdout) as { files: { diagnostics: { code: string }[] }[] }).files.flatMap(({ diagnostics }) =>
    diagnostics.map(({ code }) => code),
  );

describe('--fix', () => {
  const WRONG = `{
  // the provider
  "InferenceProvider": "Gateway", // one of five
  "inferenceGatewayBaseUrl": "https://llm-gateway.example.com/v1/messages",
  "inferenceGatewayApiKey": "\${env:KEY}",
  "coworkEgressAllowedHosts": [], "autoModeEnabled": false,
  "inferenceModels": ["claude-opus-4-5", "claude-sonnet-4-5", "claude-opus-4-5", "claude-opus-4-5"],
  // sign-in
  "inferenceGatewayOidc.clientId": "x",
  "inferenceGatewayOidc.issuer": "https://login.example.com"
}
`;
  test('makes every mechanical edit in place, keeps comments, reports the rest', async () => {
    const { code, stdout, files } = await runCli(['validate', '--fix', 'a.json', '--format', 'json'], {
      files: { 'a.json': WRONG },
    });
    expect(files.get('a.json')?.toString()).toBe(`{
  // the provider
  "inferenceProvider": "gateway", // one of five
  "inferenceGatewayBaseUrl": "https://llm-gateway.example.com",
  "inferenceGatewayApiKey": "\${env:KEY}",
  "coworkEgressAllowedHosts": [], "autoModeEnabled": false,
  "inferenceModels": ["claude-opus-4-5", "claude-sonnet-4-5"],
  // sign-in
  "inferenceGatewayOidc": {
    "clientId": "x",
    "issuer": "https://login.example.com"
  }
}
`);
    const report = JSON.parse(stdout) as { files: { fixed: number }[]; summary: { fixable: number } };
    expect([report.files[0]?.fixed, report.summary.fixable]).toEqual([7, 0]);
    expect(codesOf(stdout)).toEqual(['credential-conflict']);
    expect(code).toBe(0);
  });

  test('without it findings say so, no edit is shown, and nothing is written', async () => {
    const { stdout, written } = await runCli(['validate', 'a.json', '--format', 'json'], {
      files: { 'a.json': WRONG },
    });
    const { files, summary } = JSON.parse(stdout) as {
      files: { diagnostics: { code: string; fixable?: boolean; edits?: unknown }[] }[];
      summary: { fixable: number };
    };
    const fixable = files[0]?.diagnostics.filter((one) => one.fixable === true).map(({ code }) => code);
    expect(fixable?.sort()).toEqual([
      'dotted-key',
      'dotted-key',
      'model-duplicate',
      'model-duplicate',
      'unknown-key',
      'url-messages-path',
    ]);
    expect(summary.fixable).toBe(6);
    expect(stdout).not.toContain('"edits"');
    expect([...written]).toEqual([]);
    expect((await runCli(['validate', 'a.json'], { files: { 'a.json': WRONG } })).stdout).toContain(
      '6 fixable with --fix',
    );
  });

  test.for([
    ['a silenced finding', ['--ignore', 'url-messages-path'], {}],
    ['a value that only a reference gives', ['--resolve'], { inferenceGatewayBaseUrl: '${env:URL}' }],
  ] as const)('%s stays', async ([, flags, settings]) => {
    const source = text({ inferenceGatewayBaseUrl: 'https://gw.example.com/v1/messages', ...settings });
    const { files } = await runCli(['validate', '--fix', 'a.json', ...flags], {
      files: { 'a.json': source },
      env: { URL: 'https://gw.example.com/v1/messages', INFERENCE_GATEWAY_API_KEY: 'k' },
    });
    expect(files.get('a.json')?.toString()).toBe(source);
  });

  const [O, S, H, F] = ['claude-opus-5', 'claude-sonnet-5', 'claude-haiku-5', 'claude-opus-4-5'] as const;

  test.each<[string, readonly unknown[], readonly unknown[]]>([
    ['pairs, and one behind them', [O, O, S, S, H], [O, S, H]],
    ['what is repeated later', [O, S, O, H, S, F], [O, S, H, F]],
    ['a change behind what goes', [O, O, H, `${S}[1m]`], [O, H, { name: S, supports1m: true }]],
    ['a change before what goes', [`${S}[1m]`, O, H, O], [{ name: S, supports1m: true }, O, H]],
  ])('of a list the right items go: %s', async (_, inferenceModels, left) => {
    const files = { 'a.json': text({ inferenceModels }), 'ring.json': '{ "extends": "./a.json" }' };
    for (const file of ['a.json', 'ring.json']) {
      const fixed = (await runCli(['validate', '--fix', file], { files })).files.get('a.json');
      expect(
        (JSON.parse(fixed?.toString() ?? '') as typeof GOOD & { inferenceModels: unknown }).inferenceModels,
      ).toEqual(left);
    }
  });

  test('a key that is set already is never overwritten', async () => {
    const source = text({ coworktabenabled: true, coworkTabEnabled: false });
    const { files } = await runCli(['validate', '--fix', 'a.json'], { files: { 'a.json': source } });
    expect(files.get('a.json')?.toString()).toBe(source);
  });

  test('changes what it tells no more of, too: of one kind a thousand are told', async () => {
    const models = Array.from({ length: 1500 }, (_, at) => ({ name: `claude-opus-${at}[1m]` }));
    const source = JSON.stringify({ inferenceModels: models, bannerText: 'x' });
    const { files, stdout } = await runCli(['validate', '--fix', 'a.json', '--format', 'json'], {
      files: { 'a.json': source },
    });
    expect(files.get('a.json')?.toString()).not.toContain('[1m]');
    const report = JSON.parse(stdout) as { files: { fixed: number }[] };
    expect(report.files[0]?.fixed).toBe(1500);
  });

  test('the file of a secret stays private; standard input cannot be fixed', async () => {
    const source = text({ inferenceGatewayApiKey: 'sk-ant-0123456789abcdef', isDxtEnabled: true });
    const { written } = await runCli(['validate', '--fix', 'a.json'], { files: { 'a.json': source } });
    expect(written.get('a.json')).toMatchObject({ secret: true });
    expect((await runCli(['validate', '--fix', '-'], { stdin: source })).code).toBe(2);
  });
});

describe('how JSON is written: strict on Linux, where the app reads it, lenient in a source', () => {
  const plain = text({ deploymentDisplayName: 'für alle' });
  const bom = Buffer.from(`\uFEFF${plain}`);
  const ansi = Buffer.from(plain, 'latin1');
  const wide = Buffer.from(`\uFEFF${plain}`, 'utf16le');

  test.each<[string, string | Uint8Array, string | undefined, string | undefined]>([
    ['UTF-8', plain, undefined, undefined],
    ['a byte order mark', bom, undefined, 'error'],
    ['UTF-16', wide, undefined, 'error'],
    ['bytes that are no UTF-8', ansi, 'warning', 'error'],
    ['a comment', `// x\n${plain}`, undefined, 'error'],
    ['a comma too many', plain.replace(/\n\}$/, ',\n}'), undefined, 'error'],
  ])('%s', async (_, content, source, linux) => {
    const severity = async (...flags: string[]): Promise<unknown> => {
      const { stdout } = await runCli(['validate', 'a.json', '--format', 'json', ...flags], {
        files: { 'a.json': content },
      });
      const { files } = JSON.parse(stdout) as {
        files: [{ diagnostics: { code: string; severity: string }[] }];
      };
      return files[0].diagnostics.find(({ code }) => code === 'not-strict-json')?.severity;
    };
    expect([
      await severity(),
      await severity('--platform', 'macos'),
      await severity('--platform', 'linux'),
    ]).toEqual([source, source, linux]);
  });
});

describe('--output', () => {
  const world = { files: { 'a.json': text({ tollgate: 'x' }) } };

  test('FORMAT=FILE writes beside the report on standard output', async () => {
    const run = await runCli(
      ['validate', 'a.json', '-o', 'sarif=out.sarif', '--output', 'junit=out.xml', '-o', 'gitlab=cq.json'],
      world,
    );
    expect(run.stdout).toContain('unknown-key');
    expect(JSON.parse(run.files.get('out.sarif')?.toString() ?? '')).toMatchObject({ version: '2.1.0' });
    expect(run.files.get('out.xml')?.toString()).toContain('<testsuites');
    expect(JSON.parse(run.files.get('cq.json')?.toString() ?? '')).toHaveLength(1);
  });

  test('FILE takes the place of standard output', async () => {
    const run = await runCli(['validate', 'a.json', '--format', 'json', '-o', 'out.json'], world);
    expect(run.stdout).toBe('');
    expect(codesOf(run.files.get('out.json')?.toString() ?? '')).toEqual(['unknown-key']);
  });

  test.for([
    ['the same file twice', ['-o', 'x', '-o', 'json=x']],
    ['a file that is checked', ['-o', 'json=a.json']],
  ] as const)('%s is refused', async ([, flags]) => {
    const run = await runCli(['validate', 'a.json', ...flags], world);
    expect(run.code).toBe(2);
    expect([...run.written]).toEqual([]);
  });
});

describe('.cowork-3p.json', () => {
  const source = text({ tollgate: 'x' });
  const two = text({ tollgate: 'x', inferenceGatewayApiKey: 'sk-a-key-that-stands-here' });
  const run = (settings: object | string, flags: readonly string[] = [], at = '.cowork-3p.json') =>
    runCli(['validate', 'mdm/a.json', ...flags], {
      files: {
        'mdm/a.json': source,
        '.git/HEAD': 'ref',
        [at]: typeof settings === 'string' ? settings : JSON.stringify(settings),
      },
    });

  test.for<[name: string, settings: object, flags: string[], code: number]>([
    ['nothing', {}, [], 0],
    ['the schema of it', { $schema: './project.schema.json' }, [], 0],
    ['strict', { strict: true }, [], 1],
    ['platform', { platform: 'linux' }, [], 1],
    ['a flag wins', { platform: 'linux' }, ['--platform', 'macos'], 0],
    ['ignore', { strict: true, ignore: ['unknown-key'] }, [], 0],
    ['ignore adds up', { strict: true, ignore: ['secret-literal'] }, ['--ignore', 'unknown-key'], 0],
  ])('%s', async ([, settings, flags, code]) => {
    expect((await run(settings, flags)).code).toBe(code);
  });

  test.for<[string[], string[], string[]]>([
    [[], [], ['secret-literal', 'unknown-key']],
    [['secret-literal'], [], ['unknown-key']],
    [[], ['unknown-key'], ['secret-literal']],
    [['secret-literal'], ['unknown-key'], []],
  ])('ignored by the project %j and by flags %j', async ([ignore, codes, left]) => {
    const flags = codes.flatMap((code) => ['--ignore', code]);
    const { stdout } = await runCli(['validate', 'a.json', '--format', 'json', ...flags], {
      files: { 'a.json': two, '.cowork-3p.json': JSON.stringify({ ignore }) },
    });
    expect(codesOf(stdout).sort()).toEqual(left);
  });

  test('target', async () => {
    const settings = { target: '1.46388' };
    const { stdout } = await runCli(['validate', 'a.json', '--format', 'json'], {
      files: { 'a.json': text({ builtinBrowserEnabled: true }), '.cowork-3p.json': JSON.stringify(settings) },
    });
    expect(codesOf(stdout)).toContain('key-newer-than-target');
  });

  test('the nearest folder wins, and none above the repository is asked', async () => {
    const files = {
      'repo/.git/HEAD': 'ref',
      'repo/mdm/a.json': source,
      '.cowork-3p.json': '{"strict": true}',
    };
    expect((await runCli(['validate', 'repo/mdm/a.json'], { files })).code).toBe(0);
    const inside = { ...files, 'repo/.cowork-3p.json': '{"strict": true}' };
    expect((await runCli(['validate', 'repo/mdm/a.json'], { files: inside })).code).toBe(1);
    const nearer = { ...inside, 'repo/mdm/.cowork-3p.json': '{}' };
    expect((await runCli(['validate', 'repo/mdm/a.json'], { files: nearer })).code).toBe(0);
  });

  test.each([
    ['beside the file', 'mdm/.cowork-3p.json', 'mdm/a.json', 1],
    ['in the working folder', '.cowork-3p.json', 'mdm/a.json', 1],
    ['above the working folder', '/.cowork-3p.json', 'mdm/a.json', 0],
    ['beside a file outside the working folder', '/other/.cowork-3p.json', '/other/a.json', 0],
  ])('without a repository, %s', async (_where, settings, file, code) => {
    const files = { [file]: source, [settings]: '{"strict": true}' };
    expect((await runCli(['validate', file], { files })).code).toBe(code);
  });

  test.for<[settings: object | string, told: string]>([
    [{ stric: true }, 'Did you mean "strict"?'],
    [{ strict: 'yes' }, 'has a "strict" that is neither true nor false'],
    [{ target: 'tomorrow' }, 'has a "target" that is no release'],
    [{ platform: 'vax' }, 'has a "platform" that is none of'],
    [{ ignore: ['no-such-code'] }, 'has an "ignore" that is no list of codes'],
    ['{', 'cannot be read, line 1'],
    ['{\n"strict": true,\n"target": ,}', '.cowork-3p.json cannot be read, line 3'],
    ['{"mcpServers": {}}', 'holds no project settings'],
    [{ ignore: 'unknown-key' }, 'has an "ignore" that is no list of codes'],
    [{ ignore: [7] }, 'has an "ignore" that is no list of codes'],
    [{ nothing: 1 }, 'It takes target, platform, strict and ignore.'],
  ])('%j is wrong usage', async ([settings, told]) => {
    const { code, stderr } = await run(settings);
    expect(code).toBe(2);
    expect(stderr).toContain(told);
  });
});

describe('a folder', () => {
  test('is searched for every container that holds settings, and for nothing else', async () => {
    const names = [
      'a.json',
      'a.JSONC',
      'a.mobileconfig',
      'a.plist',
      'a.reg',
      'a.pol',
      'a.ps1',
      'a.cmd',
      'a.bat',
      'a.sh',
    ];
    const others = ['a.xml', 'a.txt', 'a.json5', 'a.json.bak', 'a.reg.txt', 'shell', 'ajson'];
    const files = Object.fromEntries([...names, ...others].map((name) => [`d/${name}`, text({})]));
    const { stdout } = await runCli(['validate', 'd', '--format', 'json'], { files });
    const told = (JSON.parse(stdout) as { files: { file: string }[] }).files.map(({ file }) => file);
    expect(told.sort()).toEqual(names.map((name) => `d/${name}`).sort());
    const none = await runCli(['validate', 'd'], { files: { 'd/a.txt': text({}) } });
    expect([none.code, none.stderr]).toEqual([
      2,
      expect.stringContaining('is a folder without a configuration'),
    ]);
  });

  test('is read, and what is somebody else’s in it is left out and counted', async () => {
    const { code, stdout, stderr } = await runCli(['validate', 'deploy', '--format', 'json'], {
      files: {
        'deploy/a.json': text({}),
        'deploy/b/c.json': text({ tollgate: 'x' }),
        'deploy/package.json': '{"name": "x", "private": true}',
        'deploy/notes.txt': 'x',
        'deploy/.cowork-3p.json': '{}',
      },
    });
    const { files } = JSON.parse(stdout) as { files: { file: string }[] };
    expect(files.map(({ file }) => file)).toEqual(['deploy/a.json', 'deploy/b/c.json']);
    expect([code, stderr]).toEqual([0, expect.stringContaining('left out 1 file')]);
  });

  const REG = 'Windows Registry Editor Version 5.00\r\n\r\n';
  const profileOf = (type: string): string =>
    `<?xml version="1.0"?><plist version="1.0"><dict><key>PayloadContent</key><array><dict><key>PayloadType</key><string>${type}</string></dict></array><key>PayloadType</key><string>Configuration</string></dict></plist>`;

  test.each([
    ['a script for something else', 'a.sh', '#!/bin/sh\necho hi\n'],
    ['a script of PowerShell', 'a.ps1', 'Write-Host hi\r\n'],
    ['a list', 'a.json', '[1, 2]'],
    ['nothing', 'a.json', ''],
    ['a text of no known format', 'a.json', 'nonsense {{'],
    [
      'the policy of another program',
      'a.reg',
      `${REG}[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Other]\r\n"a"="b"\r\n`,
    ],
    ['the profile of another app', 'a.mobileconfig', profileOf('com.example.wifi')],
    [
      'a JSON schema of the keys',
      'a.json',
      '{"$schema":"http://json-schema.org/draft-07/schema#","properties":{"inferenceProvider":{}}}',
    ],
    [
      'the schema of a form for Jamf',
      'a.json',
      '{"title":"Claude Desktop","properties":{"inferenceProvider":{}}}',
    ],
  ])('%s beside the configurations is somebody else’s', async (_, name, content) => {
    const files = { 'deploy/good.json': text({}), [`deploy/${name}`]: content };
    const { code, stdout, stderr } = await runCli(['validate', 'deploy'], { files });
    expect([code, stdout]).toEqual([0, '✔ No errors\n']);
    expect(stderr).toContain('left out 1 file');
    const exported = await runCli(['export', 'deploy', '--all', 'out'], {
      files,
      env: { INFERENCE_GATEWAY_API_KEY: 'key-0123456789' },
    });
    expect([
      exported.code,
      [...exported.files.keys()].filter((one) => one.endsWith('.reg') && one.startsWith('out/')),
    ]).toEqual([0, [expect.stringMatching(/^out\/(?:good\/)?Claude\.reg$/)]]);
  });

  test.each([
    ['a configuration in a list', 'a.json', '[{"inferenceProvider": "gateway"}]', 1],
    [
      'a key that is nearly ours',
      'a.reg',
      `${REG}[HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\Policies\\Claude]\r\n"a"="b"\r\n`,
      1,
    ],
    ['a payload that is nearly ours', 'a.mobileconfig', profileOf('com.anthropic.claudefordesktp'), 1],
    ['a script that computes the policy', 'a.sh', '#!/bin/sh\n# for Claude Desktop\necho hi\n', 1],
    ['a file that is cut off', 'a.json', '"inferenceProvider": gatew', 1],
  ])('%s is told', async (_, name, content, expected) => {
    const files = { 'deploy/good.json': text({}), [`deploy/${name}`]: content };
    const { code, stdout } = await runCli(['validate', 'deploy', '--format', 'json'], { files });
    expect([code, stdout]).toEqual([expected, expect.stringContaining(`"file":"deploy/${name}"`)]);
  });

  test('without a configuration is wrong usage', async () => {
    const { code, stderr } = await runCli(['validate', 'deploy'], { files: { 'deploy/notes.txt': 'x' } });
    expect(code).toBe(2);
    expect(stderr).toContain('deploy is a folder without a configuration');
  });
});

describe('text', () => {
  const told = async (source: string, flags: readonly string[] = []): Promise<string> =>
    (await runCli(['validate', 'a.json', ...flags], { files: { 'a.json': source } })).stdout;

  test('shows the setting, what is meant underlined, secrets masked', async () => {
    const secret = 'sk-ant-0123456789abcdefghijk';
    const stdout = await told(
      `{"inferenceProvider": "gatway",\n"inferenceGatewayBaseUrl": "https://u:${secret}@gw.example.com",\n` +
        `"inferenceGatewayApiKey": "${secret}",\n"tollgate": "${secret}"}`,
    );
    expect(stdout).toContain('1 │ "inferenceProvider": "gatway"\n      │                      ^^^^^^^^\n');
    expect(stdout).toContain('4 │ "tollgate": "');
    expect(stdout).toMatch(/│ \^{10}\n/);
    expect(stdout).not.toContain(secret.slice(0, 12));
  });

  test('tells ten findings of a kind and counts the rest', async () => {
    const models = Array.from({ length: 25 }, (_, index) => ({ name: `claude-a${index}`, [`x${index}`]: 1 }));
    const stdout = await told(text({ inferenceModels: models }));
    expect(stdout.match(/warning {2}unknown-field/g)).toHaveLength(10);
    expect(stdout).toContain('… and 15 more of unknown-field');
    expect(stdout).toContain('25 warnings');
    expect(stdout.match(/More: cowork-3p explain unknown-field\n/g)).toHaveLength(1);
  });
});
