import { describe, expect, test } from 'vitest';
import { allPlanted } from './canary-places.ts';
import { allWorlds } from './canary-worlds.ts';
import { COMMAND_COUNT, runPlanted, runWorld } from './canaries.ts';

/** `npm run canaries` runs them all. */
const RUNS = 4000;
const PARTS = 8;

describe('promise: what stands in a configuration is shown only where it is known to be harmless', () => {
  const planted = allPlanted();
  const step = Math.max(1, Math.ceil((planted.length * COMMAND_COUNT) / RUNS));
  const some = planted.filter((_, index) => index % step === 0);

  test('there are enough places', () => {
    expect(planted.length).toBeGreaterThan(1500);
    expect(new Set(planted.map(({ secret }) => secret)).size).toBe(planted.length);
  });

  test.each(Array.from({ length: PARTS }, (_, part) => part))(
    'every place through every command, part %i',
    async (part) => {
      for (const [index, one] of some.entries()) {
        if (index % PARTS !== part) continue;
        const { leaks } = await runPlanted(one, { containers: index % 5 === 0 });
        expect(leaks).toEqual([]);
      }
    },
    120_000,
  );

  // Every place, with one shape of secret each; `npm run canaries` takes every shape.
  const worlds = allWorlds().filter((_, index) => index % 11 === 0);

  test.each(Array.from({ length: PARTS }, (_, part) => part))(
    'comments, other containers, flags, bases, captures, forms, part %i',
    async (part) => {
      for (const [index, one] of worlds.entries()) {
        if (index % PARTS !== part) continue;
        expect((await runWorld(one)).leaks).toEqual([]);
      }
    },
    120_000,
  );
});
