import { VERSION } from '../version.ts';
import type { ClientOptions, Credential, GatewayRequest } from './types.ts';

const USER_AGENT = `cowork-3p/${VERSION}`;

/** A header that cannot be sent. Says which and why, never its value. */
export class HeaderProblem extends Error {}

/** RFC 9110, section 5.6.2. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** The connection owns these; undici refuses or breaks on most of them. */
const OWNED = new Set([
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
const CREDENTIAL_NAMES = ['authorization', 'x-api-key'];

/**
 * The headers of one request, lower-case. Later wins: our defaults, configured headers, the request's own,
 * the credential, and what a credential helper printed. The defaults are those the app's engine sends
 * (measured on Claude Code 2.1.330); it asks for `application/json` for streams too.
 */
export function requestHeaders(
  request: GatewayRequest,
  options: Pick<ClientOptions, 'credential' | 'headers'>,
  hasBody: boolean,
  absolute: boolean,
): Record<string, string> {
  const headers = new Map<string, string>();
  const add = (from: Readonly<Record<string, string>> | undefined, whose: string): void => {
    for (const [name, value] of Object.entries(from ?? {}))
      headers.set(headerName(name, whose), headerValue(name, value, whose));
  };
  add(
    {
      accept: 'application/json',
      'accept-encoding': 'gzip, deflate, br',
      'user-agent': USER_AGENT,
      ...(hasBody ? { 'content-type': 'application/json' } : {}),
    },
    'default',
  );
  if (absolute) {
    add(request.headers, 'request');
    return Object.fromEntries(headers);
  }
  add({ 'anthropic-version': '2023-06-01', 'x-app': 'cli' }, 'default');
  add(options.headers, 'configured');
  const credential = chosen(request.credential, options.credential);
  // A configured header must not smuggle in a second credential, nor one into a request that is to go without.
  if (options.credential !== undefined || request.credential !== undefined) {
    for (const name of CREDENTIAL_NAMES) headers.delete(name);
  }
  add(request.headers, 'request');
  if (credential !== undefined) {
    const both = request.credential === 'both';
    if (both || credential.scheme === 'bearer') {
      headers.set('authorization', headerValue('authorization', `Bearer ${credential.token}`, 'credential'));
    }
    if (both || credential.scheme === 'x-api-key') {
      headers.set('x-api-key', headerValue('x-api-key', credential.token, 'credential'));
    }
    add(credential.extraHeaders, 'helper');
  }
  return Object.fromEntries(headers);
}

function chosen(
  asked: GatewayRequest['credential'],
  configured: Credential | undefined,
): Credential | undefined {
  if (asked === 'none') return undefined;
  return asked === undefined || asked === 'configured' || asked === 'both' ? configured : asked;
}

const WHOSE: Record<string, string> = {
  default: 'our own header',
  request: 'the header',
  configured: 'the configured header',
  helper: "the credential helper's header",
};

/** Whether a name is one that a request may carry. */
export function isHeaderName(name: string): boolean {
  return TOKEN.test(name) && name.length <= 256;
}

function headerName(name: string, whose: string): string {
  const shown = TOKEN.test(name) ? `"${name.slice(0, 60)}"` : 'with a name';
  if (!isHeaderName(name))
    throw new HeaderProblem(
      `${WHOSE[whose] ?? 'the header'} ${shown} that HTTP does not allow cannot be sent`,
    );
  const lower = name.toLowerCase();
  if (OWNED.has(lower))
    throw new HeaderProblem(
      `${WHOSE[whose] ?? 'the header'} ${shown} belongs to the connection and cannot be set`,
    );
  return lower;
}

/** Why a header cannot carry a value, or undefined when it can. Control characters and anything past Latin-1 cannot travel (RFC 9110, section 5.5; WHATWG Fetch, byte strings). */
export function headerValueProblem(value: string): string | undefined {
  if (/[\r\n]/.test(value)) return 'a line break';
  // eslint-disable-next-line no-control-regex -- naming control characters is the purpose
  if (/[\u0000-\u0008\u000A-\u001F\u007F]/.test(value)) return 'a control character';
  if (/[^\u0000-\u00FF]/.test(value)) return 'a character outside Latin-1'; // eslint-disable-line no-control-regex
  return undefined;
}

function headerValue(name: string, value: string, whose: string): string {
  const problem = headerValueProblem(value);
  if (problem === undefined) return value.trim();
  const subject =
    whose === 'credential'
      ? 'the credential'
      : `the value of ${WHOSE[whose] ?? 'the header'} "${name.slice(0, 60)}"`;
  throw new HeaderProblem(`${subject} holds ${problem}, which HTTP cannot carry`);
}
