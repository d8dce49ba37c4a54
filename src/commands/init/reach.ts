import type { ModelsReport } from '../../probe/models/list.ts';
import type { Io } from '../../io/io.ts';
import type { Prompter } from '../../io/prompter.ts';
import { validate, type EffectiveInput, type KeyName } from '../../schema/index.ts';
import { connect, type Connection } from '../connect.ts';
import { resolved } from '../load-config.ts';
import { documentOf, type Draft } from './draft.ts';

/** What the wizard learnt and does not write. */
export interface Session {
  /** A key typed for tests alone. */
  testKey?: string;
  /** The list of the gateway, and the address it came from. */
  list?: { readonly from: string; readonly report: ModelsReport };
  /** The gateway lists nothing that the app can show, so models have to be named; `false` when it does. */
  mustName?: boolean;
  /** What is to be registered at the identity provider, as it was shown last. */
  registered?: string;
  /** What was offered because of the product that answers. */
  offered?: Set<string>;
}

const KEY: KeyName = 'inferenceGatewayApiKey';
const URL_KEY: KeyName = 'inferenceGatewayBaseUrl';

/** The draft with its references looked up, and what could not be found: one sentence each. */
export async function lookUp(
  draft: Draft,
  io: Io,
  { testKey }: Session,
): Promise<{ readonly configured: EffectiveInput; readonly missing: readonly string[] }> {
  const settings = draft.settings();
  // A function, as `$$` in a text would stand for one sign.
  if (testKey !== undefined && settings.has(KEY))
    settings.set(
      KEY,
      testKey.replaceAll('${', () => '$${'),
    );
  const looked = await resolved(documentOf(settings), io);
  const { settings: decoded, refused } = validate(looked.document);
  const missing = looked.findings.map(({ message }) => message);
  // A reference that leads nowhere is no value to send.
  const lost = new Set(looked.findings.map(({ path }) => path[0]));
  const found = new Map([...decoded].filter(([key]) => !lost.has(key)));
  return { configured: { settings: found, refused }, missing };
}

/** A connection made of a draft. */
export type Reached = Omit<Connection, 'document' | 'file' | 'leftOut'>;

/** The way to the gateway of a draft; undefined when its address is not known here. */
export async function reach(draft: Draft, io: Io, session: Session): Promise<Reached | undefined> {
  const { configured } = await lookUp(draft, io, session);
  const { settings, refused } = configured;
  const usable = settings.has(URL_KEY) && refused?.has(URL_KEY) !== true;
  return usable ? connect(configured, {}, io) : undefined;
}

/** Work that Esc and Ctrl-C stop where the terminal can tell. */
export function working<T>(
  { prompter, io }: { readonly prompter: Prompter; readonly io: Io },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return prompter.interruptible?.(work) ?? work(io.signal);
}
