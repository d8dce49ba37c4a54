import { expect, test } from 'vitest';
import { dateIn } from '../../src/net/tls-inspect.ts';

const DATE = 'Thu, 26 Nov 2026 06:00:00 GMT';

test.for([
  ['in the head', `HTTP/1.1 200 OK\r\nServer: x\r\ndate: ${DATE}\r\n\r\n`, '2026-11-26T06:00:00.000Z'],
  ['a head that is not whole yet', `HTTP/1.1 200 OK\r\nDate: ${DATE}\r\n`, '2026-11-26T06:00:00.000Z'],
  ['only in the body', `HTTP/1.1 200 OK\r\nServer: x\r\n\r\nDate: ${DATE}\r\n`, undefined],
  ['no date', 'HTTP/1.1 200 OK\r\nDate: the day before\r\n\r\n', undefined],
  ['nothing', '', undefined],
] as const)('the clock of a server: %s', ([, answer, date]) => {
  expect(dateIn(answer)?.toISOString()).toBe(date);
});
