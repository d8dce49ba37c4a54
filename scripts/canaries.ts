/*
 * A secret in every place of a configuration that can hold one, and in every other place it may come from, through
 * every command, format and way to end:
 *
 *   npm run canaries                     all of them: some hundred thousand runs, a few minutes
 *   npm run canaries -- --part 3/20      the third of twenty parts
 *
 * `npm test` runs a few thousand. A secret that comes out is printed with its place and the command. Exit code 1 then.
 */
import { parseArgs } from 'node:util';
import { allPlanted } from '../test/trust/canary-places.ts';
import { runPlanted, runWorld } from '../test/trust/canaries.ts';
import { allWorlds } from '../test/trust/canary-worlds.ts';

/** Leaks that are printed; the others are counted. */
const SHOWN = 20;

const { values } = parseArgs({ options: { part: { type: 'string', default: '1/1' } } });
const [part = 1, parts = 1] = values.part.split('/').map(Number);

let runs = 0;
let leaks = 0;
const tell = (done: Awaited<ReturnType<typeof runWorld>>): void => {
  runs += done.runs;
  for (const { place, command, text } of done.leaks) {
    leaks += 1;
    if (leaks <= SHOWN)
      process.stdout.write(`LEAK ${place}\n  cowork-3p ${command}\n${text.slice(0, 600)}\n`);
  }
};
for (const [index, planted] of allPlanted().entries()) {
  if (index % parts !== part - 1) continue;
  tell(await runPlanted(planted, { containers: index % 5 === 0, gateway: index % 20 === 0 }));
}
for (const [index, world] of allWorlds().entries())
  if (index % parts === part - 1) tell(await runWorld(world));
process.stdout.write(`${runs} runs, ${leaks} leaks\n`);
process.exitCode = leaks > 0 ? 1 : 0;
