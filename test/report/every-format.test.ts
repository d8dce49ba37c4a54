import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { reporterNames, reporters } from '../../src/report/index.ts';
import { EVIL_TEXTS, evilFile, evilUnreadable, FILES, report } from './sample.ts';

const page = readFileSync(path.join(import.meta.dirname, '../../docs/ci.md'), 'utf8');

/* What every report format holds, whoever adds one. What is special to one stands in its own test. */

describe.each(reporterNames)('%s', (name) => {
  test('tells every error, with its file and its message, and ends its last line', async () => {
    const text = report(await reporters[name](), FILES);
    expect(text.endsWith('\n')).toBe(true);
    const plain = text.replaceAll('&quot;', '"').replaceAll('\\"', '"').replace(/\s+/g, ' ');
    for (const { diagnostics } of FILES)
      for (const { code, severity } of diagnostics.filter((one) => one.severity === 'error'))
        expect(plain, `${severity} ${code}`).toContain(code);
  });

  test('says the same of the same files', async () => {
    const factory = await reporters[name]();
    expect(report(factory, FILES)).toBe(report(factory, FILES));
  });

  test.each(EVIL_TEXTS.map((text) => [text.slice(0, 40), text]))(
    '%j: no control character comes through',
    async (_, text) => {
      // eslint-disable-next-line no-control-regex -- these are what must not come through
      const control = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E]/;
      expect(report(await reporters[name](), [evilFile(text), evilUnreadable(text)])).not.toMatch(control);
    },
  );

  test('has its row in docs/ci.md', () => {
    expect(page).toMatch(new RegExp(`^\\| \`${name}\` +\\|`, 'm'));
  });
});
