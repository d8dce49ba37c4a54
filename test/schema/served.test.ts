import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { codeDocs } from '../../src/codes/docs.ts';
import { codes } from '../../src/codes/index.ts';
import type { Diagnostic } from '../../src/diagnostics.ts';
import { json } from '../../src/importers/json.ts';
import {
  keyNames,
  looksServed,
  parseTarget,
  pathText,
  validate,
  type Document,
} from '../../src/schema/index.ts';
import { consentFor } from '../../src/schema/served/consent.ts';
import { bootstrapSource, validateServed, type BootstrapSource } from '../../src/schema/served.ts';
import { documentOf } from './document-of.ts';

/*
 * Answers of bootstrap servers. fixtures/served/bodies are the sample bodies with what the table below expects;
 * fixtures/served/more/NAME[.policy-POLICY][.target-RELEASE].json has exactly the findings beside it.
 * UPDATE_FIXTURES=1 writes those anew: read the difference before you keep it.
 */
const FIXTURES = path.join(import.meta.dirname, '../../fixtures/served');
const NOW = Date.parse('2026-11-26T00:00:00Z');

function read(file: string): Document {
  const decoded = json.decode(readFileSync(path.join(FIXTURES, file)));
  if (!decoded.ok) throw new Error(`${file}: ${decoded.failure.message}`);
  return decoded.value;
}

function policy(name: string): BootstrapSource {
  const document = read(`policies/${name}.json`);
  return bootstrapSource(`${name}.json`, document, validate(document).settings);
}

const check = (file: string, name = file): readonly Diagnostic[] => {
  const [, source] = /\.policy-([a-z-]+)/.exec(name) ?? [];
  const [, release] = /\.target-([\d.]+)\.json/.exec(name) ?? [];
  return validateServed(read(file), {
    deployed: true,
    now: NOW,
    ...(source === undefined ? {} : { source: policy(source) }),
    ...(release === undefined ? {} : { target: parseTarget(release) }),
  }).diagnostics;
};
const named = ({ code, severity, path: at }: Diagnostic): string =>
  `${severity} ${code}${at.length === 0 ? '' : ` ${pathText(at)}`}`;

describe('the sample bodies are named rightly', () => {
  /** Everything that is said of a body, in order; the three good ones are silent. */
  const BODIES: Readonly<Record<string, readonly string[]>> = {
    'array.json': ['error wrong-shape'],
    'bom.json': ['warning byte-order-mark'],
    'duplicate-keys.json': [
      'error duplicate-key inferenceProvider',
      'info setting-risky coworkEgressAllowedHosts',
      'error models-required inferenceProvider',
      'error required-key-missing inferenceProvider',
      'error required-key-missing inferenceProvider',
    ],
    'empty-body.json': ['error syntax'],
    'empty-object.json': ['error answer-empty'],
    'excluded-keys.json': [
      'error never-delivered bootstrapUrl',
      'error never-delivered trustBootstrapDelivery',
      'error never-delivered egressProxyUrl',
    ],
    'expired.json': ['error expires-at-past expiresAt'],
    'expires-0.json': ['error expires-at-past expiresAt'],
    'expires-string.json': ['warning expires-at-invalid expiresAt'],
    'good-ms.json': [],
    'good-v2.json': [],
    'good.json': [],
    'html-200.html': ['error syntax'],
    'http-mcp.json': ['error mcp-url-dropped managedMcpServers[0].url'],
    'loopback-url.json': ['error loopback-dropped inferenceGatewayBaseUrl'],
    'mixed-v1-v2.json': ['error mixed-shape inferenceProvider'],
    'null.json': ['error wrong-shape'],
    'static-key.json': [
      'warning credential-unused inferenceGatewayOidc',
      'info served-secret inferenceGatewayApiKey',
    ],
    'string-booleans.json': [
      'warning string-encoded coworkTabEnabled',
      'info behaviour-changed coworkTabEnabled',
    ],
    'truncated.json': ['error syntax'],
    'unknown-keys.json': ['warning unknown-key inferenceRegion', 'warning unknown-key user'],
    'wrapped.json': ['error answer-empty', 'error nested-config config'],
  };
  test('all 22 are in the table', () => {
    expect(readdirSync(path.join(FIXTURES, 'bodies')).sort()).toEqual(Object.keys(BODIES).sort());
  });
  test.for(Object.entries(BODIES))('%s', ([file, expected]) => {
    expect(check(`bodies/${file}`).map(named).sort()).toEqual([...expected].sort());
  });

  const SHARED = path.join(import.meta.dirname, '../../../shared/deploy/samples/bootstrap');
  test.runIf(existsSync(SHARED))('they are the bodies that are handed around', () => {
    for (const file of readdirSync(SHARED))
      expect(readFileSync(path.join(SHARED, file))).toEqual(
        readFileSync(path.join(FIXTURES, 'bodies', file)),
      );
  });
});

const met = new Set<string>();
describe('more answers', () => {
  const files = readdirSync(path.join(FIXTURES, 'more')).filter((name) => !name.endsWith('.findings.json'));
  test.for(files)('%s', (file) => {
    const found = check(`more/${file}`);
    for (const { code } of found) met.add(code);
    const beside = path.join(FIXTURES, 'more', file.replace(/\.jsonc?$/, '.findings.json'));
    if (process.env.UPDATE_FIXTURES === '1')
      writeFileSync(beside, `${JSON.stringify(found.map(named), null, 2)}\n`);
    expect(found.map(named)).toEqual(JSON.parse(readFileSync(beside, 'utf8')));
  });
  test('bring about every code of answers', () => {
    const served = codes.filter((code) => codeDocs[code]().flags?.as === 'bootstrap');
    const bodies = ['byte-order-mark', 'served-secret'];
    expect(served.length).toBeGreaterThan(10);
    expect(served.filter((code) => !met.has(code) && !bodies.includes(code))).toEqual([]);
  });
});

describe('what no server delivers', () => {
  const refused = (key: string): boolean =>
    validateServed(documentOf({ [key]: 'x' })).diagnostics.some(
      ({ code, severity, path: at }) => code === 'never-delivered' && severity === 'error' && at[0] === key,
    );
  test('is eight keys of the device and two of the console', () => {
    expect(keyNames.filter(refused).sort()).toEqual([
      'bootstrapEnabled',
      'bootstrapHeaders',
      'bootstrapHeadersHelper',
      'bootstrapOidc',
      'bootstrapUrl',
      'claudeInChromeEnabled',
      'disableLocalConfigCache',
      'egressProxyPacUrl',
      'egressProxyUrl',
      'trustBootstrapDelivery',
    ]);
  });
  test('does not hide what else is wrong: the rest is checked as if it were not there', () => {
    const found = validateServed(
      documentOf({ bootstrapUrl: 'https://b.example.com', inferenceProvider: 'gateway' }),
    ).diagnostics.map(({ code }) => code);
    expect(found).toContain('required-key-missing');
  });
  test('stands where it belongs in a policy', () => {
    for (const as of ['managed', undefined] as const)
      for (const key of keyNames)
        expect(
          validate(documentOf({ [key]: 'x' }), { as }).diagnostics.map(({ code }) => code),
        ).not.toContain('never-delivered');
  });
});

test.for([
  ['expiresAt', { inferenceProvider: 'gateway', expiresAt: 1 }, true],
  ['$schemaVersion', { $schemaVersion: 1, inferenceProvider: 'gateway' }, true],
  ['a cluster', { inference: { provider: 'gateway' } }, true],
  ['flat keys alone', { inferenceProvider: 'gateway' }, false],
  [
    'the export of the app',
    { inference: { provider: 'gateway' }, bootstrap: { headers: { A: 'b' } } },
    false,
  ],
] as const)('an answer is known by %s', ([, settings, expected]) => {
  const decoded = json.decode(Buffer.from(JSON.stringify(settings)));
  expect(decoded.ok && looksServed(decoded.value)).toBe(expected);
});

describe('where a rule about answers speaks, and in which words', () => {
  const ANSWER = {
    inferenceProvider: 'gateway',
    inferenceGatewayBaseUrl: 'https://llm-gateway.example.corp',
    coworkEgressAllowedHosts: [],
  };
  const UUID = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
  const OTHER = '3f2504e0-4f89-41d3-9a0c-0305e82c3302';
  interface Asked {
    readonly policy?: Readonly<Record<string, unknown>>;
    readonly target?: string;
    readonly wire?: 'sent' | 'maybe';
  }
  const said = (answer: object, { policy: settings, target, wire }: Asked): string[] => {
    const source =
      settings === undefined
        ? {}
        : {
            source: bootstrapSource(
              'policy.json',
              documentOf(settings),
              validate(documentOf(settings)).settings,
            ),
          };
    return validateServed(documentOf({ ...ANSWER, ...answer }), {
      deployed: true,
      now: NOW,
      ...source,
      ...(wire && { wire }),
      ...(target === undefined ? {} : { target: parseTarget(target) }),
    }).diagnostics.map(
      ({ severity, code, path: at, message, hint }) =>
        `${severity} ${code} ${pathText(at)}: ${message} → ${hint ?? ''}`,
    );
  };

  test.for<[object, Asked, RegExp]>([
    [{ expiresAt: 4_000_000_000_000_000 }, {}, /expiresAt is 4000000000000000, which is in the year 128724/],
    [{ expiresAt: 9e15 }, {}, /which is no date/],
    [{ expiresAt: 8.64e15 }, {}, /which is in the year 275760/],
    [
      { expiresAt: -8.64e12 },
      {},
      /^error expires-at-past .*expiresAt is -271821-04-20T00:00:00Z, which is past/,
    ],
    [{ expiresAt: -8.65e12 }, {}, /expiresAt is -8650000000000, which is past/],
    [{ expiresAt: NOW / 1000 + 60 }, {}, /^warning expires-at-past .*in 60 s: the answer expires before/],
    [{ expiresAt: NOW / 1000 }, { wire: 'maybe' }, /^warning expires-at-past .*which is past/],
    [{ expiresAt: '1800000000' }, {}, /^warning expires-at-invalid .*Write 1800000000 without quotes/],
    [{ expiresAt: '2027-01-01T00:00:00Z' }, {}, /Write 1798761600\./],
    [{ expiresAt: 'soon' }, {}, /^error expires-at-invalid .*a string.*Write a number, or leave it out/],
    [{ expiresAt: `2027-01-01T00:00:00Z${' '.repeat(30)}` }, {}, /^error expires-at-invalid/],
    [{ deploymentOrganizationUuid: UUID }, { policy: ANSWER }, /is set in the answer only/],
    [{}, { policy: { ...ANSWER, deploymentOrganizationUuid: UUID } }, /is set in policy\.json only/],
    [
      { deploymentOrganizationUuid: UUID },
      { policy: { ...ANSWER, deploymentOrganizationUuid: OTHER } },
      /of the answer is another one than in policy\.json/,
    ],
    [
      {},
      { policy: { ...ANSWER, chatTabEnabled: true } },
      /^warning setting-lost : chatTabEnabled is set in policy\.json/,
    ],
    [
      { chatTabEnabled: 'true' },
      {},
      /^warning string-encoded chatTabEnabled: chatTabEnabled is a boolean written as a text/,
    ],
    [
      { bootstrapUrl: 'https://b.example.com' },
      {},
      /bootstrapUrl counts only where device management or the local file sets it.*Put it into the policy of the device/,
    ],
    [
      { claudeInChromeEnabled: true },
      {},
      /the admin console of the vendor sets it.*Set it in the admin console/,
    ],
    [{ $schemaVersion: 3 }, {}, /schema-version .*\$schemaVersion is 3; only the number 2 is known/],
    [{ $schemaVersion: '2' }, {}, /schema-version .*\$schemaVersion is a string; only the number 2 is known/],
    [
      { relaunchEnforcementHours: 24 },
      { policy: { ...ANSWER, disableAutoUpdates: true } },
      /relaunchEnforcementHours of the answer does not count, because policy\.json sets disableAutoUpdates/,
    ],
    [{}, { target: '1.40000.0' }, /relaunchEnforcementHours is not set: releases before 1\.46388\.1/],
    [{}, { target: '1.10000.0' }, /^error key-newer-than-target : The answer of a bootstrap server/],
    [
      { inferenceGatewayApiKey: '${env:KEY}' },
      { wire: 'sent' },
      /^error reference-in-deployed-file inferenceGatewayApiKey/,
    ],
    [
      { managedMcpServers: [{ name: 'a', server: 'github' }] },
      { target: '1.18000.0' },
      /^error key-newer-than-target managedMcpServers\[0\]: managedMcpServers\[0\], which is no remote server/,
    ],
  ])('%j %j', ([answer, asked, words]) => {
    expect(said(answer, asked)).toEqual(expect.arrayContaining([expect.stringMatching(words)]));
  });

  test.for<[object, Asked, string]>([
    [{ expiresAt: NOW / 1000 + 61 }, {}, 'expires-at'],
    [{ expiresAt: 7_258_118_400 }, {}, 'expires-at'],
    [
      { deploymentOrganizationUuid: UUID },
      { policy: { ...ANSWER, deploymentOrganizationUuid: UUID } },
      'setting-incomplete',
    ],
    [{}, { policy: { ...ANSWER, allowedPluginMarketplaces: [] } }, 'setting-lost'],
    [{}, { policy: { ...ANSWER, bootstrapUrl: 'https://b.example.com' } }, 'setting-lost'],
    [{}, { policy: { ...ANSWER, $schema: 'x' } }, 'setting-lost'],
    [{ relaunchEnforcementHours: 24 }, { target: '1.40000.0' }, 'served-default'],
    [{}, { target: '1.46388.1' }, 'served-default'],
    [{ inferenceGatewayApiKey: '${env:KEY}' }, {}, 'reference-in-deployed-file'],
    [{ inferenceGatewayApiKey: '${env:KEY}' }, {}, 'served-secret'],
    [{ inferenceGatewayApiKey: 'dummy' }, {}, 'served-secret'],
    [{ chatTabEnabled: '${env:CHAT}' }, {}, 'string-encoded'],
    [
      { managedMcpServers: [{ name: 'a', transport: 'http', url: 'https://m.example.com', oauth: true }] },
      { target: '1.18000.0' },
      'managedMcpServers[0]:',
    ],
  ])('%j %j: nothing of %s', ([answer, asked, code]) => {
    for (const one of said(answer, asked)) expect(one).not.toContain(code);
  });
});

describe('what users are asked to consent to', () => {
  // Without a release every one that reads a bootstrap server asks.
  test.each<[string, string, string | undefined]>([
    ['inferenceGatewayBaseUrl', 'redirects', '1.28929.0'],
    ['inferenceBedrockBaseUrl', 'redirects', '1.30096.1'],
    ['inferenceVertexBaseUrl', 'redirects', '1.30096.1'],
    ['inferenceVertexProjectId', 'redirects', '1.40609.0'],
    ['inferenceFoundryResource', 'redirects', '2.2553.0'],
    ['inferenceFoundryBaseUrl', 'redirects', '2.2553.0'],
    ['inferenceCredentialHelper', 'runs', '1.25927.0'],
    ['inferenceCredentialHelperWindows', 'runs', undefined],
    ['inferenceBedrockAwsCliPath', 'runs', undefined],
    ['otlpHeadersHelper', 'runs', undefined],
    ['sshClientPath', 'runs', undefined],
  ])('%s, which %s, from %s on', (key, does, since) => {
    const settings = new Map([[key, 'x']]);
    const asked = [{ path: [key], does, since }];
    expect(consentFor(settings, undefined)).toEqual(asked);
    expect(consentFor(settings, parseTarget(`1.10628.0..${since ?? '1.10628.0'}`))).toEqual(asked);
    if (since !== undefined) expect(consentFor(settings, parseTarget('1.10628.0..1.24012.0'))).toEqual([]);
  });

  test.each<[unknown, unknown[]]>([
    [
      [
        { name: 'a', command: '/c' },
        { url: 'https://b', headersHelper: '/h' },
      ],
      [
        ['managedMcpServers', 0, 'command'],
        ['managedMcpServers', 1, 'headersHelper'],
      ],
    ],
    [[{ name: 'a', url: 'https://m.example.com' }, 'text', null], []],
    ['${env:SERVERS}', []],
  ])('programs of the connectors %j', (managedMcpServers, paths) => {
    const asked = consentFor(new Map([['managedMcpServers', managedMcpServers]]), undefined);
    expect(asked.map(({ path: at }) => at)).toEqual(paths);
  });
});

const USER = { envelope: { scope: 'User' } } as Document;
const HIVE = { hive: 'user' } as Document;
const MACHINE = { hive: 'machine', envelope: { scope: 'System' } } as Document;

test.each<[string, Document, object, 'library' | undefined, boolean]>([
  ['for the machine', MACHINE, {}, undefined, false],
  ['for the user of Windows', HIVE, {}, undefined, true],
  ['for the user of macOS', USER, {}, undefined, true],
  ['of the app itself', MACHINE, {}, 'library', true],
  ['for the user, trusted', USER, { trustBootstrapDelivery: true }, undefined, false],
  ['for the user, trusted in the older spelling', USER, { trustBootstrapLocalExec: true }, undefined, false],
  ['for the machine, not trusted', MACHINE, { trustBootstrapDelivery: false }, undefined, true],
  [
    'for the machine, where the spelling of today counts',
    MACHINE,
    { trustBootstrapDelivery: false, trustBootstrapLocalExec: true },
    undefined,
    true,
  ],
])('a bootstrapUrl %s: users are asked: %5$s', (_, document, settings, place, asks) => {
  expect(bootstrapSource('f', document, new Map(Object.entries(settings)), place).asks).toBe(asks);
});

test.each<[string, string]>([
  ['allowedPluginMarketplaces', '1.19367.0'],
  ['disableDeepLinkRegistration', '1.25927.0'],
  ['inferenceBedrockAwsCliPath', '1.25927.0'],
  ['inferenceBedrockAwsDir', '1.25927.0'],
  ['inferenceBedrockProfile', '1.25927.0'],
  ['inferenceCredentialHelper', '1.25927.0'],
  ['inferenceCredentialHelperSilentRefreshEnabled', '1.25927.0'],
  ['inferenceCredentialHelperTimeoutSec', '1.25927.0'],
  ['inferenceCredentialHelperTtlSec', '1.25927.0'],
  ['inferenceFoundryClientId', '1.25927.0'],
  ['inferenceFoundryTenantId', '1.25927.0'],
  ['inferenceVertexCredentialsFile', '1.25927.0'],
  ['microsoftAuthBroker', '1.25927.0'],
  ['userContentRendererUrl', '1.25927.0'],
])('a server delivers %s from %s on', (key, first) => {
  const words = (target: string): string[] =>
    validateServed(documentOf({ inferenceProvider: 'gateway', [key]: 'x' }), { target: parseTarget(target) })
      .diagnostics.filter(({ code }) => code === 'key-newer-than-target')
      .map(({ message }) => message);
  const late = expect.stringContaining(`${key} of a bootstrap server`) as string;
  const before = first === '1.19367.0' ? '1.18286.0' : '1.24012.9';
  expect(words(before)).toContainEqual(late);
  expect(words(first)).not.toContainEqual(late);
});
