import { expect, test } from 'vitest';
import { shownUrl } from '../../src/text/shown-url.ts';

/* What stays of an address that is no usual one: the host behind the last @, when it plainly is one. */
test.each([
  ['https://gw.example.com/v1', 'https://gw.example.com/v1'],
  ['https://user:hunter2@gw.example.com/v1', 'https://••••@gw.example.com/v1'],
  ['https://user:hunter2@GW.Example.COM/V1', 'https://••••@GW.Example.COM/V1'],
  ['https://user:hunter2@LOCALHOST', 'https://••••@LOCALHOST'],
  ['https://user:hunter2@[FE80::1]:8080', 'https://••••@[FE80::1]:8080'],
  ['HTTPS://user:hunter2@gw.example.com', 'HTTPS://••••@gw.example.com'],
  ['https://user:p@hunter2', 'https://••••'],
])('%s', (url, shown) => {
  expect(shownUrl(url)).toBe(shown);
});
