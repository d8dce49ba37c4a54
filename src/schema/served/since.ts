import type { Since } from '../key-spec.ts';
import { hasMember, objectsIn } from '../rules/reading.ts';
import { pathText } from '../path.ts';
import { compareReleases, releaseOf, releaseText } from '../releases.ts';
import type { ServedRule } from './rule.ts';

/** Keys that a server delivers only from a release later than that of the key (vendor reference, changelog 1.25927.0). */
const SERVED_SINCE: Readonly<Record<string, Since>> = {
  allowedPluginMarketplaces: '1.19367.0',
  disableDeepLinkRegistration: '1.25927.0',
  inferenceBedrockAwsCliPath: '1.25927.0',
  inferenceBedrockAwsDir: '1.25927.0',
  inferenceBedrockProfile: '1.25927.0',
  inferenceCredentialHelper: '1.25927.0',
  inferenceCredentialHelperSilentRefreshEnabled: '1.25927.0',
  inferenceCredentialHelperTimeoutSec: '1.25927.0',
  inferenceCredentialHelperTtlSec: '1.25927.0',
  inferenceFoundryClientId: '1.25927.0',
  inferenceFoundryTenantId: '1.25927.0',
  inferenceVertexCredentialsFile: '1.25927.0',
  microsoftAuthBroker: '1.25927.0',
  userContentRendererUrl: '1.25927.0',
};
/** Before it only remote MCP servers were taken. */
const LOCAL_SERVERS_SINCE = '1.19367.0';
/** The app asks a bootstrap server at all. */
const BOOTSTRAP_SINCE = '1.10628.0';

/** What the oldest release of the fleet drops, because it takes the key from managed sources only. */
export const since: ServedRule = {
  id: 'since',
  source: 'Vendor reference, availability of each key by release; changelog 1.19367.0 and 1.25927.0',
  check(context) {
    const { settings, target, report } = context;
    if (target === undefined) return;
    const before = (release: Since): boolean => compareReleases(target.oldest, releaseOf(release)) < 0;
    const oldest = releaseText(target.oldest);
    if (before(BOOTSTRAP_SINCE))
      report('key-newer-than-target', [], {
        what: 'The answer of a bootstrap server',
        since: BOOTSTRAP_SINCE,
        target: oldest,
      });
    for (const key of settings.keys()) {
      const first = Object.hasOwn(SERVED_SINCE, key) ? SERVED_SINCE[key] : undefined;
      if (first !== undefined && before(first))
        report('key-newer-than-target', [key], {
          what: `${key} of a bootstrap server`,
          since: first,
          target: oldest,
        });
    }
    if (!before(LOCAL_SERVERS_SINCE)) return;
    for (const { value, path } of objectsIn(context, 'managedMcpServers'))
      if (value.transport === 'stdio' || hasMember(value, 'server'))
        report('key-newer-than-target', path, {
          what: `${pathText(path)}, which is no remote server, of a bootstrap server`,
          since: LOCAL_SERVERS_SINCE,
          target: oldest,
        });
  },
};
