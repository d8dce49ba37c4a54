import { proxyChoice, proxyFor, proxyName, type ProxyDecision } from './proxy.ts';
import type { Route } from './types.ts';
import { hostOf, portOf } from './url.ts';

/** Where the base URL leads. */
export interface Target {
  readonly url: URL;
  /** Without the brackets of an IPv6 address. */
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
}

/** Where a base URL leads; undefined for what is neither https nor http. */
export function targetOf(facts: { readonly baseUrl: string }): Target | undefined {
  if (!URL.canParse(facts.baseUrl)) return undefined;
  const url = new URL(facts.baseUrl);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined;
  return { url, host: hostOf(url), port: portOf(url), tls: url.protocol === 'https:' };
}

/** The proxy between here and the gateway, as `host:port`; undefined for a direct way. */
export function proxyOf(target: Target, route: Route): string | undefined {
  const proxy = proxyFor(target.url, route);
  if (proxy === undefined) return undefined;
  return typeof proxy === 'string' ? 'that is set' : proxyName(proxy);
}

/** Why no request can take the proxy that is set. */
export function proxyProblem(target: Target, route: Route): string | undefined {
  const proxy = proxyFor(target.url, route);
  return typeof proxy === 'string' ? proxy : undefined;
}

/** The same with its reason. */
export function proxyDecision(target: Target, route: Route): ProxyDecision {
  return proxyChoice(target.url, route);
}

/** The address of the proxy that a request can take. It may hold a password. */
export function proxyUrlOf(target: Target, route: Route): URL | undefined {
  const proxy = proxyFor(target.url, route);
  return proxy instanceof URL ? proxy : undefined;
}
