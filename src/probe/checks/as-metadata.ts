import type { Outcome } from '../../errors.ts';
import { fail, pass, warn, type Check, type CheckContext } from '../check.ts';
import { notTested, sayOutcome } from '../diagnosis/explain.ts';
import {
  asEndpoints,
  asInsertedUrl,
  asMetadataUrl,
  DEVICE_GRANT,
  getMetadata,
  isSafeEndpoint,
  readMetadata,
  type Metadata,
} from '../../gateway/oidc.ts';
import { targetOf } from '../../net/target.ts';
import type { Failure } from '../../net/types.ts';
import type { GatewayAnswer } from '../../protocol/answer.ts';
import { sendFor } from './oidc-discovery.ts';

/** Whether the configuration makes the gateway its own authorization server: `interactive` without an OIDC object. */
export function isOwnServer({ facts }: CheckContext): boolean {
  return facts.credentialKind === 'interactive' && facts.oidc === undefined;
}

const HINT =
  'Set inferenceGatewayOidc when users sign in at an identity provider of yours; else serve RFC 8414 metadata at the base URL.';

/** The metadata as the app asks for it, behind the base path. */
function askAsMetadata(context: CheckContext): Promise<Outcome<GatewayAnswer, Failure>> {
  return context.ask('as-metadata', () =>
    getMetadata(sendFor(context, 'as-metadata'), asMetadataUrl(context.facts.baseUrl)),
  );
}

/** What it says; undefined when there is none. */
export async function askAsDocument(context: CheckContext): Promise<Metadata | undefined> {
  const outcome = await askAsMetadata(context);
  return outcome.ok && outcome.value.status === 200 ? readMetadata(outcome.value.json) : undefined;
}

/** RFC 8414; the app appends the well-known path to the base path (vendor page "Configuration reference"). */
export const asMetadata = {
  id: 'as-metadata',
  title: 'the gateway tells how to sign in at it',
  group: 'B',
  owner: 'gateway',
  required: true,
  whenBroken: 'no',
  when: 'default',
  needs: ['mtls'],
  async run(context) {
    if (!isOwnServer(context) || targetOf(context.facts) === undefined) return undefined;
    const { baseUrl } = context.facts;
    const outcome = await askAsMetadata(context);
    if (outcome.ok) {
      const limited = notTested(context, outcome.value);
      if (limited !== undefined) return limited;
    }
    const metadata = await askAsDocument(context);
    if (metadata === undefined) {
      const inserted = asInsertedUrl(baseUrl);
      const other =
        inserted === undefined ? undefined : await getMetadata(sendFor(context, 'as-metadata'), inserted);
      return other?.ok === true && other.value.status === 200 && readMetadata(other.value.json) !== undefined
        ? warn(
            `The metadata is served at ${context.quote(inserted ?? '', 160)} only, as RFC 8414 has it; the app asks behind the base path.`,
            `Serve it at ${context.quote(asMetadataUrl(baseUrl), 160)} too.`,
          )
        : fail(
            `There is no sign-in metadata at ${context.quote(asMetadataUrl(baseUrl), 160)} (${sayOutcome(context, outcome)}).`,
            HINT,
          );
    }
    if (metadata.deviceEndpoint === undefined) {
      return fail(
        'The gateway advertises no device_authorization_endpoint, which the app needs for its sign-in.',
        HINT,
      );
    }
    if (URL.canParse(metadata.deviceEndpoint) && !isSafeEndpoint(metadata.deviceEndpoint)) {
      return fail(
        `device_authorization_endpoint is no https address: ${context.quote(metadata.deviceEndpoint, 120)}.`,
        'Give the gateway its public https address; behind a proxy it often needs X-Forwarded-Proto.',
      );
    }
    const { fallen, device, token } = asEndpoints(baseUrl, metadata);
    if (fallen.length > 0) {
      return warn(
        `${fallen.join(' and ')} ${fallen.length === 1 ? 'is' : 'are'} not an absolute address on the origin of the gateway, so the app asks ${context.quote(fallen.length === 1 && fallen[0] === 'token_endpoint' ? token : device, 160)} instead.`,
        'Advertise absolute addresses with the same origin as inferenceGatewayBaseUrl.',
      );
    }
    if (metadata.grantTypes?.includes(DEVICE_GRANT) === false)
      return warn(
        'grant_types_supported does not list the device grant.',
        `Add ${DEVICE_GRANT} to the metadata.`,
      );
    if (metadata.issuer === undefined)
      return warn('The metadata names no issuer, which RFC 8414 requires.', 'Add issuer to the metadata.');
    return pass('The gateway advertises its device and token endpoints.');
  },
} as const satisfies Check;
