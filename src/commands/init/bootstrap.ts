import { askMember, membersOf, plain, putMember } from './ask.ts';
import { idpOf } from './redirect.ts';
import { fieldStep } from './provider.ts';
import type { Step, Wizard } from './step.ts';

const URL_KEY = 'bootstrapUrl';
const OIDC = 'bootstrapOidc';

const address: Step = {
  ...fieldStep({
    key: URL_KEY,
    message: 'Address of the bootstrap server',
    hint: 'https, without redirects: the app asks it for the configuration of whoever signs in.',
  }),
  when: (draft) => draft.isBootstrap,
};

/** How users show the bootstrap server who they are. */
const signIn: Step = {
  id: OIDC,
  part: 'Connection',
  title: 'How users sign in to the bootstrap server',
  when: (draft) => draft.isBootstrap,
  answer: (draft) => {
    const { clientId } = membersOf(draft, OIDC);
    return typeof clientId === 'string' ? `identity provider, client ${clientId}` : 'device code';
  },
  isAnswered: () => true,
  isGiven: (draft) => draft.isGiven(OIDC),
  async ask(wizard) {
    const { prompter, draft } = wizard;
    const way = await prompter.select<'device' | 'oidc'>({
      message: 'How do users sign in to the bootstrap server?',
      choices: [
        {
          value: 'oidc',
          name: 'At an identity provider',
          description: 'In the browser, by OpenID Connect; the server receives their access token.',
        },
        {
          value: 'device',
          name: 'At the server itself, with a device code',
          description: 'It is its own authorization server (RFC 8414, RFC 8628). Nothing more is configured.',
        },
      ],
      default: draft.get(OIDC) === undefined && draft.base.has(URL_KEY) ? 'device' : 'oidc',
    });
    if (way === 'device') {
      draft.answer(OIDC, undefined);
      return;
    }
    await askClient(wizard);
  },
};

async function askClient(wizard: Wizard): Promise<void> {
  const { draft } = wizard;
  await askMember(wizard, OIDC, 'clientId', {
    message: 'Client ID registered at the identity provider',
    hint: 'A public client (PKCE, no secret) for native apps.',
  });
  await askMember(wizard, OIDC, 'issuer', {
    message: 'Issuer',
    hint: 'Without /.well-known/openid-configuration.',
  });
  const members = membersOf(draft, OIDC);
  const isEntra = idpOf(members) === 'entra';
  await askMember(wizard, OIDC, 'scopes', {
    message: 'Scopes',
    hint: isEntra
      ? 'Entra ID refuses the sign-in without: the client ID followed by /.default.'
      : 'With spaces between; those whose audience the server checks.',
    optional: !isEntra,
    ...(isEntra ? { proposal: `${plain(members.clientId)}/.default` } : {}),
  });
  if (['okta', 'ping'].includes(idpOf(members)))
    await askMember(wizard, OIDC, 'redirectPort', {
      message: 'Fixed port for the redirect',
      hint: 'This provider compares the redirect address exactly.',
      proposal: '8765',
    });
  if (members.issuer !== undefined)
    for (const endpoint of ['authorizationUrl', 'tokenUrl']) putMember(draft, OIDC, endpoint, undefined);
}

/** What a configuration needs that comes from a server: where it is, and who asks. */
export const bootstrapSteps: readonly Step[] = [address, signIn];
