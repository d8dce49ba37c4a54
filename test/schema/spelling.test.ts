import { describe, expect, test } from 'vitest';
import { migrate } from '../../src/schema/migrate.ts';
import { parseTarget, releaseOf, type ReleaseRange } from '../../src/schema/releases.ts';
import { retirements } from '../../src/schema/retirements/index.ts';
import { isTorn, standing } from '../../src/schema/spelling.ts';
import { validate } from '../../src/schema/validate.ts';
import { documentOf } from './document-of.ts';
import { cases } from './migrate-cases.ts';

/* A fleet: what every release of it must read, and that validate and migrate never disagree. */

type Settings = Readonly<Record<string, unknown>>;

function fleet(text: string): ReleaseRange {
  const range = parseTarget(text);
  if (range === undefined) throw new Error(text);
  return range;
}

const GATEWAY = { inferenceProvider: 'gateway', inferenceGatewayBaseUrl: 'https://gw.example.com' };
const KEY = { inferenceGatewayApiKey: '${env:K}', isDesktopExtensionEnabled: true };

const errors = (settings: Settings, target: string): string[] =>
  validate(documentOf(settings), { target: fleet(target) })
    .diagnostics.filter(({ severity }) => severity === 'error')
    .map(({ code, path }) => `${code} ${path.join('.')}`);

describe('validate', () => {
  const sso = { ...GATEWAY, inferenceGatewayAuthScheme: 'sso', inferenceGatewayHeaders: { 'X-Team': 'a' } };
  test.each<[string, Settings, string[]]>([
    // The oldest release alone: apps update themselves, so the newest counts too.
    [
      '1.46388',
      sso,
      ['deprecated-value inferenceGatewayAuthScheme', 'deprecated-key inferenceGatewayHeaders'],
    ],
    [
      'latest',
      sso,
      ['deprecated-value inferenceGatewayAuthScheme', 'deprecated-key inferenceGatewayHeaders'],
    ],
    ['1.46388..2.19675', sso, []],
    ['1.46388..2.26454.1', sso, []],
    [
      '1.46388..2.26454.2',
      sso,
      ['deprecated-value inferenceGatewayAuthScheme', 'deprecated-key inferenceGatewayHeaders'],
    ],
    // Neither spelling is read by the whole fleet.
    [
      '1.7196',
      { ...GATEWAY, ...KEY, inferenceGatewayHeaders: { 'X-Team': 'a' } },
      ['no-common-spelling inferenceGatewayHeaders'],
    ],
    [
      '1.7196',
      { ...GATEWAY, ...KEY, inferenceCustomHeaders: { 'X-Team': 'a' } },
      ['no-common-spelling inferenceCustomHeaders'],
    ],
    [
      '1.7196',
      sso,
      ['no-common-spelling inferenceGatewayAuthScheme', 'no-common-spelling inferenceGatewayHeaders'],
    ],
    [
      '1.7196',
      { ...GATEWAY, inferenceCredentialKind: 'interactive' },
      ['no-common-spelling inferenceCredentialKind'],
    ],
    // A fleet that is held back has one.
    ['1.7196..1.9255', { ...GATEWAY, ...KEY, inferenceGatewayHeaders: { 'X-Team': 'a' } }, []],
    [
      '1.7196..1.9255',
      { ...GATEWAY, ...KEY, inferenceCustomHeaders: { 'X-Team': 'a' } },
      ['key-newer-than-target inferenceCustomHeaders'],
    ],
    // What was removed is an error where the newest release reads it no more.
    ['1.40609..1.46388', { ...GATEWAY, ...KEY, allowOptionalClientAuth: true }, []],
    [
      '1.40609',
      { ...GATEWAY, ...KEY, allowOptionalClientAuth: true },
      ['removed-key allowOptionalClientAuth'],
    ],
  ])('%s: %j', (target, settings, expected) => {
    expect(errors(settings, target).sort()).toEqual([...expected].sort());
  });

  test('the two halves are named, and each of them has a spelling', () => {
    const settings = { ...GATEWAY, ...KEY, inferenceCustomHeaders: { 'X-Team': 'a' } };
    const [torn] = validate(documentOf(settings), { target: fleet('1.7196') }).diagnostics.filter(
      ({ code }) => code === 'no-common-spelling',
    );
    const halves = [...(torn?.hint ?? '').matchAll(/--target (\S+?)(?=[ ,]|\.$|\. )/g)].map(
      ([, half]) => half ?? '',
    );
    expect(halves).toEqual(['1.7196.0..1.7196.1', '1.8089.0']);
    for (const half of halves) {
      const { settings: spelled, decisions } = migrate(documentOf(settings), fleet(half));
      expect(decisions.filter(({ torn: open }) => open)).toEqual([]);
      expect(errors(Object.fromEntries(spelled), half)).toEqual([]);
    }
  });
});

const FLEETS = [
  '1.2581',
  '1.7196',
  '1.7196..1.9255',
  '1.24012..1.24012',
  '1.40609',
  '1.46388..2.19675',
  '2.7032',
  'latest',
];
const SPELLING = new Set([
  'deprecated-key',
  'deprecated-value',
  'deprecated-shape',
  'removed-key',
  'no-common-spelling',
]);

describe.each(FLEETS)('for %s', (target) => {
  const range = fleet(target);

  test.each(cases.map(({ id, old, now }) => [id, old, now] as const))(
    '%s: migrate changes or decides what validate refuses, and nothing is left to refuse after it',
    (_, old, now) => {
      for (const settings of [old, ...(now === undefined ? [] : [now])]) {
        const refused = errors(settings, target).filter((one) => SPELLING.has(one.split(' ')[0] ?? ''));
        const { changes, decisions, settings: spelled } = migrate(documentOf(settings), range);
        if (refused.length > 0) expect(changes.length + decisions.length).toBeGreaterThan(0);
        const after = errors(Object.fromEntries(spelled), target).filter((one) =>
          SPELLING.has(one.split(' ')[0] ?? ''),
        );
        if (decisions.length === 0) expect(after).toEqual([]);
        if (decisions.some(({ torn }) => torn === true))
          expect(after.some((one) => one.startsWith('no-common-spelling'))).toBe(true);
      }
    },
  );
});

test('a row tears a fleet apart only where the oldest release reads the old spelling and the newest does not', () => {
  const row = retirements.find(({ id }) => id === 'key-enduserAttribution');
  if (row === undefined) throw new Error('no row');
  expect(
    ['1.24012', '1.24012..2.19675', '1.22209', '1.25927'].map((target) => [
      standing(row, fleet(target)),
      isTorn(row, fleet(target)),
    ]),
  ).toEqual([
    [{ now: false, old: false, begun: true }, true],
    [{ now: false, old: true, begun: true }, false],
    [{ now: false, old: false, begun: false }, false],
    [{ now: true, old: false, begun: true }, false],
  ]);
  expect(releaseOf(row.stopsAt ?? '')).toEqual([2, 26454, 2]);
});
