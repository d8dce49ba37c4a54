import { oneOf, text, type KeySpec } from '../key-spec.ts';

const SERVED = 'A bootstrap server can deliver it from 1.25927.0 on.';

/** Connection, Foundry: Claude on Azure AI Foundry. */
export const foundry = {
  inferenceFoundryResource: {
    title: 'Azure AI Foundry resource name',
    group: 'Foundry',
    summary: 'Names the Foundry resource; with services.ai.azure.com behind it, it is the host that answers.',
    type: text(),
    providers: ['foundry'],
    since: 'baseline',
    notes: ['Documentation up to August 2026 calls it indispensable for foundry.'],
  },
  inferenceFoundryBaseUrl: {
    title: 'Foundry base URL',
    nestedPath: 'inference.baseUrl',
    group: 'Foundry',
    summary: 'Replaces the address at which Foundry is reached.',
    type: text({ format: 'https-url' }),
    providers: ['foundry'],
    sinceBounds: { after: '1.49585.0', atOrBefore: '2.2553.1' },
    notes: ['Only its name is certain; that it stands in for inferenceFoundryResource is unverified.'],
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
  },
} as const satisfies Record<string, KeySpec>;
