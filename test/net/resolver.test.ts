import { env, platform } from 'node:process';
import { expect, test } from 'vitest';
import { boundResolver, resolverOptions, withoutResolverLimit } from '../../src/net/resolver.ts';

const servers = (count: number, options = ''): string =>
  `${'nameserver 192.0.2.1\n'.repeat(count)}${options === '' ? '' : `options ${options}\n`}`;

test.each<[string, string, string | undefined, number, string | undefined]>([
  ['glibc: 5 seconds, twice', servers(1), undefined, 10_000, undefined],
  ['a limit below one try', servers(1), undefined, 3000, 'timeout:3 attempts:1'],
  ['less than a second is one', servers(1), undefined, 300, 'timeout:1 attempts:1'],
  ['a second try that begins within the limit', servers(1), undefined, 8000, undefined],
  ['a second try that does not', servers(1), undefined, 5000, 'timeout:5 attempts:1'],
  ['two servers take the time of two', servers(2), undefined, 10_000, 'timeout:5 attempts:1'],
  ['three servers: 5, 3 and 6 seconds', servers(3), undefined, 6000, 'timeout:5 attempts:1'],
  ['a fourth is not asked', servers(9, 'timeout:1'), undefined, 6000, undefined],
  ['no file, or an empty one, means this machine', '', undefined, 3000, 'timeout:3 attempts:1'],
  ['the file is quicker', servers(2, 'timeout:1 attempts:3 rotate'), undefined, 10_000, undefined],
  [
    'the file asks often',
    servers(1, 'ndots:2 timeout:1 attempts:5'),
    undefined,
    2000,
    'timeout:1 attempts:2',
  ],
  ['the variable wins over the file', servers(1, 'timeout:9'), 'rotate timeout:1', 10_000, undefined],
  ['the variable is quicker', servers(1, 'timeout:9'), 'timeout:1', 3000, undefined],
  ['the last word counts', servers(1), 'timeout:9 timeout:1', 3000, undefined],
  ['no wait is one', servers(1, 'timeout:0'), undefined, 3000, undefined],
  ['ten seconds are ten', servers(1, 'timeout:10'), undefined, 10_000, 'timeout:10 attempts:1'],
  ['a second that has begun counts', servers(1), undefined, 3500, 'timeout:4 attempts:1'],
  ['one try by the file', servers(1, 'attempts:1'), undefined, 3000, 'timeout:3 attempts:1'],
  ['of three servers each waits for a whole number of seconds', servers(3), undefined, 15_000, undefined],
  ['and for one at least', servers(3, 'timeout:1'), undefined, 4000, undefined],
  [
    'an indented line says nothing',
    `${servers(1)} options timeout:1\n`,
    undefined,
    3000,
    'timeout:3 attempts:1',
  ],
  ['a line of another kind', `${servers(1)}search timeout:1\n`, undefined, 3000, 'timeout:3 attempts:1'],
  ['what it says else is kept', servers(1), 'use-vc', 2000, 'use-vc timeout:2 attempts:1'],
  ['nonsense is what glibc takes for it', servers(1, 'timeout:x'), undefined, 10_000, undefined],
])('%s', (_what, conf, own, limitMs, expected) => {
  expect(resolverOptions(conf, own, limitMs)).toBe(expected);
});

test.skipIf(platform === 'win32')(
  'what bounds the names of this process is not seen by a program it starts',
  () => {
    const { RES_OPTIONS, UV_THREADPOOL_SIZE } = env;
    const own = { RES_OPTIONS, UV_THREADPOOL_SIZE };
    expect(withoutResolverLimit({ A: 'b', RES_OPTIONS: 'rotate' })).toEqual({
      A: 'b',
      RES_OPTIONS: 'rotate',
    });
    try {
      boundResolver(300);
      expect(env.UV_THREADPOOL_SIZE).toBe(UV_THREADPOOL_SIZE ?? '16');
      if (platform === 'linux') expect(env.RES_OPTIONS).toMatch(/timeout:1 attempts:1$/);
      expect(withoutResolverLimit({ A: 'b', ...env })).toMatchObject({ A: 'b', ...own });
    } finally {
      for (const [name, value] of Object.entries(own)) {
        if (value === undefined) Reflect.deleteProperty(env, name);
        else env[name] = value;
      }
    }
  },
);
