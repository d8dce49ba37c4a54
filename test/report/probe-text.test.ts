import { describe, expect, test } from 'vitest';
import { checks } from '../../src/probe/checks/index.ts';
import { PLAIN } from '../../src/report/style.ts';
import { text } from '../../src/report/probe/text.ts';
import { changesOf } from '../../src/report/probe/changes.ts';
import { listJson } from '../../src/report/probe/list-json.ts';
import type { ProbedRun } from '../../src/report/probe/report.ts';
import { changesLine, firstLine } from '../../src/report/probe/watch-json.ts';
import { changeLines, costText } from '../../src/report/probe/watch-text.ts';
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

describe('what changed since the run before', () => {
  const UNREAD: ProbedRun = {
    file: 'a.json',
    exitCode: 2,
    problem: { message: 'It is gone.', hint: 'Write it.' },
  };
  const OTHER: ProbedRun = { file: 'a.json', exitCode: 2, problem: { message: 'It is empty.' } };
  const of = (...results: readonly CheckResult[]): ProbedRun => ({ ...runOf(results), file: 'a.json' });
  const DNS = result('dns');
  const BAD = result('health', { status: 'fail', detail: 'It fails (HTTP 500).', hint: 'Look at the log.' });
  const GOOD = result('health', { detail: 'It answers.' });
  const OPEN = result('health', {
    status: 'warn',
    inconclusive: true,
    detail: 'Not tested.',
    hint: 'Again.',
  });
  const HELD = result('health', { status: 'skip', blockedBy: 'dns' });

  test.for<[string, ProbedRun | undefined, ProbedRun, readonly string[]]>([
    ['nothing', of(DNS, BAD), of(DNS, BAD), []],
    ['other words alone', of(BAD), of({ ...BAD, detail: 'It fails (HTTP 502).', hint: 'Look there.' }), []],
    [
      'a failure',
      of(DNS, GOOD),
      of(DNS, BAD),
      ['health: pass → fail: It fails (HTTP 500). Look at the log.'],
    ],
    ['one that is over', of(BAD), of(GOOD), ['health: fail → pass: It answers. -']],
    ['what could not be tested', of(GOOD), of(OPEN), ['health: pass → unproven: Not tested. Again.']],
    ['what another check blocks is told by that one', of(GOOD), of(HELD), []],
    [
      'a check that is new',
      of(DNS),
      of(DNS, BAD),
      ['health: absent → fail: It fails (HTTP 500). Look at the log.'],
    ],
    ['one that is gone', of(DNS, BAD), of(DNS), ['health: fail → absent: It does not apply any more. -']],
    ['a file that is gone', of(DNS), UNREAD, ['configuration: read → unreadable: It is gone. Write it. -']],
    [
      'a file that is back',
      UNREAD,
      of(DNS),
      ['configuration: unreadable → read: The configuration can be probed again. -'],
    ],
    ['a file that is still gone', UNREAD, UNREAD, []],
    ['another reason', UNREAD, OTHER, ['configuration: unreadable → unreadable: It is empty. -']],
  ])('%s', ([, before, now, expected]) => {
    const told = changesOf(before, now).map(
      ({ id, from, to, detail, hint = '-' }) => `${id}: ${from} → ${to}: ${detail} ${hint}`,
    );
    expect(told).toEqual(expected);
    if (before === undefined) return;
    // People and scripts are told nothing where nothing is different.
    expect(changeLines('T', [before], [now], PLAIN) === '').toBe(expected.length === 0);
    expect(changesLine('T', [before], [now]) === '').toBe(expected.length === 0);
  });

  const line = (before: ProbedRun, now: ProbedRun): object =>
    JSON.parse(changesLine('2026-11-26T08:00:00Z', [before], [now])) as object;

  test('for scripts: the changes, and the causes that came and went, each with its file', () => {
    expect(line(of(DNS, GOOD), of(DNS, BAD))).toEqual({
      time: '2026-11-26T08:00:00Z',
      version: 1,
      command: 'probe',
      exitCode: 0,
      changes: [
        {
          file: 'a.json',
          id: 'health',
          from: 'pass',
          to: 'fail',
          detail: 'It fails (HTTP 500).',
          hint: 'Look at the log.',
        },
      ],
      causes: [
        {
          file: 'a.json',
          state: 'new',
          checks: ['health'],
          detail: 'It fails (HTTP 500).',
          hint: 'Look at the log.',
        },
      ],
    });
    expect(line(of(BAD), of(GOOD))).toMatchObject({
      changes: [{ to: 'pass', hint: null }],
      causes: [{ state: 'over', checks: ['health'] }],
    });
    expect(line(of(DNS), UNREAD)).toMatchObject({
      exitCode: 2,
      changes: [{ id: 'configuration' }],
      causes: [],
    });
  });

  test('for scripts: of the default file no name is told, and the worst exit code of all', () => {
    const unnamed = (run: ProbedRun): ProbedRun => ({ ...run, file: '', exitCode: 1 });
    const said = changesLine(
      'T',
      [of(DNS), unnamed(of(GOOD))],
      [of(DNS), unnamed(of({ ...BAD, hint: 'x' }))],
    );
    expect(said).not.toContain('"file"');
    expect(JSON.parse(said)).toMatchObject({ exitCode: 1 });
    expect(JSON.parse(firstLine('T', [of(DNS)]))).toMatchObject({ time: 'T', command: 'probe' });
  });

  test('for people: a line a cause, with up to three of its checks, its remedy, and the verdict where it is another', () => {
    const alike = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ ...BAD, id }));
    expect(changeLines('T', [of(DNS)], [of(DNS, ...alike)], PLAIN)).toBe(
      'T  new: a, b, c and 2 more: It fails (HTTP 500). → Look at the log. Claude Desktop would not work with this gateway: a, b, c, d and e fail.\n',
    );
    expect(changeLines('T', [of(DNS, ...alike)], [of(DNS, ...alike.slice(0, 3))], PLAIN)).toBe('');
    const warned = result('waf-body', { status: 'warn', detail: 'Hm.' });
    expect(changeLines('T', [of(DNS)], [of(DNS, warned)], PLAIN)).toBe('T  new: waf-body: Hm.\n');
    expect(changeLines('T', [of(DNS, warned)], [of(DNS)], PLAIN)).toBe('T  over: waf-body: Hm.\n');
    expect(changeLines('T', [of(DNS), UNREAD], [of(DNS), of(DNS)], PLAIN)).toBe(
      'T  a.json  configuration: unreadable → read  The configuration can be probed again.\n',
    );
  });
});

test('the list of checks for scripts: each with its flag, what it needs, and what it costs', () => {
  const rows = (JSON.parse(listJson(checks)) as { readonly checks: readonly { readonly id: string }[] })
    .checks;
  expect(rows.map(({ id }) => id)).toEqual(checks.map(({ id }) => id));
  expect(rows.find(({ id }) => id === 'context-1m')).toEqual({
    id: 'context-1m',
    title: 'a prompt of more than 200,000 tokens is taken',
    group: 'C',
    required: true,
    when: 'flag',
    flag: '--context-1m',
    needs: ['health'],
    tokens: { input: 210_000, output: 1 },
  });
  expect(rows.find(({ id }) => id === 'base-url-scheme')).toMatchObject({
    needs: [],
    tokens: { input: 0, output: 0 },
  });
  expect(rows.find(({ id }) => id === 'base-url-scheme')).not.toHaveProperty('flag');
});
