import { describe, expect, test } from 'vitest';
import { checks } from '../../src/probe/checks/index.ts';
import { PLAIN } from '../../src/report/style.ts';
import { text } from '../../src/report/probe/text.ts';
import { costText } from '../../src/report/probe/watch-text.ts';
import type { CheckResult } from '../../src/probe/types.ts';
import { result, runOf } from './probe-sample.ts';

const render = (results: readonly CheckResult[], { quiet = false, more = 0, columns = 80 } = {}): string =>
  text([runOf(results, 'https://gw.example.com', more)], { style: PLAIN, columns, quiet });

const MIXED = [
  result('dns'),
  result('tcp-connect'),
  result('auth-accepted'),
  result('usage-present', { status: 'warn', detail: 'No usage.', hint: 'Turn usage on.' }),
  result('stream-basic', {
    status: 'fail',
    detail: 'The stream has no events.',
    hint: 'Turn buffering off.',
  }),
  result('stream-complete', { status: 'skip', blockedBy: 'stream-basic' }),
  result('tool-stream', { status: 'skip', blockedBy: 'stream-basic' }),
  result('mtls', { status: 'skip', required: false }),
  result('rate-limit', { status: 'skip', inconclusive: true, detail: 'Refused for its rate.' }),
];

describe('a report that can be scanned', () => {
  const lines = render(MIXED, { more: 2 }).split('\n');

  test('begins with the verdict', () => {
    expect(lines[0]).toBe('✖ Claude Desktop would not work with this gateway: stream-basic fails.');
  });

  test('tells what is not right, the worst first, each with id, title, cause and remedy', () => {
    const heads = lines
      .filter((line) => /^[✖!–] [\w-]+ \(wanted:/.test(line))
      .map((line) => line.split(' ')[1]);
    expect(heads).toEqual(['stream-basic', 'rate-limit', 'usage-present']);
    const at = lines.findIndex((line) => line.startsWith('✖ stream-basic'));
    expect(lines.slice(at, at + 3)).toEqual([
      '✖ stream-basic (wanted: title of stream-basic) 1234 ms',
      '    The stream has no events.',
      '    → Turn buffering off.',
    ]);
  });

  test('what was not made is one line with a count and the reasons', () => {
    expect(lines).toContain('– 3 not made (2: stream-basic failed; nothing to check here: mtls)');
  });

  test('passes are a line a group', () => {
    expect(lines.filter((line) => line.startsWith('✔'))).toEqual([
      '✔ Reach: dns, tcp-connect',
      '✔ Credential: auth-accepted',
    ]);
  });

  test('the counts add up to what was announced', () => {
    const totals = lines
      .slice(lines.findIndex((line) => line.includes(' passed, ')))
      .map((line) => line.trim())
      .join(' ');
    const numbers = [...(totals.split(' · ')[0] ?? '').matchAll(/(\d+) /g)].map(([, number]) =>
      Number(number),
    );
    expect(numbers).toEqual([3, 1, 1, 4, 2]);
    expect(numbers.reduce((sum, number) => sum + number, 0)).toBe(MIXED.length + 2);
    expect(totals).toContain('12 requests · 310 + 60 tokens · 3.5 s');
  });

  test('every failed check is named in the sentence, however many', () => {
    const failed = Array.from({ length: 12 }, (_, index) => result(`check-${index}`, { status: 'fail' }));
    const sentence = render(failed, { columns: 10_000 }).split('\n')[0] ?? '';
    for (const { id } of failed) expect(sentence).toContain(id);
  });

  test('one cause for all is said without numbers', () => {
    const down = [
      result('tcp-connect', { status: 'fail' }),
      result('health', { status: 'skip', blockedBy: 'tcp-connect' }),
      result('stream-basic', { status: 'skip', blockedBy: 'tcp-connect' }),
    ];
    expect(render(down)).toContain('– 2 not made (tcp-connect failed)');
  });

  test('what was not made is not said to have failed', () => {
    const cancelled = [
      result('rich-request', {
        status: 'skip',
        inconclusive: true,
        detail: 'Not made: the run was cancelled.',
      }),
      result('system-prompt', { status: 'skip', blockedBy: 'rich-request' }),
    ];
    expect(render(cancelled)).toContain('– 1 not made (rich-request was not made)');
  });

  test('quiet: the verdict and what failed', () => {
    const quiet = render(MIXED, { quiet: true });
    expect(quiet).toContain('stream-basic');
    expect(quiet).not.toMatch(/usage-present|passed|not made|✔/);
  });

  test.each([40, 61, 80])('no line is wider than %i columns', (columns) => {
    const good = checks.map(({ id }) => result(id));
    const skipped = checks.map(({ id }) => result(id, { status: 'skip' }));
    for (const text of [render(good, { columns }), render(skipped, { columns }), render(MIXED, { columns })])
      for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(columns);
  });

  test('a good gateway is a few lines', () => {
    const good = [result('dns'), result('auth-accepted'), result('health'), result('models-list')];
    expect(render(good).trimEnd().split('\n')).toHaveLength(8);
    expect(render(good)).toMatch(/^✔ Claude Desktop would work with this gateway\./);
  });
});

test.each<[string, readonly { readonly ms: number; readonly requests: number }[], number, string]>([
  ['the pause and the run', [{ ms: 2000, requests: 10 }], 8, '3,600 requests and 36,000 + 3,600 tokens'],
  [
    'the slowest of several, and what all ask',
    [
      { ms: 2000, requests: 10 },
      { ms: 500, requests: 5 },
    ],
    8,
    '5,400 requests and 72,000 + 7,200 tokens',
  ],
  ['two figures', [{ ms: 0, requests: 11 }], 32, '1,200 requests and 11,000 + 1,100 tokens'],
  ['a few', [{ ms: 0, requests: 1 }], 3600, '1 requests and 100 + 10 tokens'],
])('an hour of a watch costs %s', (_what, runs, every, cost) => {
  const probed = runs.map((run) => {
    const { run: made, ...rest } = runOf([result('dns')]);
    return {
      ...rest,
      ...(made === undefined ? {} : { run: { ...made, ...run, tokens: { input: 100, output: 10 } } }),
    };
  });
  expect(costText(probed, every)).toBe(`An hour of it takes about ${cost}.`);
});
