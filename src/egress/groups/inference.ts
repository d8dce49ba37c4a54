import { bedrockHost, dnsLabel, providers, type Effective, type Provider } from '../../schema/index.ts';
import { has, textOf } from '../read.ts';
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
  find(settings, found, uses) {
    const { provider } = uses;
    if (provider !== undefined) {
      endpoint(provider, settings, found);
      if (provider === 'bedrock') controlPlane(settings, found, uses);
    } else if (!uses.bootstraps)
      found.missing(
        'inferenceProvider',
        'inferenceProvider is not set, so no inference host can be derived.',
      );
  },
};

/** What else is worth knowing about the address that a provider has by itself. */
const NOTES: Readonly<Partial<Record<Provider, string>>> = {
  mantle:
    'The host is named in the documentation of AWS; the egress page of the vendor does not list this provider.',
};

/** The address that is set, else the one that the provider has for the region or the resource. */
function endpoint(provider: Provider, settings: Settings, found: Found): void {
  const { key, fixed, from, make } = providers[provider].address;
  const facts = (cause: string) => ({ key: cause, why: CONVERSATION, required: true });
  if (key !== undefined && has(settings, key)) found.url(settings[key], facts(key));
  else if (fixed !== undefined) found.url(fixed, facts('inferenceProvider'));
  else if (from !== undefined && make !== undefined) {
    const label = labelOf(settings, found, from);
    const note = NOTES[provider];
    if (label !== undefined)
      found.url(make(label), { ...facts(from), ...(note === undefined ? {} : { note }) });
  } else if (key !== undefined)
    found.missing(key, `${key} is not set, so the inference host is missing here.`);
}

/** A name that becomes part of a host; anything but a DNS label would change which host it is. */
function labelOf(settings: Settings, found: Found, key: string): string | undefined {
  const text = textOf(settings, key);
  const label = dnsLabel(text);
  if (label === undefined)
    found.missing(
      key,
      `${key} is ${text === undefined ? 'not set' : 'no name of a host'}, so hosts are missing here.`,
    );
  return label;
}

/** Bedrock lists its models at a host of its own, and only for some credentials. */
function controlPlane(settings: Settings, found: Found, { discovery, credentials }: Effective): void {
  const key = 'inferenceBedrockRegion';
  const { key: base } = providers.bedrock.address;
  // Without an address of its own the region was asked for, and missed, above.
  const region =
    base !== undefined && has(settings, base)
      ? labelOf(settings, found, key)
      : dnsLabel(textOf(settings, key));
  if (region === undefined) return;
  const discovers = discovery.asks && (credentials?.candidates.length ?? 0) > 0;
  found.host(bedrockHost('bedrock', region), {
    key,
    why: 'The list of models is asked for here (control plane).',
    required: discovers,
    ...(discovers
      ? {}
      : { note: 'With this configuration models are not discovered, so it may stay closed.' }),
  });
}
