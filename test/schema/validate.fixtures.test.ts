import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeDocs } from '../../src/codes/docs.ts';
import { codes, type Code } from '../../src/codes/index.ts';
import type { Diagnostic } from '../../src/diagnostics.ts';
import { json } from '../../src/importers/json.ts';
import { PLATFORMS } from '../../src/schema/key-spec.ts';
import { pathText } from '../../src/schema/path.ts';
import { parseTarget } from '../../src/schema/releases.ts';
import { validate, type ValidateOptions } from '../../src/schema/validate.ts';

/*
 * fixtures/ok/NAME.json has no error; what else it has stands beside it in NAME.findings.json.
 * fixtures/err/CODE[-variant][.PLATFORM][.deployed][.target-RELEASE].json has exactly the findings that stand beside it.
 * UPDATE_FIXTURES=1 writes those files anew: read the difference before you keep it.
 */
const FIXTURES = join(import.meta.dirname, '../../fixtures');

/** Codes that no JSON document alone brings about: other containers, resolving, suppressing. */
const ELSEWHERE: readonly Code[] = [
  'reference-unresolved',
  'unused-ignore',
  'mdm-variable',
  'native-structure',
  'unreadable-value',
  'sources-collide',
  'not-literal',
];
/** Codes about answers of bootstrap servers: fixtures/served. */
const isServed = (code: Code): boolean => codeDocs[code]().flags?.as === 'bootstrap';
const CONTAINER = /^(?:reg|profile|plist|registry|file|script|gpo|graph|extends|unset)-/;

interface Expected {
  readonly code: string;
  readonly severity: string;
  readonly path: string;
  readonly line: number | null;
}

function documentsIn(folder: string): string[] {
  return readdirSync(join(FIXTURES, folder)).filter(
    (name) => /\.jsonc?$/.test(name) && !name.endsWith('.findings.json'),
  );
}

function optionsOf(name: string): ValidateOptions {
  const platform = PLATFORMS.find((one) => name.includes(`.${one}.`));
  const release = /\.target-([\d.]+)\.json/.exec(name)?.[1];
  return {
    platform,
    target: release === undefined ? undefined : parseTarget(release),
    deployed: name.includes('.deployed.'),
  };
}

function check(folder: string, name: string): readonly Diagnostic[] {
  const read = json.decode(readFileSync(join(FIXTURES, folder, name)));
  if (!read.ok) throw new Error(`${name} cannot be read`);
  return validate(read.value, optionsOf(name)).diagnostics;
}

function summary(findings: readonly Diagnostic[]): Expected[] {
  return findings.map(({ code, severity, path, line }) => ({
    code,
    severity,
    path: pathText(path),
    line: line ?? null,
  }));
}

function expected(folder: string, name: string, findings: readonly Diagnostic[]): unknown {
  const file = join(FIXTURES, folder, name.replace(/\.jsonc?$/, '.findings.json'));
  if (process.env.UPDATE_FIXTURES === '1' && (folder === 'err' || findings.length > 0)) {
    const lines = summary(findings).map((one) => `  ${JSON.stringify(one)}`);
    writeFileSync(file, `[\n${lines.join(',\n')}\n]\n`);
  }
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
}

describe('fixtures/ok', () => {
  for (const name of documentsIn('ok'))
    it(name, () => {
      const findings = check('ok', name);
      expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(summary(findings)).toEqual(expected('ok', name, findings));
    });
});

const met = new Set<string>();

describe('fixtures/err', () => {
  for (const name of documentsIn('err'))
    it(name, () => {
      const code = codes
        .filter((one) => name === one || name.startsWith(`${one}.`) || name.startsWith(`${one}-`))
        .sort((a, b) => b.length - a.length)[0];
      const findings = check('err', name);
      for (const finding of findings) met.add(finding.code);
      expect(findings.map((finding) => finding.code)).toContain(code);
      expect(summary(findings)).toEqual(expected('err', name, findings));
    });

  it('has every code that a JSON document can bring about', () => {
    const missing = codes.filter(
      (code) => !met.has(code) && !ELSEWHERE.includes(code) && !isServed(code) && !CONTAINER.test(code),
    );
    expect(missing).toEqual([]);
  });
});
