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
