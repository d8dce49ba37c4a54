import { expect, test } from 'vitest';
import type { CheckContext } from '../../src/probe/check.ts';
import { httpSyntax } from '../../src/probe/checks/http-syntax.ts';
import { stability } from '../../src/probe/checks/stability.ts';

const CUT = 'a cut connection';

test.for([
  ['nothing failed', [], 0, false, 'pass'],
  ['one cut', [CUT], 0, false, 'warn'],
  ['two cuts of fresh connections', [CUT, CUT], 0, false, 'warn'],
  ['three cuts', [CUT, CUT, CUT], 0, false, 'fail'],
  ['one cut of a connection in use', [CUT], 1, false, 'warn'],
  ['two cuts of connections in use', [CUT, CUT], 2, false, 'fail'],
  ['a cut of a connection in use beside another failure', ['HTTP 500', CUT], 1, false, 'fail'],
  ['three cuts beside a limit', [CUT, CUT, CUT], 0, true, 'warn'],
  ['server errors beside a limit', [CUT, 'HTTP 500', CUT], 0, true, 'fail'],
] as const)('%s', ([, failed, cutInUse, limited, status]) => {
  const failures = { failed, cutInUse, turnLost: false, split: false, limited, requests: 70 };
  const answer = stability.run({ failures: () => failures } as unknown as CheckContext);
  expect(answer.status).toBe(status);
});

test('one that failed twice in a row ends a turn', () => {
  const failures = {
    failed: ['HTTP 500'],
    cutInUse: 0,
    turnLost: true,
    split: false,
    limited: false,
    requests: 70,
  };
  const answer = stability.run({ failures: () => failures } as unknown as CheckContext);
  expect(answer).toMatchObject({ status: 'fail', whenBroken: 'no' });
});

test('a credential that is refused in the end is told, whatever else failed', () => {
  const failures = {
    failed: [CUT],
    cutInUse: 0,
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
