import { fail, nothing, pass, type Check } from '../check.ts';
import { discoveryIsOn } from '../models/choice.ts';
import { askHealth, askModels } from '../requests/asks.ts';

/**
 * code.claude.com "LLM gateway protocol": discovery takes any redirect for a failure. For inference the engine was
 * seen to follow one, and to hand x-api-key and the custom headers to the new origin.
 */
export const noRedirect = {
  id: 'no-redirect',
  title: 'the gateway answers itself, without a redirect',
  group: 'A',
  owner: 'configuration',
  required: true,
  whenBroken: 'explains',
  when: 'default',
  needs: ['mtls'],
  async run(context) {
    const [models, health] = await Promise.all([
      discoveryIsOn(context.facts) ? askModels(context) : askHealth(context),
      askHealth(context),
    ]);
    for (const [path, outcome] of [
      ['/v1/messages', health],
      ['/v1/models', models],
    ] as const) {
      if (!outcome.ok || outcome.value.status < 300 || outcome.value.status >= 400) continue;
      const { status, location } = outcome.value;
      const origin =
        location !== undefined && URL.canParse(location)
          ? context.quote(new URL(location).origin, 120)
          : undefined;
      const own = origin !== undefined && origin === new URL(context.facts.baseUrl).origin;
      const to =
        origin === undefined
          ? 'without saying where to'
          : own
            ? 'to another path of its own'
            : `to ${origin}`;
      return fail(`${path} is redirected ${to} (HTTP ${status}).`, hint(location, own ? undefined : origin));
    }
    const followed = context.redirect();
    if (followed !== undefined) {
      return {
        ...fail(
          `Requests are redirected to another path of the gateway (HTTP ${followed.status}); the engine follows, discovery does not.`,
          `Set ${BASE} to the address that answers itself.`,
        ),
        whenBroken: 'partly',
        blocking: false,
        says: 'every request is redirected first, and the model list is not found',
      };
    }
    if (!models.ok && !health.ok) return nothing('answer');
    return pass('No redirect.');
  },
} as const satisfies Check;

const BASE = 'inferenceGatewayBaseUrl';
const SIGN_IN = /log-?in|sign-?in|auth|oauth|sso|saml|idp|adfs|portal/i;

function hint(location: string | undefined, other: string | undefined): string {
  if (location !== undefined && SIGN_IN.test(location)) {
    return 'A sign-in page stands in front: exempt /v1/messages and /v1/models from it, so that the gateway itself sees the credential.';
  }
  return other === undefined
    ? `Set ${BASE} to the address that answers itself; discovery takes a redirect for a failure.`
    : `Set ${BASE} to the address that answers itself (it points to ${other}): discovery takes a redirect for a failure, and x-api-key would be sent on.`;
}
