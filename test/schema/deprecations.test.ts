import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { catalogue, keySpec } from '../../src/schema/catalogue/index.ts';
import { modernise } from '../../src/schema/deprecations.ts';
import { replacementOf, retiredNames } from '../../src/schema/retirements/renames.ts';
import type { Diagnostic } from '../../src/diagnostics.ts';
import { latestRelease, neighbours, releaseOf, type Release } from '../../src/schema/releases.ts';
import { retirements } from '../../src/schema/retirements/index.ts';
import { validate } from '../../src/schema/validate.ts';
import { documentOf } from './document-of.ts';
import { cases } from './migrate-cases.ts';

const check = (settings: Readonly<Record<string, unknown>>, target?: Release): readonly Diagnostic[] =>
  validate(documentOf(settings), { target }).diagnostics;
const RETIRED = new Set(['deprecated-key', 'deprecated-value', 'deprecated-shape', 'removed-key']);
const told = (findings: readonly Diagnostic[]): readonly Diagnostic[] =>
  findings.filter(({ code }) => RETIRED.has(code));
const errors = (findings: readonly Diagnostic[]): readonly string[] =>
  findings.filter(({ severity }) => severity === 'error').map(({ message }) => message);

const shared = new URL('../../../shared/catalogue/deprecations.json', import.meta.url);
test.skipIf(!existsSync(shared))('the table has a row for every known retirement', () => {
  const facts = JSON.parse(readFileSync(shared, 'utf8')) as {
    id: string;
    since: string;
    cutoff?: string;
    replacementReadableFrom?: string;
  }[];
  const rows = new Map(retirements.map((row) => [row.id, row]));
  expect([...rows.keys()].sort()).toEqual(facts.map(({ id }) => id).sort());
  for (const fact of facts) {
    expect(rows.get(fact.id)?.since, fact.id).toBe(fact.since);
    const cutoff = /^\d{4}-\d\d-\d\d/.exec(fact.cutoff ?? '')?.[0];
    if (cutoff !== undefined) expect(rows.get(fact.id)?.cutoff, fact.id).toBe(cutoff);
    if (fact.replacementReadableFrom !== undefined && rows.get(fact.id)?.code !== undefined)
      expect(rows.get(fact.id)?.replacedSince, fact.id).toBe(fact.replacementReadableFrom);
  }
});

test('rows are well formed, and every removed key of the catalogue has one', () => {
  expect(new Set(retirements.map(({ id }) => id)).size).toBe(retirements.length);
  for (const row of retirements) {
    expect(row.fix, row.id).toMatch(/^[A-Z].*\.$/);
    expect(row.effect, row.id).toMatch(/^[^A-Z].*[^.]$/);
    if (row.cutoff !== undefined && row.code !== undefined) expect(row.stopsAt, row.id).toBeDefined();
  }
  for (const [key, spec] of Object.entries(catalogue))
    if ('removed' in spec)
      expect(
        retirements.some(({ id, code }) => id === `key-${key}` && code === 'removed-key'),
        key,
      ).toBe(true);
  for (const name of retiredNames) {
    expect(keySpec(name), name).toBeUndefined();
    expect(keySpec(replacementOf(name) ?? ''), name).toBeDefined();
  }
  expect(replacementOf('__proto__')).toBeUndefined();
  expect(replacementOf('inferenceProvider')).toBeUndefined();
});

test('every row that makes a finding has a case', () => {
  const covered = new Set(cases.map(({ id }) => id));
  expect(retirements.filter(({ id, code }) => code !== undefined && !covered.has(id))).toEqual([]);
});

const rowOf = (id: string) => retirements.find((row) => row.id === id)!;
const checked = cases.filter(({ id, code }) => code !== undefined && rowOf(id).neverRead !== true);

describe.each(cases.filter(({ id }) => rowOf(id).neverRead === true))(
  '$id, never read',
  ({ id, code, old }) => {
    test.each([undefined, '1.2581.0', 'latest'])('is an error for the target %s', (target) => {
      const release =
        target === undefined ? undefined : target === 'latest' ? latestRelease : releaseOf(target);
      expect(told(check(old, release)).map((one) => [one.code, one.severity, one.hint])).toEqual([
        [code, 'error', rowOf(id).fix],
      ]);
    });
  },
);

describe.each(checked)('$id', ({ id, code, old }) => {
  const row = rowOf(id);

  test('is told once, as a warning, and nothing is an error', () => {
    const findings = check(old);
    const expected = row.superseded === true ? 'info' : 'warning';
    expect(errors(findings)).toEqual([]);
    expect(told(findings).map((finding) => finding.code)).toContain(code);
    for (const finding of told(findings)) {
      expect(finding.severity).toBe(expected);
      expect(Object.keys(old)).toContain(finding.key);
    }
    expect(told(findings).filter(({ hint }) => hint === row.fix)).toHaveLength(1);
  });

  test('passes silently for a target that reads it', () => {
    const last = row.stopsAt === undefined ? undefined : neighbours(releaseOf(row.stopsAt)).before;
    const findings = check(old, last === undefined ? latestRelease : releaseOf(last.version));
    expect(told(findings)).toEqual([]);
    expect(errors(findings)).toEqual([]);
  });

  test.runIf(row.stopsAt !== undefined)('is an error for a target that does not', () => {
    for (const target of [releaseOf(row.stopsAt ?? ''), latestRelease])
      expect(told(check(old, target)).filter(({ severity }) => severity === 'error')).toHaveLength(1);
  });
});

const gateway = {
  inferenceProvider: 'gateway',
  inferenceGatewayBaseUrl: 'https://gateway.example.com',
  inferenceGatewayApiKey: '${env:KEY}',
};

test('where both spellings stand the new one counts', () => {
  const { settings, retirements: found } = modernise(
    new Map<string, unknown>([
      ['inferenceGatewayHeaders', { A: 'old' }],
      ['inferenceCustomHeaders', { A: 'new' }],
    ]),
  );
  expect([...settings]).toEqual([['inferenceCustomHeaders', { A: 'new' }]]);
  expect(found.map(({ code, path }) => [code, path])).toEqual([
    ['deprecated-key', ['inferenceGatewayHeaders']],
  ]);
});

test('places are told in the spelling of the document', () => {
  const { settings, writtenAs } = modernise(
    new Map<string, unknown>([
      ['inferenceGatewayHeaders', ['A: b']],
      ['inferenceProvider', 'gateway'],
      ['inferenceGatewayAuthScheme', 'sso'],
    ]),
  );
  expect([...settings]).toEqual([
    ['inferenceCustomHeaders', { A: 'b' }],
    ['inferenceProvider', 'gateway'],
    ['inferenceCredentialKind', 'interactive'],
  ]);
  expect(Object.fromEntries(writtenAs)).toEqual({
    inferenceCustomHeaders: 'inferenceGatewayHeaders',
    inferenceCredentialKind: 'inferenceGatewayAuthScheme',
  });
});

test.for<[string, unknown, string]>([
  ['a part without =', 'A=b,c', 'part 2 has no equals sign'],
  ['an empty name', '=b', 'part 1 has no name'],
  ['a name twice', 'A=b,a=c', 'part 2 repeats the name of an earlier one'],
  ['a line without a colon', ['A=b'], 'item 1 has no colon'],
  ['lines without a colon', ['A: b', 'no colon'], 'item 2 has no colon'],
  ['an item that is no text', [1], 'item 1 is no text'],
  ['more of them than a file may hold values', 'a=b,'.repeat(150_000), 'holds more than 150000 parts'],
])(
  'headers with %s are refused as the form they have, under the key that is written',
  ([, value, problem]) => {
    for (const key of ['inferenceCustomHeaders', 'inferenceGatewayHeaders']) {
      const diagnostics = check({ ...gateway, [key]: value });
      const found = diagnostics.filter(({ severity }) => severity === 'error');
      expect(found.map(({ code, message }) => [code, message])).toEqual([
        ['header-invalid', `${key}: ${problem}`],
      ]);
      expect(found[0]?.path[0]).toBe(key);
    }
  },
);

test('findings at a retired key name that key', () => {
  const diagnostics = check({ ...gateway, inferenceGatewayHeaders: { 'bad name': 'x', Host: 'y' } });
  expect(
    diagnostics.filter(({ severity }) => severity === 'error').map(({ path, message }) => [path, message]),
  ).toEqual([
    [
      ['inferenceGatewayHeaders', 'Host'],
      'inferenceGatewayHeaders.Host is computed by the client and cannot be set',
    ],
    [
      ['inferenceGatewayHeaders', 'bad name'],
      expect.stringMatching(/^inferenceGatewayHeaders.*is not an HTTP field name$/),
    ],
  ]);
});

test.each<[unknown, unknown]>([
  ['X-Team=${env:TEAM},X-A=b', { 'X-Team': '${env:TEAM}', 'X-A': 'b' }],
  ['X-Team=${file:/a,b=c},X-A=b', { 'X-Team': '${file:/a,b=c}', 'X-A': 'b' }],
  ['X-${file:/a=b}=c', { 'X-${file:/a=b}': 'c' }],
  [['X-Team: ${env:TEAM}', 'X-A:b'], { 'X-Team': '${env:TEAM}', 'X-A': 'b' }],
  [['X-${env:NAME}: a'], { 'X-${env:NAME}': 'a' }],
])('a separator inside a reference is none: the headers of %j', (value, headers) => {
  const { settings } = modernise(new Map([['inferenceCustomHeaders', value]]));
  expect(settings.get('inferenceCustomHeaders')).toEqual(headers);
});

test.each<[unknown]>([['${env:HEADERS}'], ['${file:/a=b}'], [['${env:LINE}']], ['X-A=b,${env:MORE}']])(
  '%j cannot be taken apart before it is known',
  (value) => {
    const { settings, retirements: found } = modernise(new Map([['inferenceCustomHeaders', value]]));
    expect([settings.get('inferenceCustomHeaders'), found]).toEqual([value, []]);
  },
);

test('for another provider the gateway scheme says nothing', () => {
  const settings = new Map([
    ['inferenceProvider', 'bedrock'],
    ['inferenceGatewayAuthScheme', 'sso'],
  ]);
  expect([...modernise(settings).settings]).toEqual([['inferenceProvider', 'bedrock']]);
});

test('old forms that nobody can read are left to the schema', () => {
  const entry = { name: 'a', url: 'https://a.example.com', transport: 'http' };
  for (const [servers, count] of [
    [[{ ...entry, oauth: 0 }], 1],
    [[{ ...entry, oauth: 'maybe' }], 1],
    [[{ name: 'a', transport: 'builtin' }], 1],
    [[{ name: 'a' }], 1],
    [[{ name: 'a', url: 'https://a.example.com', command: '/opt/a' }], 1],
    [[{ ...entry, oauth: { clientId: 'c', scope: [1] } }], 1],
  ] as const) {
    const findings = check({ ...gateway, managedMcpServers: servers });
    expect(told(findings)).toEqual([]);
    expect(errors(findings).length).toBeGreaterThanOrEqual(count);
  }
  const record = { mcpServers: { a: { toolPolicy: {}, other: 1 } } };
  expect(errors(check({ ...gateway, orgPluginSettings: record }))).toHaveLength(1);
});

test('modernising changes nothing that it was given', () => {
  for (const { old } of cases) {
    const before = structuredClone(old);
    modernise(new Map(Object.entries(old)));
    expect(old).toEqual(before);
  }
});
