import { expect, test } from 'vitest';
import {
  isLoopback,
  isLoopbackAddress,
  isSurelyLoopback,
  leadsToDevice,
  takesPlainHttp,
} from '../../src/text/loopback.ts';

/** From the narrowest to the widest; what holds of a host holds of it in those behind it, but for plain http. */
const QUESTIONS = { isLoopbackAddress, isSurelyLoopback, isLoopback, leadsToDevice };

test.for<[string, keyof typeof QUESTIONS | 'none']>([
  ['127.0.0.1', 'isLoopbackAddress'],
  ['127.8.0.1', 'isLoopbackAddress'],
  ['::1', 'isLoopbackAddress'],
  ['[::1]', 'isLoopbackAddress'],
  ['::ffff:127.0.0.1', 'isLoopbackAddress'],
  ['[::ffff:7f00:1]', 'isLoopbackAddress'],
  ['localhost', 'isSurelyLoopback'],
  ['localhost.', 'isLoopback'],
  ['127.0.0.1.', 'isSurelyLoopback'],
  ['gateway.localhost', 'isLoopback'],
  ['gateway.localhost.', 'isLoopback'],
  ['0.0.0.0', 'leadsToDevice'],
  ['[::]', 'leadsToDevice'],
  ['::', 'leadsToDevice'],
  // 7.241.1.1 and 0.127.0.1.
  ['::ffff:7f1:101', 'none'],
  ['::ffff:7f:1', 'none'],
  ['::ffff:127.0.0.1.example.com', 'none'],
  ['127.0.0.1.example.com', 'none'],
  ['localhost.example.com', 'none'],
  ['notlocalhost', 'none'],
  ['128.0.0.1', 'none'],
  ['[::2]', 'none'],
  ['', 'none'],
])('%s: %s', ([host, first]) => {
  const names = Object.keys(QUESTIONS) as (keyof typeof QUESTIONS)[];
  const from = first === 'none' ? names.length : names.indexOf(first);
  expect(names.filter((name) => QUESTIONS[name](host))).toEqual(names.slice(from));
});

test.for<[string, boolean]>([
  ['localhost', true],
  ['127.0.0.1', true],
  ['[::1]', true],
  ['127.0.0.2', false],
  ['gateway.localhost', false],
  ['0.0.0.0', false],
])('plain http to %s: %s', ([host, takes]) => {
  expect(takesPlainHttp(host)).toBe(takes);
});
