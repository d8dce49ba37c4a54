import { providerRows, signInsOf, type SignIn } from '../../schema/descriptions.ts';
import type { KeyName } from '../../schema/index.ts';
import { askMember, askValue, membersOf, offered, plain, putMember, remark, words } from './ask.ts';
import type { Draft } from './draft.ts';
import { fieldStep } from './provider.ts';
import type { Step } from './step.ts';

/** How users authenticate. */
export const signIn: Step = {
  id: 'sign-in',
  part: 'Connection',
  title: 'How users authenticate',
  answer: (draft) => draft.signIn?.name,
  isAnswered: ({ isSignInKnown }) => isSignInKnown,
  async ask({ prompter, draft }) {
    const { provider } = draft;
    if (provider === undefined) return;
    const signIns = signInsOf(provider);
    const current = draft.signIn ?? signIns[0];
    const chosen = await prompter.select<SignIn>({
      message: 'How do users authenticate?',
      choices: signIns.map((value) => {
        const { name, description } = value;
        const reason = tooNew(draft, value);
        return { value, name, description, ...(reason === undefined ? {} : { disabled: reason }) };
      }),
      ...(current === undefined ? {} : { default: current }),
    });
    draft.chooseSignIn(chosen);
    // Releases before the kind existed go by the keys that are there, which says the same for these two.
    if (kindIsTooNew(draft, chosen.kind) !== undefined) draft.answer('inferenceCredentialKind', undefined);
  },
};

/** Why the oldest release in the fleet cannot do it. */
function tooNew(draft: Draft, { kind }: SignIn): string | undefined {
  if (kind === 'static' || kind === 'helper-script') return undefined;
  return kindIsTooNew(draft, kind);
}

function kindIsTooNew(draft: Draft, kind: string | undefined): string | undefined {
  if (kind === undefined || draft.target === undefined) return undefined;
  const finding = draft
    .check(['inferenceCredentialKind'], kind)
    .find(({ code }) => code === 'key-newer-than-target');
  return finding?.message;
}

/** What the chosen sign-in needs, question by question. */
export function signInSteps(draft: Draft): readonly Step[] {
  const { provider, signIn: chosen } = draft;
  if (provider === undefined || chosen === undefined) return [];
  const { fields, oidc } = chosen;
  // What the provider asked for already is asked again only where it was left out and is needed now.
  const asked = new Set(providerRows[provider].fields.map(({ key }) => key));
  return [
    ...fields
      .filter(({ key }) => !asked.has(key) || draft.get(key) === undefined)
      .map((field) => fieldStep(field, `sign-in.${field.key}`)),
    ...(oidc === undefined ? [] : oidcSteps(oidc)),
    ...(chosen.keeps.includes('inferenceGatewayAuthScheme') && chosen.id === 'static' ? [scheme] : []),
  ];
}

const scheme: Step = {
  id: 'scheme',
  part: 'Connection',
  title: 'Header that carries the key',
  answer: (draft) => draft.text('inferenceGatewayAuthScheme') ?? 'bearer',
  isAnswered: () => true,
  async ask({ prompter, draft }) {
    const current = draft.get('inferenceGatewayAuthScheme');
    const chosen = await prompter.select({
      message: 'Which header carries the key?',
      choices: [
        {
          value: 'bearer',
          name: 'Authorization: Bearer',
          description: 'The default; most gateways take it.',
        },
        { value: 'x-api-key', name: 'x-api-key', description: 'As the Claude API itself takes it.' },
      ],
      default: current === 'x-api-key' ? 'x-api-key' : 'bearer',
    });
    draft.answer(
      'inferenceGatewayAuthScheme',
      chosen === 'bearer' && current !== 'bearer' ? undefined : chosen,
    );
  },
};

/** Entra ID: the only provider whose sign-in the broker of the operating system can do. */
const ENTRA = /^https:\/\/login\.microsoftonline\.com\//i;

function oidcSteps({ key, flow }: { readonly key: KeyName; readonly flow: KeyName }): readonly Step[] {
  const member = (
    name: string,
    title: string,
    question: { readonly hint?: string; readonly optional?: boolean } = {},
    when: (members: Readonly<Record<string, unknown>>) => boolean = () => true,
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
    async ask(wizard) {
      await askMember(wizard, key, name, { message: title, ...question });
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
    member('redirectPort', 'Fixed port for the redirect', {
      hint: 'For providers that compare redirect addresses exactly, such as Okta and Ping. Enter alone: any port.',
      optional: true,
    }),
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
  const isEntra = (draft: Draft): boolean => ENTRA.test(plain(membersOf(draft, key).issuer ?? ''));
  return {
    id: flow,
    part: 'Connection',
    title: 'Where the sign-in takes place',
    when: isEntra,
    answer: (draft) => draft.text(flow),
    isAnswered: () => true,
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
