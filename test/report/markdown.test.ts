import { describe, expect, test } from 'vitest';
import { diagnostic } from '../../src/diagnostics.ts';
import { markdown } from '../../src/report/markdown.ts';
import { EVIL_TEXTS, evilFile, evilUnreadable, FILES, report } from './sample.ts';

describe('markdown', () => {
  test('a table a file, the outcome, and what the codes mean', () => {
    const text = report(markdown, FILES);
    expect(text).toContain('### configs&#47;a b.json\n\n| | line | setting | code | |\n');
    expect(text).toContain(
      '| ❌ error | 3 | inferenceGatewayBaseUrl | [`url-not-https`](#user-content-url-not-https) |',
    );
    expect(text).toContain('### gone.json\n\n❌ gone.json does not exist. Name a file.\n');
    expect(text).toContain('**❌ 1 file could not be read, 2 errors, 1 warning, 1 note in 3 files**');
    expect(text).toContain(
      'Put TLS in front of the service and write https. `cowork-3p explain url-not-https` shows an example.\n',
    );
    expect(report(markdown, FILES.slice(1, 2))).toBe(
      '## Claude Desktop configuration\n\n**✅ 0 errors, 0 warnings, 0 notes in 1 file**\n',
    );
  });

  test('is bounded: a job summary has a limit', () => {
    const diagnostics = Array.from({ length: 5000 }, (_, index) =>
      diagnostic('unknown-key', [`k${index}`], { key: `k${index}` }),
    );
    const text = report(markdown, [{ file: 'a.json', format: 'json', valid: true, diagnostics }]);
    expect(text).toContain('… and 4700 findings more');
    expect(text.length).toBeLessThan(200_000);
  });

  const EVIL = [
    ...EVIL_TEXTS,
    '<img src=x onerror=alert(1)>',
    '[a](javascript:b)',
    '@everyone #1 !123',
    '| a |',
    '`x`',
    '**b**',
  ];
  test.for(EVIL)('no text of a file becomes markup: %j', (evil) => {
    const text = report(markdown, [evilFile(evil), evilUnreadable(evil)]);
    // Each line is one of ours, with as many cells as the table has.
    for (const line of text.split('\n'))
      expect(line).toMatch(
        /^(?:$|##? Claude|### |\| |\*\*|<details>|- <a id="[a-z-]+"><\/a>`|<\/details>|❌ )/,
      );
    for (const row of text.split('\n').filter((line) => /^\| [❌⚠ℹ]/u.test(line)))
      expect(row.match(/(?<!\\)\|/g)).toHaveLength(6);
    const theirs = text
      .replaceAll(/<\/?(?:details|summary)>|<a id="[a-z-]+"><\/a>|<br>/g, '')
      .replaceAll(/\[`[a-z-]+`\]\(#user-content-[a-z-]+\)|`[a-z0-9 -]+`/g, '');
    expect(theirs).not.toMatch(/<|(?<!\\)`|\]\(|(?<![\w&])@\w|https?:\/\//);
  });
});
