import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { preflight } from '../../src/bootstrap/preflight.ts';
import type { Asking, Get } from '../../src/bootstrap/types.ts';
import { ok } from '../../src/errors.ts';
import { ROLE } from './support.ts';

/** A server that needs so many milliseconds for an answer, and the requests that reached it. */
function server(
  delayMs: number,
  tags: readonly string[] = [],
): { readonly get: Get; readonly asked: Asking[] } {
  const asked: Asking[] = [];
  let next = 0;
  const get: Get = async (asking) => {
    asked.push(asking);
    await sleep(delayMs);
    const { authorization, 'if-none-match': tag } = asking.headers ?? {};
    const status = authorization !== 'Bearer right' ? 401 : tag === undefined || tags.length > 0 ? 200 : 304;
    const text = status === 200 ? JSON.stringify(ROLE) : '';
    return ok({
      status,
      headers: {
        'content-type': 'application/json',
        'cache-control': 'no-store',
        etag: (status === 200 ? tags[next++] : undefined) ?? '"1"',
        'www-authenticate': 'Bearer',
      },
      text,
      json: status === 200 ? ROLE : undefined,
      bytes: Buffer.from(text),
      firstByteMs: delayMs,
      ms: delayMs,
    });
  };
  return { get, asked };
}

async function check(
  delayMs: number,
  limitMs: number,
  tags: readonly string[] = [],
): Promise<readonly [string | undefined, Asking[]]> {
  const { get, asked } = server(delayMs, tags);
  const { checks } = await preflight({
    url: new URL('https://bootstrap.example.com/user/bootstrap'),
    get,
    credential: { authorization: 'Bearer right' },
    forged: { authorization: 'Bearer wrong' },
    deviceCode: false,
    secrets: ['right'],
    limitMs,
    target: undefined,
    now: Date.now(),
  });
  const found = checks.find(({ id }) => id === 'revalidate');
  return [found?.inconclusive === true ? `${found.status}, not found out` : found?.status, asked];
}

describe('the time of a preflight', () => {
  test('asked again with the ETag it has what the first round left, of 1.2 times the limit', async () => {
    const [status, asked] = await check(1, 60_000);
    expect(status).toBe('pass');
    const again = asked.filter(({ headers }) => headers?.['if-none-match'] !== undefined);
    expect(again).toHaveLength(1);
    expect(again[0]?.withinMs).toBeGreaterThan(60_000);
    expect(again[0]?.withinMs).toBeLessThan(72_000);
    expect(asked.filter(({ withinMs }) => withinMs !== undefined)).toEqual(again);
  });

  test('a server that used up the time is not asked again, which is no fault and no pass', async () => {
    const [status, asked] = await check(120, 110);
    expect(status).toBe('skip, not found out');
    expect(asked.some(({ headers }) => headers?.['if-none-match'] !== undefined)).toBe(false);
  });
});

describe('a server that answers the ETag with the whole', () => {
  test.each<[string, string[], string[]]>([
    ['and the same one is asked no more', ['"1"', '"1"', '"1"'], ['"1"']],
    ['and another is asked with that, once', ['"1"', '"2"', '"3"', '"4"'], ['"1"', '"2"']],
  ])('%s', async (_, tags, expected) => {
    const [status, asked] = await check(1, 60_000, tags);
    expect(status).toBe('warn');
    expect(asked.flatMap(({ headers }) => headers?.['if-none-match'] ?? [])).toEqual(expected);
  });
});
