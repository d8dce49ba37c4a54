import { checks, estimate, runProbe } from '../../probe/probe.ts';
import type { CheckResult } from '../../probe/types.ts';
import { Cancelled } from '../../errors.ts';
import { Back } from '../../io/prompter.ts';
import { watchProducts } from '../../probe/products/watch.ts';
import { renderCheck } from '../../report/probe/text.ts';
import { askValue } from './ask.ts';
import type { Draft } from './draft.ts';
import { offerForProduct, type Seen } from './gateway-product.ts';
import { lookUp, reach } from './reach.ts';
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
    const { prompter } = wizard;
    const quick = checks.filter(({ id }) => (QUICK as readonly string[]).includes(id));
    const cost = estimate(quick, []);
    const wanted = await prompter.confirm({
      message: 'Test this gateway now?',
      hint: `A few requests from this computer, about ${cost.input + cost.output} tokens.`,
      default: true,
    });
    if (!wanted) return;
    await askForKey(wizard);
    for (;;) {
      const seen = await test(wizard);
      if (await offerForProduct(wizard, seen)) continue;
      if (seen.passed || !(await fix(wizard))) return;
    }
  },
};

/** After a failed test: whether to test again, with what was changed before that. */
async function fix(wizard: Wizard): Promise<boolean> {
  const { prompter, draft, session } = wizard;
  const [url, key] = [fieldOf(draft, BASE_URL), fieldOf(draft, KEY)];
  for (;;) {
    const next = await prompter.select<'on' | 'again' | 'url' | 'key'>({
      message: 'The gateway did not pass',
      choices: [
        {
          value: 'on',
          name: 'Go on anyway',
          description: 'The file does not depend on it; "probe" tells more later.',
        },
        { value: 'again', name: 'Test again' },
        { value: 'url', name: 'Change the base URL' },
        ...(key === undefined ? [] : [{ value: 'key' as const, name: 'Change the key' }]),
      ],
    });
    if (next === 'on') return false;
    try {
      if (next === 'url' && url !== undefined) await askValue(wizard, { ...url, path: [BASE_URL] });
      if (next === 'key' && key !== undefined) {
        delete session.testKey;
        await askValue(wizard, { ...key, path: [KEY] });
        await askForKey(wizard);
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

/** A reference that leads nowhere here would test without a key. */
async function askForKey({ prompter, draft, io, session }: Wizard): Promise<void> {
  if (draft.signIn?.id !== 'static' || session.testKey !== undefined) return;
  const [why] = (await lookUp(draft, io, session)).missing;
  if (why === undefined) return;
  const how = await prompter.select<'type' | 'without'>({
    message: 'There is no key here to test with',
    hint: `${why}.`,
    choices: [
      { value: 'type', name: 'Type it for this test alone', description: 'It is not written anywhere.' },
      {
        value: 'without',
        name: 'Test without a key',
        description: 'Shows whether the gateway can be reached.',
      },
    ],
  });
  if (how === 'type') {
    const key = await prompter.secret({
      message: 'Gateway API key, for this test alone',
      validate: (answer) => (answer === '' ? 'Type the key, or go back' : undefined),
    });
    session.testKey = key;
  }
}

async function test(wizard: Wizard): Promise<Seen> {
  const { draft, io, session, style } = wizard;
  const connection = await reach(draft, io, session);
  if (connection === undefined) {
    wizard.say(`${style.error('✖')} The address of the gateway is a reference that leads nowhere here.`, 1);
    return { products: [], known: [], passed: false };
  }
  const { facts, route, credential } = connection;
  const client = watchProducts(connection.client);
  wizard.say(`Asking ${hostOf(facts.baseUrl)} … Ctrl-C stops.`, 1, 'faint');
  // Without a key only the way there can be tried: every request would be refused, which says nothing.
  const only = credential === undefined ? REACH : QUICK;
  try {
    const report = await runProbe({
      client,
      facts,
      route,
      ...(credential === undefined ? {} : { credential }),
      only,
      totalMs: 60_000,
      signal: io.signal,
      onResult: (result) => tell(wizard, result),
    });
    if (io.signal.aborted) throw new Cancelled();
    const passed = !report.results.some(
      ({ status, inconclusive }) => status === 'fail' || inconclusive === true,
    );
    if (passed && credential === undefined)
      wizard.say('It can be reached; without a credential nothing more was asked.', 1, 'faint');
    return { products: client.products(), known: client.known(), passed };
  } finally {
    await client.close();
  }
}

/** One line for what is right; what to fix for what is not. */
function tell({ io, style }: Wizard, result: CheckResult): void {
  const { blockedBy, status, inconclusive } = result;
  // What another failure explains is no news, nor is what was stopped.
  if (blockedBy !== undefined || io.signal.aborted || (status === 'skip' && inconclusive !== true)) return;
  const text = renderCheck(result, style, io.stderr.columns - 2);
  io.stderr.write(text.replace(/^(?=.)/gm, '  '));
}

export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
