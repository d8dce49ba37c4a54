import { expect, test } from 'vitest';
import { startDeadline } from '../../src/net/deadline.ts';

test('once an answer flows, only its silence and the whole are bounded', async () => {
  const limits = { connect: 60_000, firstByte: 60_000, idle: 20, total: 60_000 };
  const deadline = startDeadline(limits, []);
  deadline.enter('idle');
  deadline.enter('first-byte');
  deadline.enter('connect');
  await expect(deadline.race(new Promise(() => undefined))).rejects.toThrow('idle');
  expect(deadline.ended).toBe('idle');
  deadline.stop();
});
