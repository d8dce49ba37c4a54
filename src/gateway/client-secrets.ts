import { proxySecrets } from '../net/proxy.ts';
import { isCredentialHeader } from '../text/secret-names.ts';
import type { ClientOptions, GatewayRequest } from './types.ts';

/** Values shorter than this among configured headers are words like `prod`, but where the name says otherwise. */
const SECRET_HEADER = 8;

/** What of the options of a client may show in no text. */
export function secretsOf({
  credential,
  headers,
  route,
  moreSecrets = [],
}: ClientOptions): readonly string[] {
  const values = [
    ...(credential === undefined ? [] : [credential.token]),
    ...Object.values(credential?.extraHeaders ?? {}).flatMap(withoutScheme),
    ...Object.entries(headers ?? {}).flatMap(([name, value]) =>
      withoutScheme(value).filter((one) => one.length >= SECRET_HEADER || isCredentialHeader(name)),
    ),
    ...proxySecrets(route),
    ...moreSecrets,
    // The armour of a PEM file is no secret; its lines are.
    ...(route.clientKey ?? '').split(/\r?\n/).filter((line) => !line.startsWith('-----')),
  ];
  return [...new Set(values.filter((value) => value.trim() !== ''))];
}

/** `Bearer abc` hides `abc` too when that comes back alone. */
function withoutScheme(value: string): string[] {
  const bare = /^(?:bearer|basic|token)\s+(\S.*)$/i.exec(value.trim())?.[1];
  return bare === undefined ? [value] : [bare];
}

/**
 * Whether a request carries what nobody else may read: a credential, a header of the configuration, or what is sent
 * to sign in. Decided here, for every caller: no flag and no check that was left out changes it.
 */
export function carriesSecret(request: GatewayRequest, options: ClientOptions, absolute: boolean): boolean {
  if (absolute) return request.body !== undefined || hasMembers(request.headers);
  const bare = request.credential === 'none';
  const credential = options.credential !== undefined || typeof request.credential === 'object';
  return (credential && !bare) || hasMembers(options.headers) || options.route.clientKey !== undefined;
}

/** A piece of the address came in by a reference. Shorter ones stand in every address. */
export function holdsOne({ href }: URL, secrets: readonly string[] = []): boolean {
  return secrets.some(
    (secret) =>
      secret.length >= 4 &&
      (href.includes(secret) || href.includes(new URL(`x:/${secret}`).pathname.slice(1))),
  );
}

function hasMembers(headers: Readonly<Record<string, string>> | undefined): boolean {
  return Object.keys(headers ?? {}).length > 0;
}
