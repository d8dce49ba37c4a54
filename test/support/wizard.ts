import { expect } from 'vitest';
import { importerById } from '../../src/importers/index.ts';
import { keySpec, validate } from '../../src/schema/index.ts';
import { presets } from '../../src/schema/presets.ts';
import { runCli, type Run, type World } from './io.ts';
import { ENTER, scriptPrompter, type Entry } from './script-prompter.ts';

/*
 * Runs of the whole wizard by a script, and the answers that its tests share.
 */

/** The file that init writes. */
export const FILE = 'cowork-3p.json';

/** A run of the wizard that wrote a file. */
interface Wizarded extends Run {
  readonly settings: Record<string, unknown>;
}

/** Runs the wizard by a script and reads the file it wrote, which must be valid and minimal. */
export async function wizard(
  entries: readonly Entry[],
  world: World = {},
  argv: readonly string[] = [],
): Promise<Wizarded> {
  const prompter = scriptPrompter(entries);
  const run = await runCli(['init', '--ask-all', ...argv], { ...world, prompter });
  prompter.done();
  expect(run.stderr).not.toContain('internal error');
  expect(run.code).toBe(0);
  const bytes = run.files.get(FILE);
  if (bytes === undefined) throw new Error(`nothing was written: ${run.stderr}`);
  expect(run.written.get(FILE)).toMatchObject({ secret: true });
  return { ...run, settings: settled(bytes) };
}

/** The settings of a file, which must be valid and hold no default. */
export function settled(bytes: Buffer): Record<string, unknown> {
  const document = importerById('json').decode(bytes);
  if (!document.ok) throw new Error('no JSON');
  const checked = validate(document.value);
  expect(checked.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  // A preset says what it means even where that is the default, because older releases had another one.
  const bySomePreset = new Set(Object.values(presets).flatMap(({ values }) => Object.keys(values)));
  for (const [key, value] of checked.settings)
    if (!bySomePreset.has(key)) expect(value, `${key} is a default`).not.toBe(keySpec(key)?.default);
  return Object.fromEntries([...document.value.entries].map(([key, { value }]) => [key, value]));
}

/** The answer to where inference runs. */
export const provider = (name: string): Entry => ['Where does inference run?', name];
/** The answer to how users authenticate. */
export const signIn = (name: string): Entry => ['How do users authenticate?', name];
/** A secret from the environment: under the name that is offered, or another. */
export const fromEnv = (question: string, name?: string): Entry[] =>
  name === undefined
    ? [[question, 'From the environment variable']]
    : [
        [question, 'From another variable'],
        ['Name of the variable', name],
      ];
/** No headers. */
export const headers: Entry = ['Extra headers', 'None'];
/** The gateway is not tested. */
export const noTest: Entry = ['Test this gateway now?', 'No'];
/** Whatever the gateway lists. */
export const discovery: Entry = ['Which models does the picker offer?', 'Whatever the gateway lists'];
/** Tabs and preset as offered. */
export const plainUse: Entry[] = [
  ['Which tabs do users get?', ENTER],
  ['How far', ENTER],
];
/** The review is written. */
export const write: Entry = ['Write it', 'Write'];
/** No labels. */
export const details: Entry = ['Labels, 1M context or tier', 'Go on'];
/** From the models to the end, nothing special. */
export const end = (...models: Entry[]): Entry[] => [...models, ...plainUse, write];

/** What the address is asked with. */
export const URL_QUESTION = 'Base URL of the gateway';
/** A gateway by its address. */
export const GATEWAY: Entry[] = [provider('LLM gateway'), [URL_QUESTION, 'https://gw.example.com']];
/** A key from the environment. */
export const KEY_BY_ENV: Entry[] = [
  signIn('Static key'),
  ...fromEnv('Gateway API key'),
  ['Which header carries the key?', ENTER],
];
/** A gateway with its key, not tested. */
export const CONNECTED: Entry[] = [...GATEWAY, ...KEY_BY_ENV, headers, noTest];
/** All answers of the shortest way. */
export const SHORTEST: Entry[] = [...CONNECTED, ...end(discovery)];
