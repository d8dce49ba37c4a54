import { isSurelyLoopback } from '../text/loopback.ts';
import { hostOf, hostPort } from './url.ts';

/**
 * Why a request that carries a secret must not be made, or undefined: over http everybody on the way reads along,
 * unless the way never leaves this machine. A proxy is a part of the way.
 */
export function clearTextProblem(url: URL, proxy: URL | undefined): string | undefined {
  if (url.protocol === 'https:') return undefined;
  if (!isSurelyLoopback(hostOf(url).toLowerCase()))
    return `Nothing secret is sent over http: the address of ${hostPort(url)} must begin with https://`;
  if (proxy !== undefined && !isSurelyLoopback(hostOf(proxy).toLowerCase()))
    return `Nothing secret is sent over http through the proxy ${hostPort(proxy)}: use https, or take ${url.hostname} out of the proxy with NO_PROXY`;
  return undefined;
}
