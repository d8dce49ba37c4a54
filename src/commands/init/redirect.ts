import { providerOf, redirectUri } from '../../gateway/oidc.ts';
import type { KeyName } from '../../schema/index.ts';
import { membersOf, plain } from './ask.ts';
import type { Draft } from './draft.ts';

type Members = Readonly<Record<string, unknown>>;
type Idp = ReturnType<typeof providerOf>;

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Whose identity provider the members of an OpenID Connect client name. */
export function idpOf(members: Members): Idp {
  return providerOf({
    issuer: textOf(members.issuer),
    authorizationUrl: textOf(members.authorizationUrl),
  });
}

/** The provider compares the whole redirect address, port included (vendor page "Gateway"). */
export function isExact(draft: Draft, key: KeyName): boolean {
  return ['okta', 'ping'].includes(idpOf(membersOf(draft, key)));
}

/** What has to be registered there, after the address: where in its console, and as what. */
const WHERE: Readonly<Record<Idp, readonly string[]>> = {
  entra: [
    'Entra ID: App registrations, Authentication, platform "Mobile and desktop applications". Its form takes no http://127.0.0.1, its manifest does (replyUrlsWithType, type InstalledClient).',
  ],
  okta: [
    'Okta: an application of the type "Native", grant "Authorization Code" with PKCE, no client secret.',
  ],
  ping: ['Ping: an application of the type "Native", PKCE required, no client secret.'],
  google: [
    'Google: a client of the type "Desktop app". Google wants its secret for every token and the app sends none: try the sign-in with "probe --sign-in" before anything is rolled out.',
  ],
  other: ['As a public client for native apps: PKCE, no client secret.'],
};

/**
 * What an administrator registers at the identity provider for the sign-in of this draft, one sentence a line; nothing
 * when users sign in otherwise.
 */
export function toRegister(draft: Draft): readonly string[] {
  const key = draft.isBootstrap ? 'bootstrapOidc' : draft.signIn?.oidc?.key;
  if (key === undefined) return [];
  const members = membersOf(draft, key);
  if (members.clientId === undefined) return [];
  const port = typeof members.redirectPort === 'number' ? members.redirectPort : undefined;
  const address = redirectUri(port, members.redirectHost === 'localhost' ? 'localhost' : undefined);
  const exactly =
    port !== undefined
      ? 'exactly so, port included'
      : isExact(draft, key)
        ? 'and set a fixed port first: this provider compares it'
        : 'with any port';
  return [
    `Register the redirect address ${address} (${exactly}) for the client ${plain(members.clientId)}.`,
    ...WHERE[idpOf(members)],
  ];
}
