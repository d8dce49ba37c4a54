import { integer, oneOf, text, type KeySpec } from '../key-spec.ts';
import { authFlow, inferenceOidc } from './shapes.ts';

/** Connection, gateway: an LLM gateway that speaks the Anthropic Messages API. */
export const gateway = {
  inferenceGatewayBaseUrl: {
    title: 'Gateway base URL',
    group: 'Gateway',
    summary: 'Tells where the gateway is; the paths of the Messages API are put after it.',
    type: text({ format: 'url' }),
    providers: ['gateway'],
    since: 'baseline',
    notes: [
      'The app asks for /v1/messages and /v1/models below it, so neither belongs into the value.',
      'Plain http is good for loopback only.',
      'A user name or password inside the address is refused since 1.32352.0.',
      'Served by a bootstrap server, a loopback address is dropped, and since 1.28929.0 users have to consent unless the delivery is trusted.',
      'A bootstrap server without bootstrapOidc may serve only addresses of its own origin.',
    ],
  },
  inferenceGatewayApiKey: {
    title: 'Gateway API key',
    group: 'Gateway',
    summary: 'Authenticates requests to the gateway with a fixed key.',
    type: text(),
    providers: ['gateway'],
    secret: true,
    since: 'baseline',
    notes: ['A configured credential helper makes it void.'],
  },
  inferenceGatewayAuthScheme: {
    title: 'Gateway auth scheme',
    group: 'Gateway',
    summary: 'Picks the header that carries the credential to the gateway.',
    type: oneOf(['bearer', 'x-api-key']),
    providers: ['gateway'],
    default: 'bearer',
    since: '1.3036.0',
  },
  inferenceGatewayOidc: {
    title: 'Gateway SSO IdP (OIDC)',
    group: 'Gateway',
    summary: 'Signs users in at your own OpenID Connect provider, whose token then opens the gateway.',
    type: inferenceOidc,
    providers: ['gateway'],
    since: '1.6889.0',
    notes: [
      'It goes with the interactive kind, which without it treats the gateway as authorization server.',
      'The whole object is one value; keys with dots in them are never read.',
      'If it cannot be read, users get the device-code sign-in of the gateway instead.',
    ],
  },
  inferenceGatewayOidcAuthFlow: {
    title: 'Gateway sign-in flow',
    group: 'Gateway',
    summary: 'Chooses between browser and OS identity broker for the sign-in at the gateway.',
    type: authFlow,
    providers: ['gateway'],
    unset: 'The system browser opens.',
    since: '1.25927.0',
    notes: [
      'The broker wants https://login.microsoftonline.com/<tenant>/v2.0 as issuer of inferenceGatewayOidc.',
      'Linux has no broker.',
    ],
  },
  inferenceStreamIdleTimeoutSec: {
    title: 'Stream idle timeout',
    group: 'Gateway',
    summary: 'Ends a stream that has carried nothing but keep-alive pings for so many seconds.',
    type: integer({ min: 300, max: 1800, unit: 'seconds' }),
    providers: ['gateway'],
    default: 300,
    since: '1.44121.1',
    notes: ['A stream without even pings still fails after some five minutes.'],
  },
} as const satisfies Record<string, KeySpec>;
