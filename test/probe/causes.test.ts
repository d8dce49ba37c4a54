import { describe, expect, test } from 'vitest';
import { causeChanges, causesOf } from '../../src/probe/diagnosis/causes.ts';
import type { CheckResult, CheckStatus } from '../../src/probe/types.ts';

function result(
  id: string,
  status: CheckStatus,
  detail: string,
  more: Partial<CheckResult> = {},
): CheckResult {
  return { id, title: id, required: true, ms: 1, status, detail, ...more };
}

const REFUSED = 'HTTP 400: "thinking: Extra inputs are not permitted"';
const broken = [
  result('tool-forced', 'warn', `A forced call is refused (${REFUSED}).`, { required: false }),
  result('rich-request', 'fail', `A turn fails with claude-opus-4-8: refused (${REFUSED}).`, {
    hint: 'Pass it on.',
  }),
  result('tool-stream', 'fail', 'A tool call fails.', { hint: 'Pass it on.' }),
  result('tool-roundtrip', 'skip', 'No tool is called.', { blockedBy: 'tool-stream' }),
  result('request-id', 'warn', 'Answers carry no request-id.', { required: false, hint: 'Send one.' }),
  result('health', 'pass', 'It answers.'),
];

describe('causes', () => {
  test('one refusal, one remedy: one cause, told by its worst check; what it blocked is no cause', () => {
    expect(causesOf(broken).map(({ ids, worst }) => [ids, worst.id])).toEqual([
      [['tool-forced', 'rich-request', 'tool-stream'], 'rich-request'],
      [['request-id'], 'request-id'],
    ]);
  });

  test('what comes and what goes', () => {
    const good = broken.map((each) => result(each.id, 'pass', 'fine'));
    const ids = (changes: ReturnType<typeof causeChanges>): unknown => ({
      came: changes.came.map(({ worst }) => worst.id),
      went: changes.went.map(({ worst }) => worst.id),
    });
    expect(ids(causeChanges(good, broken))).toEqual({ came: ['rich-request', 'request-id'], went: [] });
    expect(ids(causeChanges(broken, good))).toEqual({ came: [], went: ['rich-request', 'request-id'] });
    expect(ids(causeChanges(broken, broken))).toEqual({ came: [], went: [] });
  });

  test.each([
    [
      'times and ids',
      'HTTP 502: "upstream 17 ms, id 0a1b2c3d"',
      'HTTP 502: "upstream 9 ms, id 99ff0011"',
      false,
    ],
    ['other words', 'HTTP 502: "upstream"', 'HTTP 502: "downstream"', false],
    ['another status', 'HTTP 502: "upstream"', 'HTTP 429: "slow down"', true],
  ])('%s in the same check: another cause or not', (_name, before, now, isNew) => {
    const changes = causeChanges([result('health', 'fail', before)], [result('health', 'fail', now)]);
    expect(changes.came.length > 0).toBe(isNew);
  });

  test('another check with another refusal is another cause', () => {
    const changes = causeChanges(
      [result('health', 'fail', 'It fails (HTTP 502: "a").')],
      [result('models-list', 'fail', 'It fails (HTTP 500: "b").')],
    );
    expect([changes.came.length, changes.went.length]).toEqual([1, 1]);
  });
});
