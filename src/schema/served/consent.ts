import type { KeyName } from '../catalogue/index.ts';
import type { Path } from '../document.ts';
import type { Since } from '../key-spec.ts';
import { membersOf, pathText } from '../path.ts';
import { compareReleases, releaseOf, type ReleaseRange } from '../releases.ts';
import type { ServedRule } from './rule.ts';

/** A value that users are asked about. */
interface Sensitive {
  readonly key: KeyName;
  readonly does: 'runs' | 'redirects';
  /** First release that asks, where it is documented. */
  readonly since?: Since;
  /** Members of the entries of a list, where not the key itself is meant. */
  readonly members?: readonly string[];
}

/** What runs code on the device or decides where requests go. Rows without a release are inferred from that rule. */
const SENSITIVE: readonly Sensitive[] = [
  { key: 'inferenceGatewayBaseUrl', does: 'redirects', since: '1.28929.0' },
  { key: 'inferenceBedrockBaseUrl', does: 'redirects', since: '1.30096.1' },
  { key: 'inferenceVertexBaseUrl', does: 'redirects', since: '1.30096.1' },
  { key: 'inferenceVertexProjectId', does: 'redirects', since: '1.40609.0' },
  { key: 'inferenceFoundryResource', does: 'redirects', since: '2.2553.0' },
  { key: 'inferenceFoundryBaseUrl', does: 'redirects', since: '2.2553.0' },
  { key: 'inferenceCredentialHelper', does: 'runs', since: '1.25927.0' },
  { key: 'inferenceCredentialHelperWindows', does: 'runs' },
  { key: 'inferenceBedrockAwsCliPath', does: 'runs' },
  { key: 'otlpHeadersHelper', does: 'runs' },
  { key: 'sshClientPath', does: 'runs' },
  { key: 'managedMcpServers', does: 'runs', members: ['command', 'headersHelper'] },
];

/** A value of an answer that users are asked about. */
export interface Consent {
  readonly path: Path;
  readonly does: Sensitive['does'];
  readonly since: Since | undefined;
}

/** The values among these settings that users are asked about, with the releases of a fleet. */
export function consentFor(
  settings: ReadonlyMap<string, unknown>,
  target: ReleaseRange | undefined,
): readonly Consent[] {
  return SENSITIVE.flatMap(({ key, does, since, members }) => {
    if (!settings.has(key)) return [];
    if (since !== undefined && target !== undefined && compareReleases(target.newest, releaseOf(since)) < 0)
      return [];
    const paths: Path[] = members === undefined ? [[key]] : placesIn(settings.get(key), members, key);
    return paths.map((path) => ({ path, does, since }));
  });
}

function placesIn(list: unknown, members: readonly string[], key: string): Path[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((item, index) => {
    const entry = membersOf(item) ?? {};
    return members.filter((name) => Object.hasOwn(entry, name)).map((name) => [key, index, name]);
  });
}

function words(
  what: string,
  does: Sensitive['does'],
  since: Since | undefined,
  asked: boolean,
): { fault: string; fix: string } {
  const why = does === 'runs' ? 'runs a program on the device' : 'decides where requests go';
  const from = since === undefined ? '' : ` from ${since} on`;
  return {
    fault: asked
      ? `${what} ${why}, and this bootstrapUrl is not trusted: each user is asked for consent${from}, and without it the value is left out`
      : `${what} ${why}: users are asked for consent${from}, unless bootstrapUrl comes from device management or trustBootstrapDelivery is set`,
    fix: 'Set trustBootstrapDelivery in the policy of the device, or tell users what to expect.',
  };
}

/**
 * With the managed source at hand: what users are asked about there. Without it only what runs code is told, for
 * every gateway would have a note.
 */
export const consent: ServedRule = {
  id: 'consent',
  source: 'Vendor page "Bootstrap", consent; changelog of each address',
  check({ source, settings, target, report }) {
    if (source?.asks === false) return;
    for (const { path, does, since } of consentFor(settings, target)) {
      if (source === undefined && does !== 'runs') continue;
      report(
        'needs-consent',
        path,
        words(pathText(path), does, since, source !== undefined),
        source === undefined ? undefined : 'warning',
      );
    }
  },
};
