import { catalogueVersion, firstRead } from '../schema/forms.ts';
import { adml } from './adml.ts';
import {
  ADMX_NAME,
  ADMX_XMLNS,
  categories,
  categoryId,
  choiceId,
  countRange,
  ROOT_CATEGORY,
  supportId,
  supports,
} from './admx-parts.ts';
import { POLICY_KEY } from '../schema/forms.ts';
import type { FormRow } from './form-row.ts';
import { formRows } from './rows.ts';
import type { Template } from './template.ts';
import { xml, xmlDocument, type XmlOut } from './xml.ts';

const NAMESPACE = 'Cowork3p.Policies.ClaudeDesktop';

/** A Group Policy template: the ADMX, and its texts in the ADML of the culture en-US. */
export const admx: Template = {
  id: 'admx',
  files({ fleet, name = ADMX_NAME, namespace = NAMESPACE }) {
    const rows = formRows(fleet);
    const text = new TextEncoder();
    return [
      { name: `${name}.admx`, bytes: text.encode(admxText(rows, namespace)) },
      { name: `en-US/${name}.adml`, bytes: text.encode(adml(rows)) },
    ];
  },
};

/** The text of the ADMX for these rows. */
export function admxText(rows: readonly FormRow[], namespace = NAMESPACE): string {
  return xmlDocument(
    xml('policyDefinitions', { xmlns: ADMX_XMLNS, revision: catalogueVersion(), schemaVersion: '1.0' }, [
      xml('policyNamespaces', {}, [xml('target', { prefix: 'cowork3p', namespace })]),
      xml('resources', { minRequiredRevision: catalogueVersion(), fallbackCulture: 'en-US' }),
      xml('supportedOn', {}, [
        xml(
          'definitions',
          {},
          supports(rows).map(({ id }) => xml('definition', { name: id, displayName: string(id) })),
        ),
      ]),
      xml('categories', {}, [
        xml('category', { name: ROOT_CATEGORY, displayName: string(ROOT_CATEGORY) }),
        ...categories(rows).map((category) =>
          xml('category', { name: categoryId(category), displayName: string(categoryId(category)) }, [
            xml('parentCategory', { ref: ROOT_CATEGORY }),
          ]),
        ),
      ]),
      xml('policies', {}, rows.map(policy)),
    ]),
  );
}

const string = (id: string): string => `$(string.${id})`;

/** One policy, named after its key. `Both`: HKLM for a fleet, HKCU for groups of users. */
function policy(row: FormRow): XmlOut {
  const { key } = row;
  return xml(
    'policy',
    {
      name: key,
      class: 'Both',
      displayName: string(key),
      explainText: string(`${key}_Explain`),
      ...(row.kind === 'switch' ? {} : { presentation: `$(presentation.${key})` }),
      key: POLICY_KEY,
      ...(row.kind === 'switch' ? { valueName: key } : {}),
    },
    [
      xml('parentCategory', { ref: categoryId(row.category) }),
      xml('supportedOn', { ref: supportId(firstRead(key)) }),
      ...valueElements(row),
    ],
  );
}

/** What the policy writes. Always a text, never an empty one: an empty value would count as a policy. */
function valueElements(row: FormRow): readonly XmlOut[] {
  const common = { id: row.key, valueName: row.key, required: true };
  switch (row.kind) {
    case 'switch':
      return [
        xml('enabledValue', {}, [xml('string', {}, 'true')]),
        xml('disabledValue', {}, [xml('string', {}, 'false')]),
      ];
    case 'choice':
      return [
        xml('elements', {}, [
          xml(
            'enum',
            common,
            (row.choices ?? []).map(({ value }) =>
              xml('item', { displayName: string(choiceId(row.key, value)) }, [
                xml('value', {}, [xml('string', {}, value)]),
              ]),
            ),
          ),
        ]),
      ];
    case 'count': {
      const { min, max } = countRange(row);
      return [
        xml('elements', {}, [xml('decimal', { ...common, minValue: min, maxValue: max, storeAsText: true })]),
      ];
    }
    case 'text':
    case 'json':
      return [xml('elements', {}, [xml('text', { ...common, maxLength: row.maxLength })])];
  }
}
