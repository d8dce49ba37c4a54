import { expect, test } from 'vitest';
import { colorLevel, PLAIN, style } from '../../src/report/style.ts';

type Env = Readonly<Record<string, string>>;

/* Flag, environment, terminal -> how many colours. */
test.each<[boolean | undefined, Env, boolean, number, 0 | 1 | 2 | 3]>([
  [undefined, {}, true, 24, 3],
  [undefined, {}, true, 23, 2],
  [undefined, {}, true, 8, 2],
  [undefined, {}, true, 7, 1],
  [undefined, {}, true, 4, 1],
  [undefined, {}, true, 3, 0],
  [undefined, {}, false, 24, 0],
  [undefined, { TERM: 'dumb' }, true, 24, 0],
  [undefined, { NO_COLOR: '1' }, true, 24, 0],
  [undefined, { NO_COLOR: '' }, true, 24, 3],
  [undefined, { NO_COLOR: '1', FORCE_COLOR: '3' }, true, 24, 0],
  [undefined, { FORCE_COLOR: '' }, false, 24, 0],
  [undefined, { FORCE_COLOR: '0' }, true, 24, 0],
  [undefined, { FORCE_COLOR: 'false' }, true, 24, 0],
  [undefined, { FORCE_COLOR: '1' }, false, 1, 1],
  [undefined, { FORCE_COLOR: 'true', TERM: 'dumb' }, false, 1, 1],
  [undefined, { FORCE_COLOR: '2' }, false, 1, 2],
  [undefined, { FORCE_COLOR: '3' }, false, 1, 3],
  [false, { FORCE_COLOR: '3' }, true, 24, 0],
  [true, {}, false, 24, 0],
])('flag %s, %j, a terminal: %s, depth %i: %i', (flag, env, isTTY, colorDepth, level) => {
  expect(colorLevel({ flag, env, isTTY, colorDepth })).toBe(level);
});

test('each role has a colour of its own, and none of them without colours', async () => {
  const roles = ['error', 'warning', 'info', 'ok', 'strong', 'faint'] as const;
  const coloured = await style(1);
  expect(roles.map((role) => coloured[role]('x'))).toEqual(
    [31, 33, 36, 32, 1, 2].map((code) => `\u001B[${String(code)}mx\u001B[${code < 3 ? '22' : '39'}m`),
  );
  expect(await style(0)).toBe(PLAIN);
  for (const role of roles) expect(PLAIN[role]('x')).toBe('x');
});
