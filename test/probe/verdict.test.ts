import { describe, expect, test } from 'vitest';
import { configurationResult } from '../../src/probe/configuration.ts';
import type { CheckResult } from '../../src/probe/types.ts';
import { probeExitCode, verdict } from '../../src/probe/verdict.ts';

/* The verdict of a run and its exit code, from results alone. */

function result(id: string, more: Partial<CheckResult> = {}): CheckResult {
  return { id, title: id, required: true, ms: 1, status: 'pass', detail: 'So it is.', ...more };
}

const OK = result('ok');
const NO = result('no', { status: 'fail', whenBroken: 'no', hint: 'Fix no.' });
const BARE = result('bare', { status: 'fail', hint: 'Fix bare.' });
const EXPLAINS = result('explains', { status: 'fail', whenBroken: 'explains' });
const PARTLY = result('partly', {
  status: 'fail',
  whenBroken: 'partly',
  says: 'it is slow',
  hint: 'Fix partly.',
});
const PARTLY_TOO = result('partly-too', { status: 'fail', whenBroken: 'partly', says: 'it is slow' });
const STREAM = result('stream-basic', { status: 'fail', whenBroken: 'partly', says: 'it has faults' });
const TURN = result('tool-stream', { status: 'fail', whenBroken: 'partly', says: 'it streams not' });
const SILENT = result('silent', { status: 'fail', whenBroken: 'partly' });
const ADVICE = result('advice', { status: 'fail', required: false, hint: 'Fix advice.' });
const WARN = result('warn', { status: 'warn', hint: 'Fix warn.' });
const OPEN = result('open', { status: 'warn', inconclusive: true, hint: 'Fix open.' });
const OPEN_FREE = result('open-free', { status: 'warn', inconclusive: true, required: false });
const BLOCKED = result('blocked', { status: 'skip', inconclusive: true, blockedBy: 'no' });
const SKIP = result('skip', { status: 'skip' });
const CRASHED = result('crashed', { status: 'skip', inconclusive: true, crashed: true });
const CRASHED_FREE = result('crashed-free', {
  status: 'skip',
  inconclusive: true,
  crashed: true,
  required: false,
});
const CONFIGURATION = result('configuration', { status: 'warn', inconclusive: true });
const some = (id: string, ...models: string[]): CheckResult =>
  result(id, { status: 'fail', whenBroken: 'no', models });

describe('the verdict', () => {
  test.for<[string, readonly CheckResult[], RegExp]>([
    ['yes', [OK], /^Claude Desktop would work with this gateway\.$/],
    ['yes', [OK, SKIP, BLOCKED], /^Claude Desktop would work with this gateway\.$/],
    ['yes', [OK, WARN], /gateway, with one warning\.$/],
    ['yes', [OK, WARN, ADVICE, OPEN_FREE], /gateway, with 3 warnings\.$/],
    ['no', [OK, NO], /^Claude Desktop would not work with this gateway: no fails\.$/],
    ['no', [NO, BARE, PARTLY], /: no, bare and partly fail\.$/],
    ['no', [EXPLAINS], /: explains fails\.$/],
    ['no', [BARE, OPEN], /: bare fails\.$/],
    [
      'no',
      [some('a', 'm', 'n')],
      /^Claude Desktop would not work with m, n through this gateway; with the other/,
    ],
    ['no', [some('a', 'm'), some('b', 'm', 'n')], /not work with m, n through .*: a and b fail\.$/],
    ['no', [some('a', '1', '2', '3', '4')], /with 1, 2, 3, 4 through/],
    ['no', [some('a', '1', '2', '3', '4', '5', '6')], /with 1, 2, 3, 4 and 2 more through/],
    ['no', [some('health', 'm')], /^Claude Desktop would not work with m through this gateway: health fails/],
    [
      'no',
      [some('a', 'm'), EXPLAINS],
      /^Claude Desktop would not work with m through this gateway; .*: a and ex/,
    ],
    ['no', [some('a', 'm'), NO], /^Claude Desktop would not work with this gateway: a and no fail\.$/],
    ['no', [some('a', 'm'), PARTLY], /not work with m through/],
    ['partly', [OK, PARTLY], /only in part \(it is slow\): partly fails\.$/],
    ['partly', [PARTLY, PARTLY_TOO, SILENT], /in part \(it is slow\): partly, partly-too and silent fail\.$/],
    ['partly', [STREAM, TURN], /in part \(it streams not\): stream-basic and tool-stream fail\.$/],
    ['partly', [STREAM, PARTLY], /in part \(it has faults; it is slow\)/],
    ['partly', [SILENT], /only in part: silent fails\.$/],
    ['unproven', [OK, OPEN], /^It could not be shown that .*: open could not be made\.$/],
    ['unproven', [OPEN, PARTLY], /: open could not be made; partly fails\.$/],
    ['unproven', [OPEN, PARTLY, SILENT], /: open could not be made; partly and silent fail\.$/],
    ['unproven', [CONFIGURATION, OK], /: the configuration has errors\.$/],
    ['unproven', [CONFIGURATION, OPEN], /: the configuration has errors, and open could not be made\.$/],
    ['unproven', [CRASHED, OK], /: crashed could not be made\.$/],
    ['unproven', [SKIP, BLOCKED], /^No check was made/],
    ['unproven', [], /^No check was made/],
  ])('%s %#', ([works, results, sentence]) => {
    const said = verdict(results);
    expect(said.works).toBe(works);
    expect(said.sentence).toMatch(sentence);
  });

  test.for<[readonly CheckResult[], string]>([
    [[OK], 'The check that was asked for passes.'],
    [[OK, WARN], 'The 2 checks that were asked for pass, with one warning.'],
    [[OK, SKIP, OK], 'The 2 checks that were asked for pass.'],
  ])('of some checks: %#', ([results, sentence]) => {
    expect(verdict(results, { partial: true }).sentence).toBe(sentence);
  });

  test('what to change: failures, then what is open, then warnings, each once', () => {
    expect(verdict([WARN, OPEN, ADVICE, PARTLY, BARE, { ...NO, hint: 'Fix bare.' }, OK]).changes).toEqual([
      'Fix partly.',
      'Fix bare.',
      'Fix open.',
      'Fix warn.',
      'Fix advice.',
    ]);
  });
});

describe('the exit code', () => {
  test.for<[readonly CheckResult[], number, number]>([
    [[OK], 0, 0],
    [[], 0, 0],
    [[OK, SKIP, BLOCKED], 0, 0],
    [[WARN], 0, 1],
    [[ADVICE], 0, 1],
    [[OPEN_FREE], 0, 1],
    [[PARTLY], 1, 1],
    [[NO, CRASHED], 1, 1],
    [[OPEN], 1, 1],
    [[CRASHED], 3, 3],
    [[OPEN, CRASHED_FREE], 3, 3],
    [[CRASHED_FREE], 3, 3],
    [[ADVICE, CRASHED_FREE], 3, 3],
  ])('%#', ([results, code, strict]) => {
    expect(probeExitCode(results)).toBe(code);
    expect(probeExitCode(results, { strict: true })).toBe(strict);
  });
});

describe('a configuration with errors leaves the gateway unproven', () => {
  const told = (...messages: readonly string[]): CheckResult | undefined =>
    configurationResult(messages.map((message) => ({ message })));

  test.for<[readonly string[], string]>([
    [['a'], 'a'],
    [['a', 'b', 'a'], 'a; b'],
    [['a', 'b', 'c'], 'a; b; c'],
    [['a', 'b', 'c', 'd', 'e'], 'a; b; c; and 2 more'],
  ])('%j', ([messages, said]) => {
    const result = told(...messages);
    expect(result?.detail).toBe(`The configuration has errors, and what has one is left out here: ${said}.`);
    expect(result?.hint).toBe('Fix the errors that "cowork-3p validate" reports.');
    expect(verdict([OK, ...(result === undefined ? [] : [result])]).works).toBe('unproven');
  });

  test('none leave it as it is', () => {
    expect(told()).toBeUndefined();
  });
});
