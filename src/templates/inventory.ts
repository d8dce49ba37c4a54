import { membersOf } from '../schema/index.ts';
import { parseXml } from '../text/xml-read.ts';
import { childElements, localName, textOf, XmlFault } from '../text/xml-tree.ts';
import { POLICY_KEY } from '../schema/forms.ts';
import { categoryId } from './admx-parts.ts';
import { all, attribute, writtenValues } from './check/admx-tree.ts';
import { parsePlist, type PlistValue } from './check/plist-read.ts';
import { RETIRED } from './form-row.ts';
import type { TemplateKind } from './template.ts';

/** What a form can set: one entry for each value it writes, by key. */
export type Inventory = ReadonlyMap<string, FormEntry>;

/** What a form asks for a key. */
export interface FormEntry {
  /** How it asks, as far as a comparison cares: `switch`, `choice`, `number` or `text`. */
  readonly control: string;
  readonly choices: readonly string[];
  /** The form itself says that the key is retired. */
  readonly retired: boolean;
  /** Written where Claude Desktop does not look. */
  readonly misplaced: boolean;
}

/** The text is no form of this kind. The message is a clause. */
export class NotAForm extends Error {}

/** Reads what a form of any origin can set. Throws NotAForm. */
export function inventoryOf(kind: TemplateKind, text: string): Inventory {
  try {
    switch (kind) {
      case 'admx':
        return admxInventory(text);
      case 'jamf-schema':
        return jamfInventory(JSON.parse(text));
      case 'profile-manifest':
        return manifestInventory(parsePlist(text));
    }
  } catch (error) {
    if (error instanceof XmlFault)
      throw new NotAForm(`is no well-formed XML: line ${error.position.line}, ${error.message}`);
    if (error instanceof SyntaxError) throw new NotAForm('is no JSON');
    throw error;
  }
}

function admxInventory(text: string): Inventory {
  const root = parseXml(text);
  if (localName(root.name) !== 'policyDefinitions')
    throw new NotAForm('is no ADMX: its root element is not <policyDefinitions>');
  return new Map(
    writtenValues(root).map(({ key, valueName, element, policy }) => {
      const parent = childElements(policy).find((child) => localName(child.name) === 'parentCategory');
      const choices = all(element, 'item').map((item) => textOf(all(item, 'string')[0] ?? item).trim());
      return [
        valueName,
        {
          control: element === policy ? 'switch' : (ADMX_CONTROLS[localName(element.name)] ?? 'text'),
          choices: element === policy ? [] : choices,
          retired: attribute(parent ?? policy, 'ref') === categoryId(RETIRED),
          misplaced: key.toLowerCase() !== POLICY_KEY.toLowerCase(),
        },
      ];
    }),
  );
}

const ADMX_CONTROLS: Readonly<Record<string, string>> = {
  boolean: 'switch',
  enum: 'choice',
  decimal: 'number',
  longDecimal: 'number',
};

function jamfInventory(schema: unknown): Inventory {
  const properties = membersOf(membersOf(schema)?.properties);
  if (properties === undefined) throw new NotAForm('is no custom schema: it has no "properties"');
  return new Map(
    Object.entries(properties).map(([key, value]) => {
      const property = membersOf(value) ?? {};
      const branches = Array.isArray(property.anyOf) ? property.anyOf.map(membersOf) : [property];
      const branch = branches.find((one) => one !== undefined && one.type !== 'null') ?? {};
      const choices = Array.isArray(branch.enum) ? branch.enum.map(String) : [];
      return [
        key,
        {
          control: choices.length > 0 ? 'choice' : (TYPE_CONTROLS[String(branch.type)] ?? 'text'),
          choices,
          retired: isRetiredTitle(property.title),
          misplaced: false,
        },
      ];
    }),
  );
}

const TYPE_CONTROLS: Readonly<Record<string, string>> = {
  boolean: 'switch',
  integer: 'number',
  number: 'number',
  real: 'number',
};

function manifestInventory(root: PlistValue): Inventory {
  const subkeys = root.kind === 'dict' ? root.members.get('pfm_subkeys') : undefined;
  if (subkeys?.kind !== 'list') throw new NotAForm('is no manifest: it has no pfm_subkeys');
  return new Map(
    subkeys.items.flatMap((subkey) => {
      const name = member(subkey, 'pfm_name');
      // The members of the payload around the settings.
      if (typeof name !== 'string' || name.startsWith('Payload') || name.startsWith('PFC_')) return [];
      const list = subkey.kind === 'dict' ? subkey.members.get('pfm_range_list') : undefined;
      const choices =
        list?.kind === 'list' ? list.items.map((item) => ('value' in item ? String(item.value) : '')) : [];
      return [
        [
          name,
          {
            control:
              choices.length > 0 ? 'choice' : (TYPE_CONTROLS[String(member(subkey, 'pfm_type'))] ?? 'text'),
            choices,
            retired:
              member(subkey, 'pfm_app_deprecated') !== undefined ||
              isRetiredTitle(member(subkey, 'pfm_title')),
            misplaced: false,
          },
        ],
      ];
    }),
  );
}

function member(dict: PlistValue, name: string): unknown {
  const value = dict.kind === 'dict' ? dict.members.get(name) : undefined;
  return value !== undefined && 'value' in value ? value.value : undefined;
}

function isRetiredTitle(title: unknown): boolean {
  return typeof title === 'string' && /\((?:retired|deprecated)\)\s*$/i.test(title);
}
