import { describe, expect, test } from 'vitest';
import { runCli } from '../support/io.ts';

/* What files do to each other, and right keys in the wrong place: through the whole command. */

const REG = (hive: string, ...lines: string[]): string =>
  ['Windows Registry Editor Version 5.00', '', `[${hive}\\SOFTWARE\\Policies\\Claude]`, ...lines, ''].join(
    '\r\n',
  );
const GATEWAY = [
  '"inferenceProvider"="gateway"',
  '"inferenceGatewayBaseUrl"="https://llm-gateway.example.corp"',
  '"inferenceGatewayApiKey"="none"',
];
const profile = (scope: string, identifier: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict>
<key>PayloadType</key><string>Configuration</string><key>PayloadVersion</key><integer>1</integer>
<key>PayloadIdentifier</key><string>com.example.${identifier}</string>
<key>PayloadUUID</key><string>1A2B3C4D-5E6F-4071-8283-94A5B6C7D8E9</string>
<key>PayloadScope</key><string>${scope}</string>
<key>PayloadContent</key><array><dict>
<key>PayloadType</key><string>com.anthropic.claudefordesktop</string><key>PayloadVersion</key><integer>1</integer>
<key>PayloadIdentifier</key><string>com.example.${identifier}.settings</string>
<key>PayloadUUID</key><string>0A1B2C3D-4E5F-4061-8273-94A5B6C7D8E9</string>
<key>disableAutoUpdates</key><string>true</string>
</dict></array></dict></plist>`;

interface Told {
  readonly code: string;
  readonly severity: string;
  readonly key?: string;
  readonly message: string;
  readonly hint?: string;
}

async function validated(
  files: Readonly<Record<string, string>>,
  ...flags: string[]
): Promise<Record<string, readonly Told[]>> {
  const run = await runCli(['validate', ...Object.keys(files), '--format', 'json', ...flags], { files });
  const report = JSON.parse(run.stdout) as { files: { file: string; diagnostics: Told[] }[] };
  return Object.fromEntries(report.files.map(({ file, diagnostics }) => [file, diagnostics]));
}

const collisions = (told: readonly Told[] | undefined): string[] =>
  (told ?? []).filter(({ code }) => code === 'sources-collide').map(({ message }) => message);

describe('files that meet on one device', () => {
  test('the registry of the device hides that of the user, in either order', async () => {
    const machine = REG('HKEY_LOCAL_MACHINE', '"disableAutoUpdates"="true"');
    const user = REG('HKEY_CURRENT_USER', ...GATEWAY);
    for (const files of [
      { 'updates.reg': machine, 'user.reg': user },
      { 'user.reg': user, 'updates.reg': machine },
    ]) {
      const told = await validated(files);
      const [first = '', second = ''] = Object.keys(files);
      expect(collisions(told[first])).toEqual([]);
      expect(collisions(told[second])).toEqual([
        expect.stringMatching(/updates\.reg .*only settings of updates.* hides all of user\.reg/),
      ]);
    }
  });

  test.each([
    ['System', 'a', 'System', 'b', /not defined which value counts/],
    ['System', 'a', 'System', 'a', /installed later replaces/],
    ['System', 'a', 'User', 'b', /values for the user count/],
  ])('two profiles: %s %s and %s %s', async (scope, id, otherScope, otherId, words) => {
    const told = await validated({
      'a.mobileconfig': profile(scope, id),
      'b.mobileconfig': profile(otherScope, otherId),
    });
    expect(collisions(told['a.mobileconfig'])).toEqual([]);
    expect(collisions(told['b.mobileconfig'])).toEqual([expect.stringMatching(words)]);
  });

  test('files of different systems do not meet', async () => {
    const told = await validated({
      'a.reg': REG('HKEY_LOCAL_MACHINE', ...GATEWAY),
      'b.mobileconfig': profile('System', 'b'),
      'c.reg': REG('HKEY_LOCAL_MACHINE', ...GATEWAY),
    });
    expect(Object.values(told).flatMap(collisions)).toEqual([]);
  });
});

const PLIST = (key: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0"><dict><key>${key}</key><true/></dict></plist>`;

describe('every other file is named', () => {
  const told = async (
    files: Readonly<Record<string, string>>,
    last: string,
    ...flags: string[]
  ): Promise<string[]> => collisions((await validated(files, ...flags))[last]);

  test('three profiles and a preference file', async () => {
    const files = {
      'a.mobileconfig': profile('System', 'a'),
      'b.mobileconfig': profile('System', 'b'),
      'c.plist': PLIST('disableAutoUpdates'),
    };
    expect(await told(files, 'b.mobileconfig')).toEqual([
      expect.stringMatching(/^a\.mobileconfig configures/),
    ]);
    expect(await told(files, 'c.plist')).toEqual([
      expect.stringMatching(/^a\.mobileconfig and b\.mobileconfig configure .* with 3 profiles/),
    ]);
  });

  test('preference files replace each other', async () => {
    const files = { 'a.plist': PLIST('disableAutoUpdates'), 'b.plist': PLIST('coworkTabEnabled') };
    expect(await told(files, 'b.plist')).toEqual([
      expect.stringMatching(/^a\.plist is .* replaces the other/),
    ]);
  });

  test('a body for Graph that carries a profile is a profile', async () => {
    const body = {
      '@odata.type': '#microsoft.graph.macOSCustomConfiguration',
      payloadName: 'x',
      payload: Buffer.from(profile('System', 'a')).toString('base64'),
    };
    const files = { 'a.mobileconfig': profile('System', 'b'), 'b.json': JSON.stringify(body) };
    expect(await told(files, 'b.json')).toEqual([expect.stringMatching(/^a\.mobileconfig configures/)]);
  });

  test('registry values of one hive collide where they differ, whatever holds them', async () => {
    const files = {
      'a.reg': REG('HKEY_LOCAL_MACHINE', '"disableAutoUpdates"="true"', '"coworkTabEnabled"="true"'),
      'b.cmd': 'reg add HKLM\\SOFTWARE\\Policies\\Claude /v coworkTabEnabled /t REG_SZ /d true /f\r\n',
      'c.reg': REG('HKEY_LOCAL_MACHINE', '"disableAutoUpdates"=dword:1', '"coworkTabEnabled"="false"'),
    };
    expect(await told(files, 'b.cmd')).toEqual([]);
    expect(await told(files, 'c.reg')).toEqual([
      expect.stringMatching(/^a\.reg and b\.cmd write another value of coworkTabEnabled /),
    ]);
  });

  test('Linux has one file', async () => {
    const one = JSON.stringify({ disableAutoUpdates: true });
    const files = { 'a/managed-settings.json': one, 'b/managed-settings.json': one, 'c.json': one };
    expect(await told(files, 'b/managed-settings.json')).toEqual([
      expect.stringMatching(/^a\/managed-settings\.json is for \/etc\/claude-desktop/),
    ]);
    expect(await told(files, 'c.json')).toEqual([]);
    expect(await told(files, 'b/managed-settings.json', '--platform', 'macos')).toEqual([]);
  });

  test('what a search finds in different folders is for different devices', async () => {
    const files = {
      'out/a/x.mobileconfig': profile('System', 'a'),
      'out/b/x.mobileconfig': profile('System', 'b'),
      'out/b/y.mobileconfig': profile('System', 'c'),
    };
    const run = await runCli(['validate', 'out', '--format', 'json'], { files });
    const report = JSON.parse(run.stdout) as { files: { file: string; diagnostics: Told[] }[] };
    expect(report.files.map(({ diagnostics }) => collisions(diagnostics))).toEqual([
      [],
      [],
      [expect.stringMatching(/^out\/b\/x\.mobileconfig configures/)],
    ]);
  });

  test('of a great many the first are named and the others counted', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [`${index}.plist`, PLIST('disableAutoUpdates')]),
    );
    expect(await told(files, '29.plist')).toEqual([expect.stringContaining('19.plist and 9 more are for')]);
  });
});

const SOURCE = {
  inferenceProvider: 'gateway',
  inferenceGatewayBaseUrl: 'https://llm-gateway.example.corp',
  inferenceGatewayApiKey: '${env:INFERENCE_GATEWAY_API_KEY}',
  coworkEgressAllowedHosts: [],
  autoModeEnabled: false,
};

const only = async (more: object, name = 'a.json', ...flags: string[]): Promise<readonly Told[]> => {
  const told = await validated({ [name]: JSON.stringify({ ...SOURCE, ...more }) }, ...flags);
  return told[name] ?? [];
};

describe('right keys in the wrong place', () => {
  test.each<[object, string, RegExp]>([
    [{ permissions: {} }, 'warning', /setting of Claude Code/],
    [{ forceLoginGatewayUrl: 'https://a.example.com' }, 'warning', /setting of Claude Code/],
    [{ mcpServers: {} }, 'error', /claude_desktop_config\.json.*policy/],
    [{ inferenceBaseUrl: 'https://a.example.com' }, 'warning', /inferenceGatewayBaseUrl/],
    [{ inferenceAuthType: 'bearer' }, 'warning', /inferenceGatewayAuthScheme/],
    [
      { inferenceProvider: 'vertex', inferenceBaseUrl: 'https://a.example.com' },
      'warning',
      /inferenceVertexBaseUrl/,
    ],
  ])('%j', async (more, severity, hint) => {
    const told = (await only(more)).find(({ code }) => code === 'unknown-key');
    expect(told?.severity).toBe(severity);
    expect(told?.hint).toMatch(hint);
    expect(told?.hint).not.toContain('Remove it');
  });

  test('expiresAt makes a file the answer of a server, unless somebody says otherwise', async () => {
    const codes = (told: readonly Told[]): readonly string[] => told.map(({ code }) => code);
    expect(codes(await only({ expiresAt: 1 }))).toContain('expires-at-past');
    const [told] = await only({ expiresAt: 1 }, 'a.json', '--as', 'managed');
    expect(told).toMatchObject({ code: 'unknown-key', severity: 'warning' });
    expect(told?.hint).toMatch(/--as bootstrap/);
  });

  test('a key of standard deployments keeps its place there', async () => {
    const [told] = await only({ effortLevel: 'high' });
    expect(told).toMatchObject({ code: 'standard-deployment-key', severity: 'info' });
    expect(told?.hint).toMatch(/defaultModelEffort .*Keep effortLevel/);
  });

  test('a member of another product names ours', async () => {
    const told = await only({ inferenceModels: [{ id: 'claude-opus-5' }] });
    expect(told.find(({ code }) => code === 'unknown-field')?.hint).toBe('Did you mean "name"?');
  });

  test('the managed file of Linux counts nowhere else', async () => {
    const codes = async (name: string, ...flags: string[]): Promise<string[]> =>
      (await only({}, name, ...flags)).map(({ code }) => code);
    expect(await codes('managed-settings.json', '--platform', 'macos')).toContain('platform-unsupported');
    expect(await codes('managed-settings.json', '--platform', 'windows')).toContain('platform-unsupported');
    expect(await codes('managed-settings.json', '--platform', 'linux')).not.toContain('platform-unsupported');
    expect(await codes('cowork-3p.json', '--platform', 'macos')).toEqual([]);
  });

  test('a reference that was looked up is not written in the file', async () => {
    const files = { 'a.json': JSON.stringify(SOURCE) };
    const run = await runCli(['validate', 'a.json', '--resolve', '--format', 'json'], {
      files,
      env: { INFERENCE_GATEWAY_API_KEY: 'Zx41-kitchen-sink-8842' },
    });
    expect(run.stdout).not.toContain('secret-literal');
  });
});

test.each([
  [{}, ['setting-risky']],
  [{ coworkEgressAllowedHosts: ['pypi.org'] }, []],
  [
    { coworkTabEnabled: false, isClaudeCodeForDesktopEnabled: false, chatTabEnabled: true },
    ['behaviour-changed'],
  ],
])('what tools may reach while nobody says so: %j', async (more, expected) => {
  const told = await validated({
    'a.json': JSON.stringify({ ...SOURCE, coworkEgressAllowedHosts: undefined, ...more }),
  });
  expect(told['a.json']?.map(({ code }) => code)).toEqual(expected);
  for (const { severity } of told['a.json'] ?? []) expect(severity).toBe('info');
});
