import { describe, expect, test } from 'vitest';
import { keyNames, keySpec } from '../../src/schema/catalogue/index.ts';
import { exampleFor } from '../../src/schema/explain/example.ts';
import { latestRelease } from '../../src/schema/releases.ts';
import { retirements } from '../../src/schema/retirements/index.ts';
import { validate } from '../../src/schema/validate.ts';
import { documentOf } from './document-of.ts';

/** Keys whose every use is worth a warning: what is told of them says so. */
const RETIRED = new Set(
  retirements.flatMap(({ code, subject, superseded }) =>
    (code === 'deprecated-key' || code === 'removed-key') && superseded !== true ? [subject] : [],
  ),
);

/** No file can set these: the example says so. */
const CONSOLE = new Set(keyNames.filter((key) => keySpec(key)?.delivery === 'console'));

describe('the example of every key validates', () => {
  test.for(keyNames)('%s', (key) => {
    const example = exampleFor(key);
    expect(Object.keys(example)).toContain(key);
    const findings = validate(documentOf(example)).diagnostics;
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    const warnings = findings.filter(({ severity }) => severity === 'warning');
    if (!RETIRED.has(key) && !CONSOLE.has(key))
      expect(warnings.map(({ code, message }) => `${code}: ${message}`)).toEqual([]);
    else expect(warnings.map((finding) => finding.key)).toEqual([key]);
  });
});

test('examples also pass --strict at the newest release', () => {
  for (const key of keyNames) {
    if (RETIRED.has(key) || CONSOLE.has(key)) continue;
    const findings = validate(documentOf(exampleFor(key)), { target: latestRelease }).diagnostics;
    expect(
      findings.filter(({ severity }) => severity !== 'info'),
      key,
    ).toEqual([]);
  }
});

test('no example holds a credential', () => {
  for (const key of keyNames)
    if (keySpec(key)?.secret === true)
      expect(
        validate(documentOf(exampleFor(key))).diagnostics.filter(({ code }) => code === 'secret-literal'),
        key,
      ).toEqual([]);
});
