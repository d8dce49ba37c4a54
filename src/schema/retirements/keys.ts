import { keySpec, type KeyName } from '../catalogue/index.ts';
import { PROVIDERS, type Since } from '../key-spec.ts';
import { headersFrom } from './headers.ts';
import { ENDED, OCTOBER, same, type Found, type RetirementRow, type Settings } from './row.ts';

/* Keys with another name today, and keys that nothing reads any more. */

interface Renamed {
  readonly from: string;
  readonly to: KeyName;
  readonly readSince?: Since;
  /** The old value in the form of today; undefined when it cannot be told. */
  readonly convert?: (value: unknown) => unknown;
}

function findOldName(settings: Settings, { from, to, convert }: Renamed): Found[] {
  if (!settings.has(from)) return [];
  const old = settings.get(from);
  const value = convert === undefined ? old : convert(old);
  if (!settings.has(to)) {
    const renamed = { path: [from], rename: to };
    if (value === undefined)
      return [
        {
          path: [from],
          decide: `The value of ${from} cannot be taken apart; write it anew as an object in ${to}.`,
          reading: [renamed],
        },
      ];
    return [{ path: [from], edits: value === old ? [renamed] : [renamed, { path: [to], value }] }];
  }
  const removed = { path: [from], value: undefined };
  // The new key may hold an old form as well.
  const present = convert?.(settings.get(to)) ?? settings.get(to);
  if (value !== undefined && same(value, present)) return [{ path: [from], edits: [removed] }];
  return [
    {
      path: [from],
      decide: `Both ${from} and ${to} are set and differ; keep the one that is meant, under the name ${to}.`,
      reading: [removed],
    },
  ];
}

function renamedKey(
  row: Omit<RetirementRow, 'id' | 'subject' | 'code' | 'find' | 'renamed' | 'replacement' | 'fix'> & Renamed,
): RetirementRow {
  const { from, to, convert, ...rest } = row;
  return {
    id: `key-${from}`,
    subject: from,
    code: 'deprecated-key',
    ...rest,
    renamed: { from, to },
    replacement: to,
    fix: `Rename it to ${to}.`,
    when: [from],
    find: (settings) => findOldName(settings, { from, to, ...(convert && { convert }) }),
    ...(rest.replacedSince !== undefined && {
      findNewer: (settings: Settings) =>
        settings.has(to) && !settings.has(from)
          ? [{ path: [to], edits: [{ path: [to], rename: from }] }]
          : [],
    }),
  };
}

function removedKey(
  row: Omit<RetirementRow, 'id' | 'code' | 'find' | 'fix' | 'replacedSince'>,
): RetirementRow {
  const key = row.subject;
  return {
    id: `key-${key}`,
    code: 'removed-key',
    fix: 'Remove it.',
    ...row,
    ...(row.stopsAt !== undefined && { replacedSince: row.stopsAt }),
    when: [key],
    find: (settings) =>
      settings.has(key) ? [{ path: [key], edits: [{ path: [key], value: undefined }] }] : [],
  };
}

const PROVIDER = { from: 'custom3pProvider', to: 'inferenceProvider' } as const;

/**
 * The names of the first builds, which every known release passes over. Only the gateway had a base URL and a key,
 * and `azure` is no provider of today.
 */
function firstBuild(from: string, to: KeyName): RetirementRow {
  const row: RetirementRow = renamedKey({
    from,
    to,
    since: 'before 1.2581.0',
    stopsAt: 'baseline',
    neverRead: true,
    effect: 'it was a name of the builds before 1.2581.0, and no known release reads it',
  });
  const decide = (path: Found['path'], sentence: string): Found[] => [
    { path, decide: sentence, reading: [] },
  ];
  return {
    ...row,
    code: 'removed-key',
    replacedSince: '1.2581.0',
    find(settings) {
      if (!settings.has(from)) return [];
      const provider = settings.get(PROVIDER.to) ?? settings.get(PROVIDER.from);
      const known = PROVIDERS.some((one) => one === settings.get(from));
      if (from === PROVIDER.from && !known)
        return decide([from], `${from} names no provider of today; set ${to} to the one that is meant.`);
      const readers = keySpec(to)?.providers;
      if (readers !== undefined && !readers.some((one) => one === provider))
        return decide(
          [from],
          `${from} stands for ${to}, which only the provider "${readers.join('" or "')}" reads; decide what is meant.`,
        );
      return row.find(settings);
    },
  };
}

export const keys: readonly RetirementRow[] = [
  // The provider comes last: what the others stand for depends on it.
  firstBuild('custom3pBaseUrl', 'inferenceGatewayBaseUrl'),
  firstBuild('custom3pApiKey', 'inferenceGatewayApiKey'),
  firstBuild('custom3pModels', 'inferenceModels'),
  firstBuild(PROVIDER.from, PROVIDER.to),
  {
    ...renamedKey({
      ...OCTOBER,
      from: 'inferenceGatewayHeaders',
      to: 'inferenceCustomHeaders',
      since: '1.8089.0',
      replacedSince: '1.8089.0',
      convert: headersFrom,
      effect: `${ENDED} no custom header is sent with inference requests`,
    }),
    fix: 'Rename it to inferenceCustomHeaders, and write the value as an object of names and values.',
  },
  renamedKey({
    ...OCTOBER,
    from: 'isDxtEnabled',
    to: 'isDesktopExtensionEnabled',
    effect: `${ENDED} desktop extensions count as switched off`,
  }),
  renamedKey({
    ...OCTOBER,
    from: 'isDxtSignatureRequired',
    to: 'isDesktopExtensionSignatureRequired',
    effect: `${ENDED} only signed extensions load`,
  }),
  renamedKey({
    ...OCTOBER,
    from: 'trustBootstrapLocalExec',
    to: 'trustBootstrapDelivery',
    since: '1.26832.0',
    readSince: '1.25927.0',
    replacedSince: '1.26832.0',
    effect: `${ENDED} users are asked to consent to what the bootstrap server delivers`,
  }),
  renamedKey({
    ...OCTOBER,
    from: 'enduserAttribution',
    to: 'endUserAttribution',
    since: '1.25927.0',
    readSince: '1.24012.0',
    replacedSince: '1.25927.0',
    effect: `${ENDED} telemetry names no user`,
  }),
  removedKey({
    subject: 'allowOptionalClientAuth',
    since: '1.52386.0',
    cutoff: '2026-11-17',
    stopsAt: '1.49585.0',
    effect: 'releases from 1.49585.0 on ignore it',
  }),
  removedKey({
    subject: 'disableDefaultPlugins',
    since: '1.18286.0',
    stopsAt: '1.18286.0',
    effect: 'third-party deployments have skipped the default marketplaces by themselves since 1.18286.0',
  }),
  removedKey({
    subject: 'betaFeaturesEnabled',
    since: '1.14271.0',
    readSince: '1.14271.0',
    // The first release known not to have it; the one that dropped it is not known.
    stopsAt: '1.24012.9',
    effect:
      'it was gone by 1.24012.9, and a Linux managed file that still holds it was seen to be ignored as a whole',
  }),
  {
    id: 'key-requireCoworkFullVmSandbox',
    subject: 'requireCoworkFullVmSandbox',
    code: 'deprecated-key',
    since: 'baseline',
    effect: 'it is still read and no end is announced, but it has been listed as deprecated from the start',
    fix: 'Remove it unless a standard deployment needs it.',
    when: ['requireCoworkFullVmSandbox'],
    find: (settings) =>
      settings.has('requireCoworkFullVmSandbox')
        ? [{ path: ['requireCoworkFullVmSandbox'], reading: [] }]
        : [],
  },
  {
    id: 'key-organizationPluginsUrl',
    subject: 'organizationPluginsUrl',
    code: 'deprecated-key',
    since: '1.25927.0',
    readSince: '1.10628.0',
    replacement: 'allowedPluginMarketplaces',
    replacedSince: '1.17377.1',
    effect:
      'it is still honoured and no end is announced; from 1.32885.1 on, removing it also removes the plugins it installed',
    fix: 'Offer the plugins through allowedPluginMarketplaces, then remove it.',
    when: ['organizationPluginsUrl'],
    find: (settings) =>
      settings.has('organizationPluginsUrl')
        ? [
            {
              path: ['organizationPluginsUrl'],
              decide:
                'organizationPluginsUrl names an endpoint and allowedPluginMarketplaces lists git marketplaces, so one cannot be turned into the other; move the plugins to a marketplace before you remove the key.',
              reading: [],
            },
          ]
        : [],
  },
];
