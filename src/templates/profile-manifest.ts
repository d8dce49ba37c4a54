import { type Provider, PROVIDERS } from '../schema/index.ts';
import {
  CATALOGUE_DATE,
  VENDOR_REFERENCE,
  firstRead,
  PREFERENCE_DOMAIN,
  neededKeys,
} from '../schema/forms.ts';
import { descriptionLines, unsetText } from './describe.ts';
import type { FormRow } from './form-row.ts';
import { plistDocument, type ManifestValue } from './plist-write.ts';
import { formRows } from './rows.ts';
import type { Template } from './template.ts';

type Dict = Readonly<Record<string, ManifestValue | undefined>>;

/** A ProfileManifests manifest, as ProfileCreator and iMazing Profile Editor read it. */
export const profileManifest: Template = {
  id: 'profile-manifest',
  files({ fleet }) {
    const rows = formRows(fleet);
    const keys = new Set(rows.map((row) => row.key));
    const manifest: ManifestValue = {
      dict: {
        pfm_app_url: 'https://claude.com/download',
        pfm_description:
          'Managed settings of Claude Desktop on third-party inference. Made by cowork-3p, not by the vendor of the app.',
        pfm_documentation_url: VENDOR_REFERENCE,
        pfm_domain: PREFERENCE_DOMAIN,
        pfm_format_version: 1,
        pfm_interaction: 'combined',
        pfm_last_modified: { date: CATALOGUE_DATE },
        pfm_platforms: ['macOS'],
        pfm_subkeys: [...envelope(), ...rows.map((row) => ({ dict: subkey(row, keys) }))],
        pfm_targets: ['system', 'user'],
        pfm_title: 'Claude Desktop',
        pfm_unique: true,
        // Grows with the catalogue, as readers of a manifest expect of its version.
        pfm_version: Number(CATALOGUE_DATE.replaceAll('-', '')),
      },
    };
    return [{ name: `${PREFERENCE_DOMAIN}.plist`, bytes: plistDocument(manifest) }];
  },
};

/** The members of the payload itself, which each manifest lists first. */
function envelope(): readonly ManifestValue[] {
  const member = (name: string, title: string, more: Dict): ManifestValue => ({
    dict: {
      pfm_description: `${title} of the payload.`,
      pfm_name: name,
      pfm_title: title,
      pfm_type: 'string',
      ...more,
    },
  });
  return [
    member('PayloadDescription', 'Payload Description', { pfm_default: 'Configures Claude Desktop' }),
    member('PayloadDisplayName', 'Payload Display Name', {
      pfm_default: 'Claude Desktop',
      pfm_require: 'always',
    }),
    member('PayloadIdentifier', 'Payload Identifier', {
      pfm_default: PREFERENCE_DOMAIN,
      pfm_require: 'always',
    }),
    member('PayloadType', 'Payload Type', { pfm_default: PREFERENCE_DOMAIN, pfm_require: 'always' }),
    member('PayloadUUID', 'Payload UUID', {
      pfm_format: '^[0-9A-Za-z]{8}-[0-9A-Za-z]{4}-[0-9A-Za-z]{4}-[0-9A-Za-z]{4}-[0-9A-Za-z]{12}$',
      pfm_require: 'always',
    }),
    member('PayloadVersion', 'Payload Version', {
      pfm_default: 1,
      pfm_range_list: [1],
      pfm_require: 'always',
      pfm_type: 'integer',
    }),
    member('PayloadOrganization', 'Payload Organization', {}),
  ];
}

/**
 * One key. It has no `pfm_default`: converters turn one into a value that a form writes. What the app does
 * without the key is a note.
 */
function subkey(row: FormRow, keys: ReadonlySet<string>): Dict {
  const { key, spec } = row;
  const { since } = firstRead(key);
  return {
    pfm_name: key,
    pfm_title: row.title,
    pfm_type: pfmType(row),
    pfm_description: descriptionLines(row).join(' '),
    pfm_note: unsetText(row),
    pfm_app_min: since === undefined || since === 'baseline' ? undefined : since,
    pfm_app_deprecated: row.retiredSince,
    pfm_sensitive: spec.secret,
    pfm_value_unit: row.kind === 'count' ? row.bounds.unit : undefined,
    pfm_range_list: row.choices?.map(({ value }) => value),
    ...range(row),
    ...conditions(row, keys),
  };
}

function pfmType({ kind }: FormRow): string {
  if (kind === 'switch') return 'boolean';
  return kind === 'count' ? 'integer' : 'string';
}

function range({ kind, bounds }: FormRow): Dict {
  return kind === 'count' ? { pfm_range_min: bounds.min, pfm_range_max: bounds.max } : {};
}

/** Hidden where another provider is chosen; required where the chosen one cannot do without. */
function conditions({ key, spec }: FormRow, keys: ReadonlySet<string>): Dict {
  const required = PROVIDERS.filter((provider) => (neededKeys(provider) as readonly string[]).includes(key));
  if (!keys.has('inferenceProvider')) return {};
  return {
    pfm_conditionals: required.length === 0 ? undefined : [onProvider('pfm_range_list', required, 'always')],
    pfm_exclude: spec.providers === undefined ? undefined : [onProvider('pfm_n_range_list', spec.providers)],
  };
}

function onProvider(list: string, providers: readonly Provider[], require?: string): ManifestValue {
  return {
    dict: {
      pfm_require: require,
      pfm_target_conditions: [{ dict: { pfm_target: 'inferenceProvider', [list]: [...providers] } }],
    },
  };
}
