/*
 * Which proxy a request takes. The rules are those of undici's EnvHttpProxyAgent (7.30), which Claude Code
 * follows too; they stand here because it would read process.env, and because a failure must name the proxy.
 */
import { hostPort, portOf } from './url.ts';
import type { Route } from './types.ts';

/** `undefined`: direct. A string: a proxy setting no request can take, and why; it never quotes the address. */
export type ProxyChoice = URL | string | undefined;

/** The proxy for an address under a route. */
export function proxyFor(url: URL, route: Route): ProxyChoice {
  return proxyChoice(url, route).proxy;
}

/** Which way a request takes, and who says so. */
export interface ProxyDecision {
  readonly proxy: ProxyChoice;
  /** The setting that names the proxy, whether it is taken or not: a variable as it is spelled, `egressProxyUrl`, `--proxy`. */
  readonly source?: string;
  /** The entry of NO_PROXY that takes the host out. */
  readonly bypass?: string;
}

/** The proxy for an address, who says so, and the entry of NO_PROXY where one takes the host out. */
export function proxyChoice(url: URL, route: Route): ProxyDecision {
  if (route.proxy === false) return { proxy: undefined };
  if (route.proxy !== undefined) {
    const source = route.proxySource ?? 'the proxy given';
    return { proxy: proxyUrl(route.proxy, source), source };
  }
  const { env } = route;
  const https = variable(env, 'https_proxy');
  // EnvHttpProxyAgent sends https through HTTP_PROXY when there is no HTTPS_PROXY.
  const name = url.protocol === 'https:' && https !== '' ? 'https_proxy' : 'http_proxy';
  const value = variable(env, name);
  if (value === '') return { proxy: undefined };
  const source = env[name] === undefined ? name.toUpperCase() : name;
  const bypass = bypassedBy(url, variable(env, 'no_proxy'));
  if (bypass !== undefined) return { proxy: undefined, source, bypass };
  return { proxy: proxyUrl(value, source), source };
}

/** Lower case wins, as in curl and undici; an empty value counts as set and means none. */
function variable(env: Route['env'], name: string): string {
  return (env[name] ?? env[name.toUpperCase()] ?? '').trim();
}

/** The entry of NO_PROXY that covers an address: `*` alone, or a name, which covers all below it, with a port or none. */
function bypassedBy(url: URL, noProxy: string): string | undefined {
  if (noProxy === '*') return noProxy;
  const host = url.hostname.toLowerCase();
  return noProxy
    .split(/[,\s]/)
    .filter((entry) => entry !== '')
    .find((entry) => {
      const ported = /^(.+):(\d+)$/.exec(entry);
      if (ported && Number(ported[2]) !== portOf(url)) return false;
      const name = (ported?.[1] ?? entry).replace(/^\*?\./, '').toLowerCase();
      return host === name || host.endsWith(`.${name}`);
    });
}

function proxyUrl(text: string, name: string): URL | string {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return `${name} is not a URL: it needs the form http://host:port`;
  }
  if (url.protocol.startsWith('socks'))
    return `${name} is a SOCKS proxy, which Claude Desktop does not support`;
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return `${name} has no http:// or https:// in front: it needs the form http://host:port`;
  }
  try {
    decodeURIComponent(url.username + url.password);
  } catch {
    return `${name} holds a user name or password with a bad percent escape`;
  }
  return url;
}

/** Secrets that a proxy address holds, for redaction. */
export function proxySecrets(route: Route): string[] {
  const values = [route.proxy, variable(route.env, 'https_proxy'), variable(route.env, 'http_proxy')];
  return values.flatMap((value) => {
    if (typeof value !== 'string' || !URL.canParse(value)) return [];
    const { username, password } = new URL(value);
    // A token may stand where the user name belongs.
    if (password === '') return username === '' ? [] : [username, basic(`${username}:`)];
    try {
      const plain = decodeURIComponent(password);
      return [plain, password, basic(`${decodeURIComponent(username)}:${plain}`)];
    } catch {
      return [password];
    }
  });
}

/** Credentials of the scheme Basic, as they go into a field (RFC 7617). */
function basic(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** `host:port`, without user and password. */
export function proxyName(proxy: URL): string {
  return hostPort(proxy);
}
