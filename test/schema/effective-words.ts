import { effective, type Effective } from '../../src/schema/effective.ts';
import type { Platform } from '../../src/schema/key-spec.ts';
import { parseRelease, type ReleaseRange } from '../../src/schema/releases.ts';
import { validate } from '../../src/schema/validate.ts';
import { documentOf } from './document-of.ts';

/* Configuration x platform x release -> what the app uses, and what it leaves aside. */

/** Settings by key, unvalidated. */
export type Settings = Readonly<Record<string, unknown>>;

/** A gateway. */
export const GATEWAY = {
  inferenceProvider: 'gateway',
  inferenceGatewayBaseUrl: 'https://gw.example.com/base',
};
/** A static key. */
export const KEY = { inferenceGatewayApiKey: 'sk-example-key' };
/** A helper for macOS and Linux. */
export const HELPER = { inferenceCredentialHelper: '/opt/token' };
/** A helper for Windows. */
export const WINDOWS_HELPER = { inferenceCredentialHelperWindows: 'C:\\token.exe' };
/** A client at an issuer. */
export const OIDC = { clientId: 'desktop', issuer: 'https://idp.example.com' };

/** A range of releases. */
export function range(oldest: string, newest: string): ReleaseRange {
  const [a, b] = [parseRelease(oldest), parseRelease(newest)];
  if (a === undefined || b === undefined) throw new Error(`${oldest}..${newest}`);
  return { oldest: a, newest: b };
}

/** What the app would use. */
export function uses(settings: Settings, platform?: Platform, target?: ReleaseRange): Effective {
  return effective(validate(documentOf(settings)), { platform, target });
}

/** `key reason`, or with the deciding keys `key reason<by`. */
export const dropped = ({ dropped: list }: Effective): string[] =>
  list.map(({ key, reason, by }) => [`${key} ${reason}`, ...by].join('<'));

/** The credential in a few words: kind, and what it is made of. */
export function credential({ credential: one, signIn }: Effective): string {
  if (one === undefined) return 'none';
  const { kind, secret, helper, missing, certain } = one;
  const what = secret?.value ?? (helper === undefined ? undefined : `${helper.key}=${helper.program ?? '?'}`);
  const at =
    signIn === undefined
      ? undefined
      : `${signIn.at}${signIn.oidc === undefined ? '' : `:${signIn.oidc.key}`}`;
  return [kind, what, at, certain ? undefined : 'uncertain', ...missing.map((key) => `-${key}`)]
    .filter((part) => part !== undefined)
    .join(' ');
}
