import { isIP } from 'node:net';

/**
 * Joins as the app's engine does (measured on Claude Code 2.1.330): trailing slashes of the base are cut,
 * a path prefix stays, `/v1` is not taken off, nothing is normalised.
 */
export function joinUrl(base: string, path: string): string {
  return trimBase(base) + path;
}

/** The base URL without trailing slashes. */
export function trimBase(base: string): string {
  let end = base.length;
  while (end > 0 && base[end - 1] === '/') end -= 1;
  return base.slice(0, end);
}

/** A path that is an absolute address of its own: sign-in metadata. */
export function isAbsolute(path: string): boolean {
  return /^https?:\/\//i.test(path);
}

/** An address the client can call, or the reason why it cannot. The reason never quotes the address: it may hold a secret. */
export function callable(text: string): URL | string {
  if (text.trim() === '') return 'the base URL is empty';
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return 'the base URL is not an absolute URL';
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return `the base URL begins with ${url.protocol.slice(0, 20)}// instead of https://`;
  }
  if (url.username !== '' || url.password !== '') {
    return 'the base URL holds a user name or password, which HTTP clients refuse to send';
  }
  return url;
}

/** The port of an address, its own or that of its scheme. */
export function portOf(url: URL): number {
  return url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
}

/** Host as a socket takes it: IPv6 without brackets. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

/** `host:port` for messages, IPv6 in brackets. */
export function hostPort(url: URL): string {
  return `${url.hostname}:${String(portOf(url))}`;
}

/** Server name for TLS: none for an IP address (RFC 6066, section 3). */
export function serverName(url: URL): string | undefined {
  const host = hostOf(url);
  return isIP(host) === 0 ? host : undefined;
}

/** Where a redirect points, absolute, without credentials, query and fragment: those may hold tokens. */
export function redirectTarget(location: string, from: URL): string | undefined {
  try {
    const url = new URL(location, from);
    if (url.protocol !== 'http:' && url.protocol !== 'https:') return url.protocol;
    return url.origin + url.pathname;
  } catch {
    return undefined;
  }
}
