import { catalogueVersion } from '../schema/forms.ts';
import { ADMX_XMLNS, categories, categoryId, choiceId, countRange, supports } from './admx-parts.ts';
import { descriptionLines } from './describe.ts';
import type { FormRow } from './form-row.ts';
import { xml, xmlDocument, type XmlOut } from './xml.ts';

/** What no template can check, and what can. */
const TOGETHER =
  'Which keys belong together is not checked here: run "cowork-3p validate" on a registry export of the result.';

/** The English texts and controls of the template. */
export function adml(rows: readonly FormRow[]): string {
  return xmlDocument(
    xml(
      'policyDefinitionResources',
      { xmlns: ADMX_XMLNS, revision: catalogueVersion(), schemaVersion: '1.0' },
      [
        xml('displayName', {}, 'Claude Desktop (cowork-3p)'),
        xml(
          'description',
          {},
          'Managed settings of Claude Desktop on third-party inference. Made by cowork-3p, not by the vendor of the app.',
        ),
        xml('resources', {}, [
          xml(
            'stringTable',
            {},
            [
              ['Cat_Claude', 'Claude Desktop (cowork-3p)'] as const,
              ...categories(rows).map((category) => [categoryId(category), category] as const),
              ...supports(rows).map(({ id, text }) => [id, text] as const),
              ...rows.flatMap(stringsOf),
            ].map(([id, text]) => xml('string', { id }, text)),
          ),
          xml(
            'presentationTable',
            {},
            rows
              .filter((row) => row.kind !== 'switch')
              .map((row) => xml('presentation', { id: row.key }, [control(row)])),
          ),
        ]),
      ],
    ),
  );
}

function stringsOf(row: FormRow): readonly (readonly [id: string, text: string])[] {
  const { key } = row;
  return [
    [key, row.title],
    [`${key}_Explain`, explainText(row)],
    ...(row.choices ?? []).map(({ value }) => [choiceId(key, value), value] as const),
  ];
}

function explainText(row: FormRow): string {
  return [...descriptionLines(row), stateText(row), TOGETHER].join('\n\n');
}

/** What each state of the policy writes. */
function stateText(row: FormRow): string {
  return row.kind === 'switch'
    ? 'Enabled writes true, Disabled writes false, Not Configured writes nothing.'
    : 'Enabled writes the value below, which may not be empty; Disabled and Not Configured leave no value.';
}

/** The control beside the policy. A number box offers the default of the app: left alone it would offer 1. */
function control(row: FormRow): XmlOut {
  const { key, title } = row;
  switch (row.kind) {
    case 'choice':
      return xml('dropdownList', { refId: key, noSort: true }, title);
    case 'count': {
      const { min } = countRange(row);
      const offered = typeof row.spec.default === 'number' ? row.spec.default : Math.max(min, 1);
      return xml('decimalTextBox', { refId: key, defaultValue: offered }, title);
    }
    default:
      return xml('textBox', { refId: key }, [xml('label', {}, title)]);
  }
}
