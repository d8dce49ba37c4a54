import { credentialKinds, providerOf } from '../credential.ts';
import { flagOf, has, textOf } from '../read.ts';
import type { EgressGroup, Found, Settings } from '../types.ts';

const CONVERSATION = 'Every conversation goes to this host.';

/** The endpoint of each provider. Vendor: "Telemetry and egress", and the page of each provider. */
export const inference: EgressGroup = {
  cause: 'inference',
  keys: [
    'inferenceProvider',
    'inferenceCredentialKind',
    'inferenceGatewayBaseUrl',
    'inferenceBedrockRegion',
    'inferenceBedrockBaseUrl',
    'inferenceVertexRegion',
    'inferenceVertexBaseUrl',
    'inferenceFoundryResource',
    'inferenceFoundryBaseUrl',
    'modelDiscoveryEnabled',
  ],
  find(settings, found) {
    const provider = providerOf(settings);
    switch (provider) {
      case undefined:
        noProvider(settings, found);
        return;
      case 'gateway':
        endpoint(settings, found, 'inferenceGatewayBaseUrl');
        return;
      case 'anthropic':
        found.host('api.anthropic.com', {
          key: 'inferenceProvider',
          why: CONVERSATION,
          required: true,
        });
        return;
      case 'bedrock':
        bedrock(settings, found);
        return;
      case 'mantle':
        mantle(settings, found);
        return;
      case 'vertex':
        vertex(settings, found);
        return;
      case 'foundry':
        foundry(settings, found);
        return;
      default:
        provider satisfies never;
    }
  },
};

function noProvider(settings: Settings, found: Found): void {
  if (has(settings, 'bootstrapUrl') && flagOf(settings, 'bootstrapEnabled') !== false) return;
  found.missing('inferenceProvider', 'inferenceProvider is not set, so no inference host can be derived.');
}

function endpoint(settings: Settings, found: Found, key: string): void {
  if (has(settings, key)) found.url(settings[key], { key, why: CONVERSATION, required: true });
  else found.missing(key, `${key} is not set, so the inference host is missing here.`);
}

/** A name that becomes part of a host; anything but a DNS label would change which host it is. */
function labelOf(settings: Settings, found: Found, key: string): string | undefined {
  const text = textOf(settings, key);
  if (text !== undefined && /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i.test(text)) return text.toLowerCase();
  found.missing(
    key,
    `${key} is ${text === undefined ? 'not set' : 'no name of a host'}, so hosts are missing here.`,
  );
  return undefined;
}

function bedrock(settings: Settings, found: Found): void {
  const base = 'inferenceBedrockBaseUrl';
  const region = labelOf(settings, found, 'inferenceBedrockRegion');
  if (has(settings, base)) found.url(settings[base], { key: base, why: CONVERSATION, required: true });
  if (region === undefined) return;
  const key = 'inferenceBedrockRegion';
  const domain = awsDomain(region);
  // AWS GovCloud: the app takes the FIPS endpoints by itself.
  const fips = region.startsWith('us-gov-') ? '-fips' : '';
  if (!has(settings, base))
    found.host(`bedrock-runtime${fips}.${region}.${domain}`, { key, why: CONVERSATION, required: true });
  const kinds = credentialKinds(settings, 'bedrock');
  const discovers =
    flagOf(settings, 'modelDiscoveryEnabled') !== false &&
    kinds.some((kind) => kind === 'static' || kind === 'helper-script');
  found.host(`bedrock${fips}.${region}.${domain}`, {
    key,
    why: 'The list of models is asked for here (control plane).',
    required: discovers,
    ...(discovers
      ? {}
      : { note: 'With this configuration models are not discovered, so it may stay closed.' }),
  });
}

function mantle(settings: Settings, found: Found): void {
  const base = 'inferenceBedrockBaseUrl';
  if (has(settings, base)) {
    found.url(settings[base], { key: base, why: CONVERSATION, required: true });
    return;
  }
  const region = labelOf(settings, found, 'inferenceBedrockRegion');
  if (region === undefined) return;
  found.host(`bedrock-mantle.${region}.api.aws`, {
    key: 'inferenceBedrockRegion',
    why: CONVERSATION,
    required: true,
    note: 'The host is named in the documentation of AWS; the egress page of the vendor does not list this provider.',
  });
}

function vertex(settings: Settings, found: Found): void {
  const base = 'inferenceVertexBaseUrl';
  if (has(settings, base)) {
    found.url(settings[base], { key: base, why: CONVERSATION, required: true });
    return;
  }
  const key = 'inferenceVertexRegion';
  const region = labelOf(settings, found, key);
  if (region === undefined) return;
  const host =
    region === 'global'
      ? 'aiplatform.googleapis.com'
      : region === 'eu' || region === 'us'
        ? `aiplatform.${region}.rep.googleapis.com`
        : `${region}-aiplatform.googleapis.com`;
  found.host(host, { key, why: CONVERSATION, required: true });
}

function foundry(settings: Settings, found: Found): void {
  const base = 'inferenceFoundryBaseUrl';
  if (has(settings, base))
    found.url(settings[base], {
      key: base,
      why: CONVERSATION,
      required: true,
      note: 'Only the name of this key is known; that it takes the place of inferenceFoundryResource is a third party’s reading.',
    });
  if (has(settings, base) && !has(settings, 'inferenceFoundryResource')) return;
  const key = 'inferenceFoundryResource';
  const resource = labelOf(settings, found, key);
  if (resource !== undefined)
    found.host(`${resource}.services.ai.azure.com`, { key, why: CONVERSATION, required: true });
}

/** The regions in China have a domain of their own; whether Claude is served there is not for us to say. */
export function awsDomain(region: string): string {
  return region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
}
