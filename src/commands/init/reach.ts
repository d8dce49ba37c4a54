import type { ModelsReport } from '../../probe/models.ts';
import type { Io } from '../../io/io.ts';
import { validate, type Config, type KeyName } from '../../schema/index.ts';
import { connect, type Connection } from '../connect.ts';
import { resolved } from '../load-config.ts';
import { documentOf, type Draft } from './draft.ts';

/** What the wizard learnt and does not write. */
export interface Session {
  /** A key typed for tests alone. */
  testKey?: string;
  /** The list of the gateway, and the address it came from. */
  list?: { readonly from: string; readonly report: ModelsReport };
}

const KEY: KeyName = 'inferenceGatewayApiKey';

/** The draft with its references looked up, and what could not be found: one sentence each. */
export async function lookUp(
  draft: Draft,
  io: Io,
  { testKey }: Session,
): Promise<{ readonly config: Config; readonly missing: readonly string[] }> {
  const settings = draft.settings();
  if (testKey !== undefined && settings.has(KEY)) settings.set(KEY, testKey.replaceAll('${', '$${'));
  const looked = await resolved(documentOf(settings), io);
  const { config } = validate(looked.document);
  const missing = looked.findings.map(({ message }) => message);
  return {
    config: Object.fromEntries(Object.entries(config).filter(([key]) => !lost(looked.findings, key))),
    missing,
  };
}

/** A reference that leads nowhere is no value to send. */
function lost(findings: readonly { readonly path: readonly (string | number)[] }[], key: string): boolean {
  return findings.some(({ path }) => path[0] === key);
}

/** The way to the gateway of a draft; undefined when its address is not known here. */
export async function reach(
  draft: Draft,
  io: Io,
  session: Session,
): Promise<Omit<Connection, 'document' | 'file'> | undefined> {
  const { config } = await lookUp(draft, io, session);
  return config.inferenceGatewayBaseUrl === undefined ? undefined : connect(config, {}, io);
}
