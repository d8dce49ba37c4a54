import { parseUrl } from '../formats.ts';
import { ADDRESS_KEYS } from '../providers.ts';
import { finalText } from '../rules/reading.ts';
import { leadsToDevice } from '../../text/loopback.ts';
import type { ServedRule } from './rule.ts';

/** Without bootstrapOidc the base URLs must have the origin of bootstrapUrl. */
export const origin: ServedRule = {
  id: 'origin',
  source: 'Vendor page "Bootstrap", origin pinning; Foundry since October 2026',
  check({ source, settings, report }) {
    const pinned = source?.url === undefined ? undefined : parseUrl(source.url);
    if (source === undefined || pinned === undefined || source.signsIn) return;
    for (const key of ADDRESS_KEYS) {
      const url = parseUrl(finalText(settings.get(key)) ?? '');
      if (url === undefined || url.origin === pinned.origin || leadsToDevice(url.hostname)) continue;
      report('origin-pinned', [key], {
        fault: `${key} is at ${url.origin}; without bootstrapOidc Claude Desktop takes it only from the origin of bootstrapUrl, ${pinned.origin}`,
        fix: 'Serve the gateway under the origin of bootstrapUrl, or set bootstrapOidc in the policy.',
      });
    }
  },
};
