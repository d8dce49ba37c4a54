import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { extensionAttribute } from '../../src/device/collect/extension-attribute.ts';
import { collectScripts } from '../../src/device/collect/index.ts';
import { safeKeys, secretKeys } from '../../src/device/collect/safe-keys.ts';
import { masked } from '../../src/schema/index.ts';
import { inspector } from '../../src/io/inspect.ts';
import { complaintsOfPowerShell, FORM_TOOLS } from '../support/oracles-forms.ts';
import { runCli } from '../support/io.ts';

const work = mkdtempSync(path.join(tmpdir(), 'cowork-3p-collect-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

const has = (program: string): boolean =>
  spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;
const script = (platform: string): string =>
  collectScripts.find((one) => one.platform === platform)?.text() ?? '';
const SHELL_SCRIPTS = [
  ['collect-macos.sh', script('macos')],
  ['collect-linux.sh', script('linux')],
  ['extension attribute', extensionAttribute()],
] as const;

describe('each script', () => {
  test('is printed alone, and all together under their names', async () => {
    for (const { platform, text } of collectScripts)
      expect((await runCli(['status', '--collect', '--platform', platform])).stdout).toBe(text());
    const { stdout, code } = await runCli(['status', '--collect']);
    expect(code).toBe(0);
    for (const { fileName, text } of collectScripts) {
      expect(stdout).toContain(`########## ${fileName}`);
      expect(stdout).toContain(text());
    }
    expect((await runCli(['status', '--collect', 'x'])).code).toBe(2);
  });

  test('is printable ASCII, small, and takes only exports of the registry', () => {
    for (const { text } of collectScripts) {
      expect(text()).toMatch(/^[\t\r\n -~]*$/);
      expect(text().length).toBeLessThan(20_000);
    }
    expect(script('windows')).toContain("('export \"' + $Key");
    expect(script('windows')).not.toMatch(/reg(?:\.exe)? query/i);
  });

  test.each(SHELL_SCRIPTS)('%s: a POSIX shell and bash read it', (_, text) => {
    for (const shell of ['sh', 'bash']) {
      if (!has(shell) && shell === 'bash') continue;
      const { status, stderr } = spawnSync(shell, ['-n'], { input: text });
      expect([shell, status, stderr.toString()]).toEqual([shell, 0, '']);
    }
  });

  test.skipIf(!has('shellcheck')).each(SHELL_SCRIPTS)('%s: shellcheck finds nothing', (_, text) => {
    expect(spawnSync('shellcheck', ['-s', 'sh', '-'], { input: text }).stdout.toString()).toBe('');
  });

  test.skipIf(!FORM_TOOLS['powershell-grammar']())('the one for Windows parses', async () => {
    expect(await complaintsOfPowerShell(script('windows'))).toEqual([]);
  });

  test('masks every key that may hold a secret, and no key that cannot', () => {
    expect(secretKeys).toEqual(
      expect.arrayContaining([
        'inferenceGatewayApiKey',
        'inferenceCustomHeaders',
        'managedMcpServers',
        'inferenceCredentialHelperArgs',
        'otlpHeaders',
      ]),
    );
    for (const key of [
      'inferenceProvider',
      'inferenceModels',
      'inferenceGatewayBaseUrl',
      'disableAutoUpdates',
    ])
      expect(safeKeys).toContain(key);
    const secret = 'hunter2secret hunter2secret';
    for (const key of safeKeys) {
      // What the report shows as it stands may be taken as it stands, but for texts that are for people.
      const shown = masked([secret], [key]);
      expect([key, Array.isArray(shown)]).toEqual([key, true]);
    }
  });
});

const SECRET = 'hunter2secret';
const VALUES = {
  inferenceProvider: 'gateway',
  inferenceModels: ['claude-opus-5'],
  disableAutoUpdates: true,
  inferenceGatewayApiKey: SECRET,
  inferenceCustomHeaders: { 'X-Key': SECRET },
  keyOfNobody: SECRET,
};
const ID = '01234567-89ab-cdef-0123-456789abcdef';

/** Writes files below a folder of its own. */
function files(name: string, contents: Readonly<Record<string, string>>): string {
  const root = path.join(work, name);
  for (const [file, content] of Object.entries(contents)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true, mode: 0o755 });
    writeFileSync(path.join(root, file), content, { mode: 0o644 });
  }
  return root;
}

function everyFile(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => readFileSync(path.join(one.parentPath, one.name), 'utf8'))
    .join('\n');
}

const LOG = `2026-11-20 09:00:01 [info] Starting app { appVersion: '2.26454.2' }\n2026-11-20 09:00:02 [info] mail to ${SECRET}\n2026-11-20 09:00:02 [info] [custom-3p] 3P mode active { provider: 'gateway' }\n`;
const STATE = JSON.stringify({ deploymentMode: '3p', mcpServers: { x: { env: { K: SECRET } } } });

describe.skipIf(process.platform !== 'linux' || !has('python3'))('what the script for Linux takes', () => {
  const root = files('linux', {
    'etc/claude-desktop/managed-settings.json': JSON.stringify(VALUES),
    'home/alice/.config/Claude-3p/main.log': LOG,
    'home/alice/.config/Claude-3p/claude_desktop_config.json': STATE,
    'home/alice/.config/Claude-3p/configLibrary/_meta.json': JSON.stringify({ appliedId: ID, entries: [] }),
    [`home/alice/.config/Claude-3p/configLibrary/${ID}.json`]: JSON.stringify(VALUES),
  });
  const take = (into: string, ...flags: readonly string[]): string => {
    const out = path.join(work, into);
    execFileSync('sh', ['-s', '--', ...flags, out], {
      input: script('linux'),
      env: { PATH: process.env.PATH, ROOT: root, HOME: '/home/alice' },
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    return out;
  };

  test('holds no secret, is for its owner alone, and is a device to status', async () => {
    const out = take('taken-linux');
    expect(everyFile(out)).not.toContain(SECRET);
    expect(everyFile(out)).toContain('masked-by-cowork-3p');
    const { stdout } = await runCli(['status', out, '--format', 'json'], { inspector });
    const [device] = (
      JSON.parse(stdout) as { devices: [{ [key: string]: unknown; keys: { key: string; value: unknown }[] }] }
    ).devices;
    expect([device.platform, device.release, device.releaseFrom, device.digest]).toEqual([
      'linux',
      '2.26454.2',
      'log',
      null,
    ]);
    expect(device.keys.find(({ key }) => key === 'inferenceGatewayApiKey')?.value).toBe('••••');
    expect(device.keys.find(({ key }) => key === 'inferenceProvider')?.value).toBe('gateway');
  });

  test('takes values as they are when told to, and says what is no JSON', () => {
    expect(everyFile(take('unmasked', '--unmasked'))).toContain(SECRET);
    writeFileSync(
      path.join(root, 'etc/claude-desktop/managed-settings.json'),
      `{"inferenceGatewayApiKey": "${SECRET}"`,
    );
    const taken = readFileSync(path.join(take('broken'), 'managed-settings.json'), 'utf8');
    expect(taken).toContain('no JSON');
    expect(taken).not.toContain(SECRET);
  });

  test('says that there is nothing', async () => {
    const empty = path.join(work, 'empty-root');
    mkdirSync(empty);
    const out = path.join(work, 'taken-nothing');
    execFileSync('sh', ['-s', '--', out], {
      input: script('linux'),
      env: { PATH: process.env.PATH, ROOT: empty },
    });
    const { stdout } = await runCli(['status', out, '--format', 'json'], { inspector });
    const { devices } = JSON.parse(stdout) as { devices: [{ platform: string; source: string }] };
    expect([devices[0].platform, devices[0].source]).toEqual(['linux', 'none']);
  });
});

/** plutil and profiles of macOS, as far as the script asks them; Python writes property lists with tabs as Apple does. */
const PLUTIL = `#!/usr/bin/env python3
import json, plistlib, sys
args = sys.argv[1:]
source, out = args[-1], args[args.index('-o') + 1]
try:
    data = open(source, 'rb').read()
    value = json.loads(data) if data.lstrip()[:1] == b'{' else plistlib.loads(data)
except Exception:
    sys.exit(1)
if '-extract' in args:
    text = value[args[args.index('-extract') + 1]].encode()
elif args[args.index('-convert') + 1] == 'json':
    text = json.dumps(value).encode()
else:
    text = plistlib.dumps(value)
open(out, 'wb').write(text)
`;

describe.skipIf(process.platform !== 'linux' || !has('python3') || !existsSync('/usr/bin/perl'))(
  'what the script for macOS takes, with stand-ins for the programs of the system',
  () => {
    const node = (value: unknown): string =>
      typeof value === 'string'
        ? `<string>${value}</string>`
        : typeof value === 'boolean'
          ? `<${String(value)}/>`
          : Array.isArray(value)
            ? `<array>${value.map(node).join('')}</array>`
            : `<dict>${Object.entries(value as object)
                .map(([key, inner]) => `<key>${key}</key>${node(inner)}`)
                .join('')}</dict>`;
    const plist = (value: unknown): string =>
      `<?xml version="1.0"?><plist version="1.0">${node(value)}</plist>`;
    const managed = { ...VALUES, managedMcpServers: [{ name: 'x', env: { K: SECRET } }] };
    const root = files('macos', {
      'Library/Managed Preferences/com.anthropic.claudefordesktop.plist': plist(managed),
      'Library/Managed Preferences/alice/com.anthropic.claudefordesktop.plist': plist({
        inferenceModels: ['claude-sonnet-5'],
      }),
      'Users/alice/Library/Logs/Claude-3p/main.log': LOG,
      'Users/alice/Library/Application Support/Claude-3p/claude_desktop_config.json': STATE,
      'Users/alice/Library/Application Support/Claude-3p/configLibrary/_meta.json': JSON.stringify({
        appliedId: ID,
        entries: [],
      }),
      [`Users/alice/Library/Application Support/Claude-3p/configLibrary/${ID}.json`]: JSON.stringify(VALUES),
      'Applications/Claude.app/Contents/Info.plist': plist({ CFBundleShortVersionString: '2.26454.2' }),
    });
    const bin = files('bin', {
      plutil: PLUTIL,
      profiles: `#!/bin/sh\ncat <<'E'\n${plist({ _computerlevel: [{ ProfileIdentifier: 'corp', ProfileItems: [{ PayloadType: 'com.anthropic.claudefordesktop', PayloadContent: managed }] }] })}\nE\n`,
    });
    for (const name of ['plutil', 'profiles']) chmodSync(path.join(bin, name), 0o755);

    test('holds no secret and is a device to status', async () => {
      const out = path.join(work, 'taken-macos');
      execFileSync('sh', ['-s', '--', out], {
        input: script('macos'),
        env: { PATH: `${bin}:${process.env.PATH ?? ''}`, ROOT: root, HOME: '/Users/alice' },
        stdio: ['pipe', 'ignore', 'pipe'],
      });
      expect(readdirSync(out).sort()).toEqual([
        'claude_desktop_config.json',
        'configLibrary',
        'main.log',
        'managed-machine.plist',
        'managed-user-alice.plist',
        'profiles.plist',
        'version.txt',
      ]);
      expect(everyFile(out)).not.toContain(SECRET);
      const { stdout } = await runCli(['status', out, '--format', 'json'], { inspector });
      const [device] = (
        JSON.parse(stdout) as {
          devices: [{ [key: string]: unknown; keys: { key: string; value: unknown }[] }];
        }
      ).devices;
      expect([device.platform, device.source, device.user]).toEqual(['macos', 'managed', 'alice']);
      expect(Object.fromEntries(device.keys.map(({ key, value }) => [key, value]))).toEqual({
        inferenceProvider: 'gateway',
        inferenceModels: ['claude-sonnet-5'],
        disableAutoUpdates: true,
        inferenceGatewayApiKey: '••••',
        inferenceCustomHeaders: '••••',
        managedMcpServers: '••••',
      });
    });
  },
);
