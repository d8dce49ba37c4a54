import { fail, unproven, pass, skip, type Check } from '../check.ts';
import { notTested, sayAnswer, sayFailure } from '../diagnosis/explain.ts';
import { claimsOf } from '../../text/jwt.ts';
import { smallBody } from '../requests/asks.ts';
import { messages } from '../requests/requests.ts';

/** The vendor's page on the gateway: validate issuer and audience of the token, not its signature alone. */
export const ssoAud = {
  id: 'sso-aud',
  title: 'a token for another application is refused',
  group: 'B',
  owner: 'gateway',
  required: true,
  whenBroken: 'partly',
  says: 'it takes tokens that were made out to other applications',
  when: 'flag',
  flag: 'other-audience-token-env',
  needs: ['base-url-join', 'custom-headers'],
  negative: 'alone',
  tokens: { input: 8, output: 1 },
  async run(context) {
    const { otherAudience, facts } = context;
    if (otherAudience === undefined)
      return skip('Not made: no token was named with --other-audience-token-env.');
    const clientId = facts.oidc?.clientId;
    const aud = claimsOf(otherAudience.token)?.aud;
    const own = facts.oidc?.bearerTokenType === 'id_token' && clientId !== undefined;
    if (own && (aud === clientId || (Array.isArray(aud) && aud.includes(clientId))))
      return unproven(
        'The token given for this check is made out to the clientId of the configuration itself.',
        'Give one of another application of the same identity provider.',
      );
    const outcome = await context.send('other-audience', {
      ...messages(await smallBody(context)),
      credential: otherAudience,
    });
    if (!outcome.ok) return unproven(`Not found out: ${sayFailure(context, outcome.failure)}.`);
    const limited = notTested(context, outcome.value);
    if (limited !== undefined) return limited;
    const { status } = outcome.value;
    if (status === 200)
      return fail(
        'The gateway takes a token that was made out to another application.',
        'Have the gateway compare iss and aud (= clientId), not the signature alone: any application of your identity provider could spend here.',
      );
    if (status !== 401 && status !== 403)
      return unproven(
        `Not found out: ${sayAnswer(context, outcome.value)}.`,
        'HTTP 401 is the answer to expect.',
      );
    return context.resultOf('auth-accepted')?.status === 'pass'
      ? pass(`A token for another application is refused (HTTP ${status}).`)
      : unproven(
          `A token for another application is refused (HTTP ${status}), but so may every token be: none was seen to be accepted.`,
          'Give a good token too, with --sign-in or --credential-env NAME.',
        );
  },
} as const satisfies Check;
