import { describe, expect, test } from 'vitest';
import { importerById } from '../../src/importers/index.ts';
import type { Choice, Prompter, Question, Validate } from '../../src/io/prompter.ts';
import { Back } from '../../src/io/prompter.ts';
import { keyNames, keySpec, validate } from '../../src/schema/index.ts';
import { keyRow } from '../../src/schema/descriptions.ts';
import { presets } from '../../src/schema/presets.ts';
import { valueFor } from '../../src/schema/explain/example.ts';
import { runCli } from '../support/io.ts';
import { FILE } from '../support/wizard.ts';

/** The same numbers from 0 to 1 for the same seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Good answers to what is typed, by the beginning of the question. */
const TYPED: readonly (readonly [question: string, answers: readonly string[]])[] = [
  ['Base URL', ['https://gw.example.com', 'https://llm.example.org/anthropic']],
  ['Name of the variable', ['MY_KEY', 'K']],
  ['Path of the file', ['/run/secrets/key']],
  ['Path of the credential helper', ['/usr/local/bin/token']],
  ['Client ID', ['0b6f3c1e-7f0e-4c6e-9a59-9d7d43f4b6c1']],
  [
    'Issuer',
    [
      'https://acme.okta.com',
      'https://login.microsoftonline.com/0b6f3c1e-7f0e-4c6e-9a59-9d7d43f4b6c1/v2.0',
      '',
    ],
  ],
  ['Authorization endpoint', ['https://idp.example.com/authorize']],
  ['Token endpoint', ['https://idp.example.com/token']],
  ['Scopes', ['openid profile', 'openid']],
  ['Fixed port', ['8765', '']],
  ['Name of the header', ['X-Tenant', 'X-Team']],
  ['Value of', ['a', 'b']],
  ['AWS region', ['us-east-1', 'eu-central-1']],
  ['Endpoint of your own', ['']],
  ['Address of the proxy', ['https://proxy.example.com']],
  ['Start URL', ['https://acme.awsapps.com/start']],
  ['Region of IAM', ['us-east-1']],
  ['AWS account ID', ['012345678901']],
  ['Permission set', ['Claude']],
  ['Name of the AWS profile', ['claude']],
  ['Google Cloud project ID', ['my-project-1']],
  ['Region', ['us-east5', 'global']],
  ['OAuth client ID', ['1234-abc.apps.googleusercontent.com']],
  ['Path of the credentials file', ['', '/etc/gcp.json']],
  ['Audience', ['//iam.googleapis.com/locations/global/workforcePools/p/providers/q']],
  ['Name of the Foundry resource', ['my-resource']],
  ['Directory', ['0b6f3c1e-7f0e-4c6e-9a59-9d7d43f4b6c1']],
  ['Application', ['1b6f3c1e-7f0e-4c6e-9a59-9d7d43f4b6c1']],
  ['Model IDs', ['claude-sonnet-4-5', 'claude-opus-4-8, claude-haiku-4-5']],
  ['Inference profile', ['us.anthropic.claude-sonnet-4-5-20250929-v1:0']],
  ['Deployment names', ['claude-sonnet-4-5']],
  ['Label in the picker', ['', 'Our model']],
  ['Organization UUID', ['0b6f3c1e-7f0e-4c6e-9a59-9d7d43f4b6c1']],
  ['Hosts that tools', ['', 'pypi.org, *.example.com']],
  ['OpenTelemetry', ['', 'https://otel.example.com']],
  ['Address of the bootstrap', ['https://config.example.com/bootstrap']],
];

/** Answers at random: lists by any entry, lines by what fits; after `most` questions it writes, or gives up. */
function randomPrompter(next: () => number, { most, others }: { most: number; others: boolean }): Prompter {
  let asked = 0;
  /** The answer was doubted: the next time it is not given again. */
  let givesUp = false;
  const any = <T>(all: readonly T[]): T => all[Math.floor(next() * all.length)] as T;
  const typed = async (question: Question & { default?: string; validate?: Validate<string> }) => {
    asked += 1;
    if (givesUp) {
      givesUp = false;
      throw new Back();
    }
    if (asked > most * 6) throw new Error(`no end: ${question.message}`);
    const known = TYPED.filter(([start]) => question.message.startsWith(start)).flatMap(([, all]) => all);
    const key = keyNames.find((name) => keyRow(name).title === question.message);
    const value = key === undefined ? undefined : valueFor(key);
    const row = key === undefined ? undefined : keySpec(key);
    const answers = [
      ...known,
      ...(question.default === undefined ? [] : [question.default]),
      ...(value === undefined ? [] : [typeof value === 'string' ? value : JSON.stringify(value)]),
      ...(row?.default === undefined ? [] : [JSON.stringify(row.default)]),
    ];
    const answer = answers.length === 0 ? '' : any(answers);
    if ((await question.validate?.(answer)) !== undefined) throw new Back();
    return answer;
  };
  return {
    input: typed,
    secret: async (question) => {
      const answer = 'sk-test-0123456789abcdef';
      if ((await question.validate?.(answer)) !== undefined) throw new Back();
      return answer;
    },
    confirm: ({ message, default: usual }) =>
      Promise.resolve(
        message.startsWith('Test') || message.startsWith('Leave') ? false : next() < 0.5 ? usual : !usual,
      ),
    select: <T>({ message, choices }: Question & { choices: readonly Choice<T>[] }) => {
      asked += 1;
      const free = choices.filter(({ disabled }) => disabled === undefined);
      const named = (start: string): Choice<T> | undefined => free.find(({ name }) => name.startsWith(start));
      const end = named('Write') ?? named('Leave without');
      if (end !== undefined && asked > most) return Promise.resolve(end.value);
      if (message.startsWith('Keep this answer')) {
        givesUp = true;
        return Promise.reject(new Back());
      }
      if (givesUp) {
        givesUp = false;
        return Promise.reject(new Back());
      }
      if (message.startsWith('Test this')) return Promise.resolve((named('No') ?? any(free)).value);
      const wanted = free.filter(
        ({ name }) =>
          !/^(?:Test the gateway|Leave without|Write another)/.test(name) &&
          (others || !name.startsWith('Another setting')) &&
          (asked > most * 2 ? !/^(?:Go through|Add|Change|Another)/.test(name) : true),
      );
      return Promise.resolve(any(wanted.length === 0 ? free : wanted).value);
    },
    checkbox: <T>({ choices }: Question & { choices: readonly Choice<T>[] }) => {
      const free = choices.filter(({ disabled }) => disabled === undefined);
      const some = free.filter(() => next() < 0.5);
      return Promise.resolve((some.length === 0 ? free.slice(0, 1) : some).map(({ value }) => value));
    },
  };
}

const OF_PRESETS = new Set(Object.values(presets).flatMap(({ values }) => Object.keys(values)));

describe.each([
  { name: 'its own questions', others: false, runs: 50 },
  { name: 'any setting', others: true, runs: 50 },
])('random answers to $name', ({ others, runs }) => {
  test('what is written holds no error, no default and nothing retired', async () => {
    let written = 0;
    for (let seed = 1; seed <= runs; seed += 1) {
      const next = random(seed);
      const prompter = randomPrompter(next, { most: 12 + Math.floor(next() * 20), others });
      const url = next() < 0.5 ? ['https://gw.example.com'] : [];
      const all = next() < 0.3 ? ['--ask-all'] : [];
      const run = await runCli(['init', ...url, ...all], { prompter });
      expect([0, 130], `seed ${seed}: ${run.stderr}`).toContain(run.code);
      const bytes = run.files.get(FILE);
      if (bytes === undefined) continue;
      written += 1;
      const strict = others ? [] : ['--strict'];
      const checked = await runCli(['validate', ...strict, FILE], { files: { [FILE]: bytes } });
      expect(checked.code, `seed ${seed}: ${checked.stdout}`).toBe(0);
      const document = importerById('json').decode(bytes);
      if (!document.ok) throw new Error('no JSON');
      const { settings, diagnostics } = validate(document.value);
      expect(
        diagnostics.filter(({ code }) => /^(?:deprecated-|removed-)/.test(code)),
        `seed ${seed}`,
      ).toEqual([]);
      for (const [key, value] of settings)
        if (!OF_PRESETS.has(key))
          expect(value, `seed ${seed}: ${key} is a default`).not.toEqual(keySpec(key)?.default ?? {});
    }
    expect(written).toBeGreaterThan(runs / 2);
  }, 60_000);
});
