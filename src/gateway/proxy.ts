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
  if (route.proxy === false) return undefined;
  if (route.proxy !== undefined) return proxyUrl(route.proxy, 'the proxy given');
  const { env } = route;
  const http = variable(env, 'http_proxy');
  const https = variable(env, 'https_proxy');
  // EnvHttpProxyAgent sends https through HTTP_PROXY when there is no HTTPS_PROXY.
  const [name, value] =
    url.protocol === 'https:' && https !== '' ? ['HTTPS_PROXY', https] : ['HTTP_PROXY', http];
  if (value === '' || bypassed(url, variable(env, 'no_proxy'))) return undefined;
  return proxyUrl(value, name);
}

/** Lower case wins, as in curl and undici; an empty value counts as set and means none. */
function variable(env: Route['env'], name: string): string {
  return (env[name] ?? env[name.toUpperCase()] ?? '').trim();
}

/** NO_PROXY: `*` alone, or names with an optional port; a name covers itself and everything below it. */
export function bypassed(url: URL, noProxy: string): boolean {
  if (noProxy === '*') return true;
  const host = url.hostname.toLowerCase();
  return noProxy
    .split(/[,\s]/)
    .filter((entry) => entry !== '')
    .some((entry) => {
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
  if (url.protocol.startsWith("socks")) return `${name} is a SOCKS proxy, which Claude Desktop does not support`;
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
    if (password === '') return [];
    try {
      const plain = decodeURIComponent(password);
      return [plain, password, Buffer.from(`${decodeURIComponent(username)}:${plain}`).toString('base64')];
    } catch {
      return [password];
    }
  });
}

export function proxyName(proxy: URL): string {
  return hostPort(proxy);
}
