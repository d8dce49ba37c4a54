import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { json } from '../../../src/importers/json.ts';
import type { Document } from '../../../src/schema/document.ts';
import { PLATFORMS } from '../../../src/schema/key-spec.ts';
import { parseTarget } from '../../../src/schema/releases.ts';
import { rules, rulesFor } from '../../../src/schema/rules/index.ts';
import type { Rule } from '../../../src/schema/rules/rule.ts';
import { validate, type ValidateOptions } from '../../../src/schema/validate.ts';

/* What every rule must hold, whoever adds one: a fixture that makes it speak, and a `when` that leaves nothing out. */

const FIXTURES = path.join(import.meta.dirname, '../../../fixtures');

interface Fixture {
  readonly name: string;
  readonly document: Document;
  readonly options: ValidateOptions;
}

const fixtures: readonly Fixture[] = ['err', 'ok'].flatMap((folder) =>
  readdirSync(path.join(FIXTURES, folder))
    .filter((name) => /\.jsonc?$/.test(name) && !name.endsWith('.findings.json'))
    .flatMap((name) => {
      const read = json.decode(readFileSync(path.join(FIXTURES, folder, name)));
      if (!read.ok) return [];
      const release = /\.target-([\d.]+)\.json/.exec(name)?.[1];
      const options = {
        platform: PLATFORMS.find((one) => name.includes(`.${one}.`)),
        target: release === undefined ? undefined : parseTarget(release),
        deployed: name.includes('.deployed.'),
        now: Date.parse('2026-11-26'),
      };
      return [{ name, document: read.value, options }];
    }),
);

/** Rules that speak only of what no JSON holds, with a test of their own: the hive of a user. */
const ELSEWHERE: readonly string[] = ['machine-hive'];

test('every rule is called like its file', () => {
  const folder = path.join(import.meta.dirname, '../../../src/schema/rules');
  const ids = new Set(rules.map(({ id }) => id));
  for (const name of readdirSync(folder)) {
    const id = /^ {2}id: '([^']*)',$/m.exec(readFileSync(path.join(folder, name), 'utf8'))?.[1];
    if (id !== undefined) expect(`${id}.ts`).toBe(name);
    if (id !== undefined) ids.delete(id);
  }
  expect([...ids]).toEqual([]);
});

test('every rule makes a finding of some fixture', () => {
  const spoke = new Set<string>();
  const heard = rules.map((rule): Rule => ({
    id: rule.id,
    source: rule.source,
    check: (context) =>
      rule.check({
        ...context,
        report: (...finding) => {
          spoke.add(rule.id);
          context.report(...finding);
        },
      }),
  }));
  for (const { document, options } of fixtures) validate(document, { ...options, more: heard });
  const silent = rules.map(({ id }) => id).filter((id) => !spoke.has(id));
  expect(silent).toEqual(ELSEWHERE);
});

test.each(fixtures)(
  '$name: no rule that its `when` leaves out has anything to say',
  ({ document, options }) => {
    const { settings } = validate(document, options);
    const asked = rulesFor(settings);
    const said: string[] = [];
    const left = rules
      .filter((rule) => !asked.includes(rule))
      .map((rule): Rule => ({
        id: rule.id,
        source: rule.source,
        check: (context) =>
          rule.check({
            ...context,
            report: (code, at) => void said.push(`${rule.id}: ${code} ${at.join('.')}`),
          }),
      }));
    validate(document, { ...options, more: left });
    expect(said).toEqual([]);
  },
);
