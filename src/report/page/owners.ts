import type { CheckId } from '../../probe/probe.ts';

/** Who changes something, and the words for them. */
export const OWNERS = {
  configuration: {
    title: 'Configuration',
    who: 'whoever keeps the managed configuration (device management)',
  },
  gateway: { title: 'Gateway', who: 'whoever runs the LLM gateway, or its vendor' },
  network: { title: 'Network', who: 'whoever runs names, proxies, firewalls and TLS inspection' },
  identity: { title: 'Identity provider', who: 'whoever registers applications for sign-in' },
} as const;

/** Who has to do something. */
export type Owner = keyof typeof OWNERS;

/** Every check that is not about the gateway itself: who can do something about its failure. */
const OWNER_OF_CHECK: Readonly<Partial<Record<CheckId, Owner>>> = {
  'base-url-scheme': 'configuration',
  'base-url-join': 'configuration',
  'no-redirect': 'configuration',
  'helper-output': 'configuration',
  'auth-accepted': 'configuration',
  'auth-scheme': 'configuration',
  'oidc-config-lint': 'configuration',
  'models-config-match': 'configuration',
  'custom-headers': 'configuration',
  dns: 'network',
  'tcp-connect': 'network',
  'proxy-path': 'network',
  'tls-chain': 'network',
  'not-html': 'network',
  'waf-body': 'network',
  'oidc-discovery': 'identity',
};

/** Who can do something about a failed check; `configuration` is what the probe left out because of its errors. */
export function ownerOfCheck(id: string): Owner {
  if (id === 'configuration') return 'configuration';
  return Object.hasOwn(OWNER_OF_CHECK, id) ? (OWNER_OF_CHECK[id as CheckId] ?? 'gateway') : 'gateway';
}
