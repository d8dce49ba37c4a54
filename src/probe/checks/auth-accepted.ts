import { fail, pass, skip, type Check, type CheckContext, type RunAnswer } from '../check.ts';
import { notTested, readError, sayAnswer } from '../diagnosis/explain.ts';
import { missingHeader, rightsHint } from '../diagnosis/refusal-hint.ts';
import { askTurn } from '../turns/ask-turn.ts';
import { askHealth, otherAnswers } from '../requests/asks.ts';
import { showId } from '../../protocol/model-list.ts';

export const authAccepted = {
  id: 'auth-accepted',
  title: 'the credential is accepted',
  group: 'B',
  owner: 'configuration',
  topic: 'key',
  required: true,
  whenBroken: 'explains',
  when: 'default',
  needs: ['base-url-join', 'custom-headers', 'helper-output'],
  async run(context) {
    if (context.credential === undefined) return noCredential(context);
    const health = await askHealth(context);
    if (!health.ok) return skip('There was no answer to check by.');
    const { status } = health.value;
    const { scheme } = context.facts;
    const limited = notTested(context, health.value);
    if (limited !== undefined) return { ...limited, status: 'skip', blocking: false, inconclusive: false };
    if (status === 401 || status === 403) {
      // Some routes refuse the one-token request for another reason than the credential.
      const turn = await askTurn(context, 'text', await context.model());
      if (turn.state === 'works' || turn.state === 'unstreamed')
        return pass(`The credential is accepted for turns, sent as ${scheme}.`);
      const said = sayAnswer(context, health.value);
      const header = missingHeader(health.value);
      if (header !== undefined)
        return fail(
          `The gateway misses a header (${said}).`,
          `Add ${context.quote(header, 80)} to inferenceCustomHeaders.`,
        );
      const model = await context.model();
      const other = await otherAnswers(context);
      if (other !== undefined)
        return {
          ...fail(
            `The credential is refused for ${showId(model)} (${said}), and taken for ${showId(other)}.`,
            `Allow ${credentialKeys(context)} to use ${showId(model)}, or take it out of inferenceModels.`,
          ),
          models: [showId(model)],
        };
      return fail(
        `The credential is refused, sent as ${scheme} (${said}).`,
        rightsHint(readError(health.value).message ?? '', showId(model)) ??
          (status === 401
            ? `Check ${credentialKeys(context)} and inferenceGatewayAuthScheme.`
            : `The gateway knows the credential but forbids the request: check the rights of ${credentialKeys(context)} and whether it may use this model.`),
      );
    }
    return status === 200
      ? pass(`The credential is accepted, sent as ${scheme}.`)
      : pass(`The credential is not refused (HTTP ${status}).`);
  },
} as const satisfies Check;

function noCredential({ facts }: CheckContext): RunAnswer {
  const kind = facts.credentialKind;
  const interactive = kind === 'interactive' || kind === 'external-idp';
  return {
    status: 'skip',
    inconclusive: true,
    detail: interactive
      ? `Not made: with inferenceCredentialKind ${kind} the user signs in, so the configuration holds no token.`
      : 'Not made: the configuration gives no credential.',
    hint: interactive
      ? 'Sign in with --sign-in, or put a token of a signed-in user into an environment variable and name it with --credential-env NAME.'
      : 'Set inferenceGatewayApiKey, or name an environment variable with --credential-env NAME.',
  };
}

function credentialKeys({ facts }: CheckContext): string {
  if (facts.helper !== undefined || facts.credentialKind === 'helper-script')
    return 'what inferenceCredentialHelper prints';
  if (facts.credentialKind === 'static' || facts.credentialKind === undefined)
    return 'inferenceGatewayApiKey';
  return 'the token';
}
