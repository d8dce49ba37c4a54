import { checks, estimate, runProbe } from '../../probe/probe.ts';
import { Cancelled } from '../../errors.ts';
import { Back } from '../../io/prompter.ts';
import { discoverModels } from '../../probe/models/list.ts';
import { askValue } from './ask.ts';
import type { Draft } from './draft.ts';
import { offerForProduct, type Seen } from './gateway-product.ts';
import { lookUp, reach, working, type Reached } from './reach.ts';
import { renderTest, testProgress } from './test-report.ts';
import type { Step, Wizard } from './step.ts';
import { providerRows, type Field } from '../../schema/descriptions.ts';
import type { KeyName } from '../../schema/index.ts';

/** The checks that tell in seconds and for a handful of tokens whether this is a gateway one can go on with. */
const QUICK = [
  'helper-output',
  'tcp-connect',
  'tls-chain',
  'no-redirect',
  'auth-accepted',
  'auth-scheme',
  'health',
  'models-list',
  'models-claude',
] as const;
/** What is wrong with these, naming the models makes good; and the health check along with them, which takes one of the list. */
const LIST: ReadonlySet<string> = new Set(['models-list', 'models-claude']);
const REACH = ['tcp-connect', 'tls-chain', 'helper-output'] as const;

/** "Test this gateway now?" The answers so far are tried; nothing of it is written. */
export const gatewayTest: Step = {
  id: 'test',
  part: 'Connection',
  title: 'Test the gateway',
  when: (draft) => draft.provider === 'gateway',
  answer: () => undefined,
  isAnswered: () => true,
  async ask(wizard) {
    if (!(await wantsTest(wizard))) return;
    for (;;) {
      const seen = await working(wizard, (signal) => test(wizard, signal));
      if (await offerForProduct(wizard, seen)) continue;
      if (seen.passed || !(await fix(wizard))) return;
    }
  },
};

const MESSAGE = 'Test this gateway now?';

/** Where the key is a reference that leads nowhere here, how to test is asked along with whether. */
async function wantsTest(wizard: Wizard): Promise<boolean> {
  const { prompter } = wizard;
  const quick = checks.filter(({ id }) => (QUICK as readonly string[]).includes(id));
  const cost = estimate(quick, []);
  const hint = `A few requests from this computer, about ${cost.input + cost.output} tokens.`;
  const why = await keyIsMissing(wizard);
  if (why === undefined) return prompter.confirm({ message: MESSAGE, hint, default: true });
  const how = await prompter.select<'type' | 'reach' | 'no'>({
    message: MESSAGE,
    hint: `${why}. ${hint}`,
    choices: [
      {
        value: 'type',
        name: 'Yes, with a key for this test alone',
        description: 'It is typed or pasted next, and not written anywhere.',
      },
      { value: 'reach', name: 'Only whether it can be reached' },
      { value: 'no', name: 'No' },
    ],
  });
  if (how === 'type') await typeTestKey(wizard);
  return how !== 'no';
}

/** After a failed test: whether to test again, with what was changed before that. */
async function fix(wizard: Wizard): Promise<boolean> {
  const { prompter, draft, session } = wizard;
  const [url, key] = [fieldOf(draft, BASE_URL), fieldOf(draft, KEY)];
  for (;;) {
    const next = await prompter.select<'on' | 'again' | 'url' | 'key' | 'try'>({
      message: 'The gateway did not pass',
      choices: [
        {
          value: 'on',
          name: 'Go on anyway',
          description: 'The file does not depend on it; "probe" tells more later.',
        },
        { value: 'again', name: 'Test again' },
        { value: 'url', name: 'Change the base URL' },
        ...(key === undefined
          ? []
          : [
              { value: 'key' as const, name: 'Change the key' },
              {
                value: 'try' as const,
                name: 'Try another key, for this test alone',
                description: 'What the file says about the key stays as it is.',
              },
            ]),
      ],
    });
    if (next === 'on') return false;
    try {
      if (next === 'url' && url !== undefined) await askValue(wizard, { ...url, path: [BASE_URL] });
      if (next === 'try') await typeTestKey(wizard);
      if (next === 'key' && key !== undefined) {
        delete session.testKey;
        await askValue(wizard, { ...key, path: [KEY] });
        if ((await keyIsMissing(wizard)) !== undefined) await typeTestKey(wizard);
      }
      return true;
    } catch (error) {
      if (!(error instanceof Back)) throw error;
    }
  }
}

const BASE_URL: KeyName = 'inferenceGatewayBaseUrl';
const KEY: KeyName = 'inferenceGatewayApiKey';

/** How a key of this draft is asked for. */
function fieldOf({ provider, signIn }: Draft, key: KeyName): Field | undefined {
  const fields = [
    ...(provider === undefined ? [] : providerRows[provider].fields),
    ...(signIn?.fields ?? []),
  ];
  return fields.find((field) => field.key === key);
}

/** Why there is no key to test with: the reference leads nowhere here. */
async function keyIsMissing({ draft, io, session }: Wizard): Promise<string | undefined> {
  if (draft.signIn?.id !== 'static' || session.testKey !== undefined) return undefined;
  return (await lookUp(draft, io, session)).missing[0];
}

async function typeTestKey({ prompter, session }: Wizard): Promise<void> {
  session.testKey = await prompter.secret({
    message: 'Gateway API key, for this test alone',
    validate: (answer) => (answer === '' ? 'Type the key, or go back' : undefined),
  });
}

async function test(wizard: Wizard, signal: AbortSignal): Promise<Seen> {
  const { draft, io, session, style } = wizard;
  const connection = await reach(draft, io, session);
  if (connection === undefined) {
    wizard.say(`${style.error('✖')} The address of the gateway is a reference that leads nowhere here.`, 1);
    return { products: [], known: [], passed: false };
  }
  const { facts, route, credential, client } = connection;
  const host = hostOf(facts.baseUrl);
  // Without a key only the way there can be tried: every request would be refused, which says nothing.
  const only = credential === undefined ? REACH : QUICK;
  const progress = testProgress(io, host, only.length);
  try {
    const report = await runProbe({
      client,
      facts,
      route,
      ...(credential === undefined ? {} : { credential }),
      only,
      totalMs: 60_000,
      signal,
      onResult: progress.step,
    });
    progress.end();
    if (signal.aborted) throw new Cancelled();
    io.stderr.write(renderTest(report, only.length, style, io.stderr.columns));
    const faults = report.results.filter(
      ({ status, inconclusive }) => status === 'fail' || inconclusive === true,
    );
    // A list that gives nothing is no reason to stop: models are named next.
    const isList = faults.some(({ id }) => LIST.has(id));
    const passed = faults.every(({ id }) => LIST.has(id) || (isList && id === 'health'));
    if (passed && isList) session.mustName = true;
    if (passed && credential === undefined)
      wizard.say('It can be reached; without a credential nothing more was asked.', 1, 'faint');
    if (credential !== undefined) await noteModels(wizard, connection, signal);
    return { ...report.seen, passed };
  } finally {
    progress.end();
    await client.close();
  }
}

/** What the picker would show, for the summary; models must be named where the list gives none. */
async function noteModels(
  { draft, session }: Wizard,
  { client, facts }: Reached,
  signal: AbortSignal,
): Promise<void> {
  const found = await discoverModels(client, { configured: facts.models, signal });
  if (signal.aborted) throw new Cancelled();
  if (!found.ok) return;
  session.list = { from: draft.text(BASE_URL) ?? facts.baseUrl, report: found.value };
  session.mustName = !found.value.models.some(({ usable }) => usable);
}

/** The host of an address, as it was typed where it is none. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
