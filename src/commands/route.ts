import { UserError } from '../errors.ts';
import type { Io } from '../io/io.ts';
import type { Route } from '../net/types.ts';
import type { Effective } from '../schema/index.ts';
import { shownName } from '../text/credentials.ts';

/** Flags that say how to leave this device. */
export interface RouteFlags {
  readonly ca?: string;
  readonly clientCert?: string;
  readonly clientKey?: string;
  /** An address, `env` or `none`. */
  readonly proxy?: string;
}

const PEM_LIMIT = 1_000_000;

/** How names of environment variables are written; anything else may be the credential itself. */
const VARIABLE = /^[A-Z_][A-Z0-9_]{0,100}$/;

/** The token in an environment variable that a flag names; a variable that is not set is wrong usage. */
export function tokenFrom(name: string | undefined, flag: string, io: Io): string | undefined {
  if (name === undefined) return undefined;
  // Own members only: `constructor` is a name like any other.
  const token = Object.hasOwn(io.env, name) ? io.env[name]?.trim() : undefined;
  if (token !== undefined && token !== '') return token;
  if (VARIABLE.test(name)) throw new UserError(`${flag}: the variable ${shownName(name)} is not set.`);
  throw new UserError(
    `${flag}: there is no environment variable of that name, or it is empty.`,
    'Give the name of a variable that holds the token, never the token itself.',
  );
}

/** The way out of this device: proxy, trusted CAs, client certificate. */
export async function routeOf(uses: Pick<Effective, 'proxy'>, flags: RouteFlags, io: Io): Promise<Route> {
  const read = async (name: string | undefined): Promise<string | undefined> => {
    if (name === undefined) return undefined;
    const bytes = await io.readFile(name, PEM_LIMIT);
    if (!bytes.ok) throw new UserError(`${name} ${bytes.failure.message}.`);
    const text = Buffer.from(bytes.value).toString('utf8');
    if (!text.includes('-----BEGIN '))
      throw new UserError(`${name} is not a PEM file.`, 'Convert it with openssl.');
    return text;
  };
  if ((flags.clientCert === undefined) !== (flags.clientKey === undefined))
    throw new UserError('--client-cert and --client-key go together.');
  const ca = await read(flags.ca);
  const clientCert = await read(flags.clientCert);
  const clientKey = await read(flags.clientKey);
  return {
    env: io.env,
    ...proxyOf(uses, flags),
    ...(ca === undefined ? {} : { ca: [ca] }),
    ...(clientCert === undefined ? {} : { clientCert }),
    ...(clientKey === undefined ? {} : { clientKey }),
  };
}

/**
 * The app goes through `egressProxyUrl` and does not see the variables of a shell, so the probe does the same unless told
 * otherwise. Without it, or with a PAC file (which beats it and is not run here), the environment decides.
 */
function proxyOf(
  { proxy: own }: Pick<Effective, 'proxy'>,
  { proxy }: RouteFlags,
): Pick<Route, 'proxy' | 'proxySource'> {
  if (proxy === 'none') return { proxy: false };
  if (proxy !== undefined && proxy !== 'env') return { proxy, proxySource: '--proxy' };
  return proxy === undefined && own.kind === 'url' && own.url !== undefined
    ? { proxy: own.url, proxySource: own.key }
    : {};
}
