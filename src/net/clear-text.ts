import { hostOf, hostPort } from './url.ts';

/** Whether a URL names this machine itself, by a name or address that leaves it nowhere (RFC 6761, section 6.3; RFC 1122, section 3.2.1.3). */
function isLoopbackUrl(url: URL): boolean {
  const host = hostOf(url).toLowerCase().replace(/\.$/, '');
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/**
 * Why a request that carries a secret must not be made, or undefined: over http everybody on the way reads along,
 * unless the way never leaves this machine. A proxy is a part of the way.
 */
export function clearTextProblem(url: URL, proxy: URL | undefined): string | undefined {
  if (url.protocol === 'https:') return undefined;
  if (!isLoopbackUrl(url))
    return `Nothing secret is sent over http: the address of ${hostPort(url)} must begin with https://`;
  if (proxy !== undefined && !isLoopbackUrl(proxy))
    return `Nothing secret is sent over http through the proxy ${hostPort(proxy)}: use https, or take ${url.hostname} out of the proxy with NO_PROXY`;
  return undefined;
}
