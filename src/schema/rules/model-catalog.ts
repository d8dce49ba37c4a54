import { finalText } from './reading.ts';
import { isLoopback } from '../../text/loopback.ts';
import { parseUrl } from '../formats.ts';
import type { Rule } from './rule.ts';

/** Services that hand out the credentials of a virtual machine; the app never asks them. */
const METADATA = /^(?:metadata(?:\.google\.internal)?|100\.100\.100\.200|\[fd00:ec2::254\])\.?$/i;
const LINK_LOCAL = /^(?:169\.254\.\d+\.\d+|\[fe[89ab][0-9a-f]:.*\])$/i;

/** A mirror of the model catalog: hosts that end the fetch, and the switch that makes it pointless. */
export const modelCatalog: Rule = {
  id: 'model-catalog',
  source: 'Vendor reference of October 2026, modelCatalogUrl',
  when: ['modelCatalogUrl'],
  check({ config, settings, report }) {
    const key = 'modelCatalogUrl';
    if (config.modelCatalogEnabled === false)
      report('setting-ignored', [key], {
        fault: `${key} is not read while modelCatalogEnabled is false`,
        fix: 'Remove one of them.',
      });
    const url = parseUrl(finalText(settings.get(key)) ?? '');
    if (url === undefined) return;
    if (METADATA.test(url.hostname) || LINK_LOCAL.test(url.hostname))
      report('bad-format', [key], {
        what: key,
        problem: `names ${url.hostname}, a link-local address or a metadata service, and Claude Desktop then fetches no catalog`,
        fix: 'Give the https address of your mirror.',
      });
    else if (url.protocol === 'https:' && isLoopback(url.hostname))
      report('setting-risky', [key], {
        fault: `${key} points at this device, which counts only when the device itself sets it`,
        fix: 'Give the https address of your mirror, unless one runs on every device.',
      });
  },
};
