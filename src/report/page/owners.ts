import type { Owner } from '../../probe/check.ts';
import { checks } from '../../probe/probe.ts';

export type { Owner } from '../../probe/check.ts';

/** Who changes something, and the words for them. */
export const OWNERS = {
  configuration: {
    title: 'Configuration',
    who: 'whoever keeps the managed configuration (device management)',
  },
  gateway: { title: 'Gateway', who: 'whoever runs the LLM gateway, or its vendor' },
  network: { title: 'Network', who: 'whoever runs names, proxies, firewalls and TLS inspection' },
  identity: { title: 'Identity provider', who: 'whoever registers applications for sign-in' },
} as const satisfies Record<Owner, { readonly title: string; readonly who: string }>;

/** Who can do something about a failed check; `configuration` is what the probe left out because of its errors. */
export function ownerOfCheck(id: string): Owner {
  return id === 'configuration' ? id : (checks.find((one) => one.id === id)?.owner ?? 'gateway');
}
