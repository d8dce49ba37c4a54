import { providerRows, signInsOf, type SignIn } from '../../schema/descriptions.ts';
import type { Draft } from './draft.ts';
import { oidcSteps } from './oidc.ts';
import { fieldStep } from './provider.ts';
import type { Step } from './step.ts';

/** How users authenticate. */
export const signIn: Step = {
  id: 'sign-in',
  part: 'Connection',
  title: 'How users authenticate',
  answer: (draft) => draft.signIn?.name,
  isAnswered: ({ isSignInKnown, isSignInGiven }) => isSignInKnown || isSignInGiven,
  isGiven: ({ isSignInGiven }) => isSignInGiven,
  async ask({ prompter, draft }) {
    const { provider } = draft;
    if (provider === undefined) return;
    const signIns = offeredTo(draft, signInsOf(provider));
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

/** Of two spellings of one way that which the fleet reads, or which the file has already. */
function offeredTo(draft: Draft, signIns: readonly SignIn[]): readonly SignIn[] {
  const older = signIns.filter(({ newer }) => newer !== undefined);
  const left = new Set(
    older.map((one) => {
      const newer = signIns.find(({ id }) => id === one.newer);
      const keepsOlder =
        newer === undefined || draft.signIn === one || kindIsTooNew(draft, newer.kind) !== undefined;
      return keepsOlder ? newer : one;
    }),
  );
  return signIns.filter((one) => !left.has(one));
}

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

/** The header that carries the key, as people know it. */
export const SCHEME_WORDS = { bearer: 'Authorization: Bearer', 'x-api-key': 'x-api-key' } as const;

const scheme: Step = {
  id: 'scheme',
  part: 'Connection',
  title: 'Header that carries the key',
  answer: (draft) =>
    SCHEME_WORDS[draft.get('inferenceGatewayAuthScheme') === 'x-api-key' ? 'x-api-key' : 'bearer'],
  isAnswered: () => true,
  isExtra: () => true,
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
