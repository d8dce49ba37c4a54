import { ENGINE_OWN, fieldProblem, fieldValueProblem, isFieldName } from '../text/http-field.ts';
import { VERSION } from '../version.ts';
import type { ClientOptions, Credential, GatewayRequest } from './types.ts';

const USER_AGENT = `cowork-3p/${VERSION}`;

/** A header that cannot be sent. Says which and why, never its value. */
export class HeaderProblem extends Error {}

const CREDENTIAL_NAMES = ['authorization', 'x-api-key'];

/**
 * The headers of one request, lower-case. Later wins: our defaults, configured headers but for those that the engine
 * sends as its own, the request's own, the credential, and what a credential helper printed. The defaults are those the app's engine sends
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
    for (const [given, text] of Object.entries(from ?? {})) {
      const [name, value] = fieldOf(given, text, whose);
      if (whose !== 'configured' || !ENGINE_OWN.has(name)) headers.set(name, value);
    }
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
  // A configured header must not add a second credential, nor one into a request that is to go without.
  if (options.credential !== undefined || request.credential !== undefined) {
    for (const name of CREDENTIAL_NAMES) headers.delete(name);
  }
  add(request.headers, 'request');
  if (credential !== undefined) {
    const both = request.credential === 'both';
    if (both || credential.scheme === 'bearer') {
      headers.set('authorization', `Bearer ${credentialValue(credential.token)}`);
    }
    if (both || credential.scheme === 'x-api-key') {
      headers.set('x-api-key', credentialValue(credential.token));
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

/** The name in lower case; the one rule for fields says whether it can be sent. */
function fieldOf(name: string, value: string, whose: string): readonly [name: string, value: string] {
  const problem = fieldProblem(name, value);
  if (problem === undefined) return [name.toLowerCase(), value.trim()];
  const shown = isFieldName(name) ? `"${name.slice(0, 60)}"` : 'with such a name';
  throw new HeaderProblem(`${WHOSE[whose] ?? 'the header'} ${shown} cannot be sent: it ${problem}`);
}

/** A credential as it goes into a field; blanks around it are no part of it. */
function credentialValue(token: string): string {
  const problem = fieldValueProblem(token);
  if (problem === undefined) return token.trim();
  throw new HeaderProblem(`the credential holds ${problem}, which HTTP cannot carry`);
}
