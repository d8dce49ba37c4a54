import { oneOf, text, type KeyRow } from '../key-spec.ts';

const SERVED = 'A bootstrap server can deliver it from 1.25927.0 on.';

/** Connection, Foundry: Claude on Azure AI Foundry. */
export const foundry = {
  inferenceFoundryResource: {
    title: 'Azure AI Foundry resource name',
    group: 'Foundry',
    summary: 'Names the Foundry resource; with services.ai.azure.com behind it, it is the host that answers.',
    type: text({ format: 'foundry-resource', role: 'identifier' }),
    providers: ['foundry'],
    since: 'baseline',
    notes: [
      'Foundry cannot do without it, even beside inferenceFoundryBaseUrl.',
      'Delivered by a bootstrap server, it asks the user for consent since 2.2553.0 unless that delivery is trusted.',
    ],
    example: 'example-resource',
  },
  inferenceFoundryBaseUrl: {
    title: 'Foundry base URL',
    nestedPath: 'inference.baseUrl',
    group: 'Foundry',
    summary:
      'Replaces the address built from the resource name by that of a gateway or proxy in front of Foundry, path included.',
    type: text({ format: 'https-url' }),
    providers: ['foundry'],
    since: '2.110.0',
    notes: [
      'inferenceFoundryResource is still required beside it.',
      'The app puts /v1/messages after it and no longer contacts the host of the resource.',
      'Delivered by a bootstrap server, it asks the user for consent since 2.2553.0, and without bootstrapOidc it has to share the origin of bootstrapUrl.',
    ],
    example: 'https://foundry-proxy.example.com/anthropic',
  },
  inferenceFoundryApiKey: {
    title: 'Azure AI Foundry API key',
    group: 'Foundry',
    summary: 'Authenticates requests with a key of the Foundry resource.',
    type: text(),
    providers: ['foundry'],
    secret: true,
    since: 'baseline',
  },
  inferenceFoundryTenantId: {
    title: 'Entra ID tenant ID',
    nestedPath: 'inference.credential.tenantId',
    group: 'Foundry',
    summary: 'Identifies the Entra directory whose app registration serves the sign-in from inside the app.',
    type: text({ format: 'uuid' }),
    providers: ['foundry'],
    since: '1.9255.0',
    notes: ['The interactive kind takes it together with inferenceFoundryClientId.', SERVED],
    beside: { kind: 'interactive' },
  },
  inferenceFoundryClientId: {
    title: 'Entra ID client ID',
    nestedPath: 'inference.credential.clientId',
    group: 'Foundry',
    summary: 'Identifies the Entra app registration with which users sign in from inside the app.',
    type: text({ format: 'uuid' }),
    providers: ['foundry'],
    since: '1.9255.0',
    notes: ['The interactive kind takes it together with inferenceFoundryTenantId.', SERVED],
    beside: { kind: 'interactive' },
  },
  inferenceFoundryAuthFlow: {
    title: 'Entra ID sign-in flow',
    nestedPath: 'inference.credential.authFlow',
    group: 'Foundry',
    summary: 'Decides whether Entra sign-in shows a device code, opens the browser or asks the OS broker.',
    type: oneOf(['device-code', 'browser', 'broker']),
    providers: ['foundry'],
    unset: 'A device code is shown.',
    since: '1.19367.0',
    notes: [
      'The broker came later, in a release that is not known; those before it fall back to the device code.',
      'Linux has no broker.',
    ],
    beside: { kind: 'interactive' },
  },
} as const satisfies Record<string, KeyRow>;
