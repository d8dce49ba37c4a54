import { expect, test } from 'vitest';
import { noStore } from '../../src/bootstrap/checks/no-store.ts';
import { ok } from '../../src/errors.ts';

test.each<[string | undefined, string]>([
  ['no-store', 'pass'],
  ['private, no-store', 'pass'],
  ['max-age=0 ,\tNO-STORE ', 'pass'],
  ['no-cache', 'fail'],
  ['x-no-store', 'fail'],
  [undefined, 'fail'],
])('Cache-Control: %s', (control, status) => {
  const headers: Record<string, string> = control === undefined ? {} : { 'cache-control': control };
  const asked = ok({ status: 200, headers, text: '{}', json: {}, firstByteMs: 1, ms: 1 });
  const seen = {
    url: new URL('https://gw.example.com/'),
    credential: true,
    secrets: [],
    limitMs: 4000,
    asked,
  };
  expect(noStore.run(seen)).toMatchObject({ status });
});
