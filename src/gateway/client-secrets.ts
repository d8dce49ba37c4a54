import { proxySecrets } from '../net/proxy.ts';
import { isCredentialHeader } from '../text/secret-names.ts';
import type { ClientOptions } from './types.ts';

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
