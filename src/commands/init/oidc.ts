import type { KeyName } from '../../schema/index.ts';
import { askMember, askValue, membersOf, offered, plain, putMember } from './ask.ts';
import type { Draft } from './draft.ts';
import { idpOf, isExact } from './redirect.ts';
import { remark, words } from './refusal.ts';
import type { Step } from './step.ts';

/** What is proposed where the redirect needs a fixed port: free on most devices, and below the ports that systems give out. */
const USUAL_PORT = '8765';

/** What a sign-in at an identity provider needs: the client, where it signs in, and what usually stays as it is. */
export function oidcSteps({ key, flow }: { readonly key: KeyName; readonly flow: KeyName }): readonly Step[] {
  const member = (
    name: string,
    title: string,
    question: {
      readonly hint?: string;
      readonly optional?: boolean;
      readonly proposal?: (draft: Draft) => string | undefined;
    } = {},
    when: (members: Readonly<Record<string, unknown>>) => boolean = () => true,
    isExtra: (draft: Draft) => boolean = () => false,
  ): Step => ({
    id: `${key}.${name}`,
    part: 'Connection',
    title,
    when: (draft) => when(membersOf(draft, key)),
    answer: (draft) => {
      const value = membersOf(draft, key)[name];
      return value === undefined ? undefined : plain(value);
    },
    isAnswered: (draft) => question.optional === true || membersOf(draft, key)[name] !== undefined,
    isExtra: (wizard) => isExtra(wizard.draft),
    isGiven: (draft) => draft.isGiven(key),
    async ask(wizard) {
      const { proposal, ...rest } = question;
      const proposed = proposal?.(wizard.draft);
      await askMember(wizard, key, name, {
        message: title,
        ...rest,
        ...(proposed === undefined ? {} : { proposal: proposed }),
      });
      // Endpoints beside an issuer are not used, and said to be (rules of the OpenID Connect client).
      if (name === 'issuer' && membersOf(wizard.draft, key).issuer !== undefined)
        for (const endpoint of ['authorizationUrl', 'tokenUrl'])
          putMember(wizard.draft, key, endpoint, undefined);
    },
  });
  const noIssuer = ({ issuer }: Readonly<Record<string, unknown>>): boolean => issuer === undefined;
  return [
    member('clientId', 'Client ID registered at the identity provider', {
      hint: 'A public client (PKCE, no secret) for native apps.',
    }),
    member('issuer', 'Issuer', {
      hint: 'Without /.well-known/openid-configuration. Enter alone: the provider has no discovery.',
      optional: true,
    }),
    member('authorizationUrl', 'Authorization endpoint', {}, noIssuer),
    member('tokenUrl', 'Token endpoint', {}, noIssuer),
    ...(key === 'inferenceVertexWorkforceOidc' ? [] : [tokenStep(key)]),
    member(
      'redirectPort',
      'Fixed port for the redirect',
      {
        hint: 'For providers that compare redirect addresses exactly, such as Okta and Ping. Empty: any port.',
        optional: true,
        proposal: (draft) => (isExact(draft, key) ? USUAL_PORT : undefined),
      },
      undefined,
      (draft) => !isExact(draft, key),
    ),
    flowStep(key, flow),
  ];
}

/** Which token the gateway receives; an access token needs scopes that name the gateway. */
function tokenStep(key: KeyName): Step {
  return {
    id: `${key}.token`,
    part: 'Connection',
    title: 'Token that is sent',
    answer: (draft) => plain(membersOf(draft, key).bearerTokenType ?? 'id_token'),
    isAnswered: () => true,
    isExtra: () => true,
    async ask(wizard) {
      const { prompter, draft } = wizard;
      const before = membersOf(draft, key).bearerTokenType;
      const type = await prompter.select({
        message: 'Which token goes with the requests?',
        choices: [
          { value: 'id_token', name: 'ID token', description: 'The default. Its audience is the client ID.' },
          {
            value: 'access_token',
            name: 'Access token',
            description:
              'For a gateway that checks an audience of its own; it needs scopes that name the gateway.',
          },
        ],
        default: before === 'access_token' ? 'access_token' : 'id_token',
      });
      putMember(
        draft,
        key,
        'bearerTokenType',
        type === 'id_token' && before !== 'id_token' ? undefined : type,
      );
      if (type !== 'access_token') return;
      const scopes = membersOf(draft, key).scopes;
      const given = await prompter.input({
        message: 'Scopes',
        hint: 'With spaces between, such as api://llm-gateway/.default.',
        ...(typeof scopes === 'string' ? offered(scopes) : {}),
        validate: (answer) => {
          const value = { ...membersOf(draft, key), scopes: answer === '' ? undefined : answer };
          const error = draft
            .check([key], value)
            .find(
              ({ severity, code, path }) =>
                severity === 'error' && (code === 'oidc-scopes-required' || path[1] === 'scopes'),
            );
          return error === undefined ? undefined : words(error);
        },
      });
      putMember(draft, key, 'scopes', given === '' ? undefined : given);
      remark(wizard, key);
    },
  };
}

function flowStep(key: KeyName, flow: KeyName): Step {
  return {
    id: flow,
    part: 'Connection',
    title: 'Where the sign-in takes place',
    // The only provider whose sign-in the broker of the operating system can do.
    when: (draft) => idpOf(membersOf(draft, key)) === 'entra',
    answer: (draft) => draft.text(flow) ?? 'browser',
    isAnswered: () => true,
    isExtra: () => true,
    async ask(wizard) {
      await askValue(wizard, {
        path: [flow],
        message: 'Where does the sign-in take place?',
        hint: 'The broker signs in silently with the work account of the device (macOS and Windows).',
        optional: true,
      });
    },
  };
}
