import { expect, test } from 'vitest';
import type { CheckContext } from '../../src/probe/check.ts';
import { httpSyntax } from '../../src/probe/checks/http-syntax.ts';
import { stability } from '../../src/probe/checks/stability.ts';

const CUT = 'a cut connection';

test.for([
  ['nothing failed', [], false, 'pass'],
  ['one cut', [CUT], false, 'warn'],
  ['three cuts', [CUT, CUT, CUT], false, 'fail'],
  ['three cuts beside a limit', [CUT, CUT, CUT], true, 'warn'],
  ['server errors beside a limit', [CUT, 'HTTP 500', CUT], true, 'fail'],
] as const)('%s', ([, failed, limited, status]) => {
  const failures = { failed, turnLost: false, split: false, limited, requests: 70 };
  const answer = stability.run({ failures: () => failures } as unknown as CheckContext);
  expect(answer.status).toBe(status);
});

test('one that failed twice in a row ends a turn', () => {
  const failures = { failed: ['HTTP 500'], turnLost: true, split: false, limited: false, requests: 70 };
  const answer = stability.run({ failures: () => failures } as unknown as CheckContext);
  expect(answer).toMatchObject({ status: 'fail', whenBroken: 'no' });
});

test('a credential that is refused in the end is told, whatever else failed', () => {
  const failures = {
    failed: [CUT],
    turnLost: false,
    split: false,
    shutOut: true,
    limited: false,
    requests: 70,
  };
  const answer = stability.run({ failures: () => failures } as unknown as CheckContext);
  expect(answer).toMatchObject({ status: 'fail', whenBroken: 'partly' });
  expect(answer.detail).toMatch(/credential was taken, and is refused/);
});

test.for([
  ['none is loose: nothing to say', [false, false], undefined],
  ['one is', [false, true], 'warn'],
] as const)('http-syntax: %s', ([, loose, status]) => {
  const observed = loose.map((each) => ({
    label: 'x',
    status: 200,
    headers: {},
    text: '',
    json: {},
    loose: each,
  }));
  const answer = httpSyntax.run({ observed: () => observed } as unknown as CheckContext);
  expect(answer?.status).toBe(status);
});
