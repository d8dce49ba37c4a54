import type { Path } from '../document.ts';
import { OIDC_KEYS } from './oidc.ts';
import { finalText, hasMember, membersOf } from './reading.ts';
import type { Rule } from './rule.ts';

const ENTRA_ISSUER = /^https:\/\/login\.microsoftonline\.com\/[^/?#\s]+\/v2\.0\/?$/;
/** Checked by the format of issuers. */
const DISCOVERY = /\/\.well-known\/.*$/;

/** Sign-in through the broker of the operating system works with Entra ID, and not on Linux. */
export const oidcBroker: Rule = {
  id: 'oidc-broker',
  source: 'Vendor pages "Gateway" and "Foundry", broker sign-in',
  when: [
    'inferenceGatewayOidcAuthFlow',
    'inferenceIdpAuthFlow',
    'inferenceVertexWorkforceAuthFlow',
    'inferenceFoundryAuthFlow',
  ],
  check({ config, settings, platform, report }) {
    const onLinux = (flow: string): void => {
      if (platform === 'linux')
        report('platform-unsupported', [flow], {
          fault: `${flow} is "broker", and Linux has no sign-in broker`,
          fix: 'Use "browser" on Linux.',
        });
    };
    if (config.inferenceFoundryAuthFlow === 'broker') onLinux('inferenceFoundryAuthFlow');
    for (const { key, flow } of OIDC_KEYS) {
      if (flow === undefined || config[flow] !== 'broker') continue;
      onLinux(flow);
      const value = settings.get(key);
      const members = membersOf(value);
      const issuer = members?.issuer;
      const wrong = (path: Path): void => report('oidc-broker-issuer', path, { what: `${key}.issuer` });
      if (value === undefined) wrong([flow]);
      else if (members !== undefined && !hasMember(members, 'issuer')) {
        // An object without any endpoint is told to be incomplete by its own rule.
        if (hasMember(members, 'authorizationUrl') && hasMember(members, 'tokenUrl')) wrong([key]);
      } else if (finalText(issuer)?.replace(DISCOVERY, '').match(ENTRA_ISSUER) === null)
        wrong([key, 'issuer']);
    }
  },
};
