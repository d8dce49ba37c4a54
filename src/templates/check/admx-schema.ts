/*
 * The grammar of ADMX and ADML files as a table, after the schema that Microsoft prints in the open
 * specification MS-GPREG (section 2.2.1): for each type of element its attributes and what may stand inside.
 * Windows is more tolerant; a console need not be.
 */

/** What the value of an attribute may be. */
export type AttributeType =
  | 'version' // 1.0: up to four digits, a dot, up to five
  | 'name' // letters, digits and underscores
  | 'reference' // a name, or prefix:name
  | 'string' // $(string.ID)
  | 'presentation' // $(presentation.ID)
  | 'class' // Machine, User or Both
  | 'key' // a registry key, no slash at either end
  | 'value-name'
  | 'uint32'
  | 'uint64'
  | 'boolean'
  | 'guid'
  | 'text';

/**
 * One type of element. `attributes`: name and type, with `!` after the name where it is required.
 * `inside`: `text`, nothing, or elements `name:type` with `?` `*` `+`; in a sequence in this order, in a
 * choice one of them, or with `many` any number in any order.
 */
export interface ElementRule {
  readonly attributes?: Readonly<Record<string, AttributeType>>;
  readonly inside?:
    | 'text'
    | { readonly sequence: string }
    | { readonly choice: string; readonly many?: true; readonly optional?: true };
  /** Longest text. */
  readonly maxLength?: number;
}

/** displayName and explainText. */
const DESCRIBED = { 'displayName!': 'string', explainText: 'string' } as const;
const ELEMENT = { 'id!': 'text', clientExtension: 'guid', key: 'key', valueName: 'value-name' } as const;
const NUMBER = { required: 'boolean', storeAsText: 'boolean', soft: 'boolean' } as const;
const DESCRIPTIVE = 'annotation:annotation* parentCategory:reference? seeAlso:text* keywords:text?';
const NAMED_VERSION = { 'name!': 'name', 'displayName!': 'string', 'versionIndex!': 'uint32' } as const;
const CONDITION = { choice: 'range:supportedRange reference:reference', many: true } as const;

export const ADMX_TYPES = {
  policyDefinitions: {
    attributes: { 'revision!': 'version', 'schemaVersion!': 'version' },
    inside: {
      sequence:
        'policyNamespaces:namespaces supersededAdm:file* annotation:annotation* resources:resources ' +
        'supportedOn:supportTable? categories:categories? policies:policies?',
    },
  },
  namespaces: { inside: { sequence: 'target:namespace using:namespace*' } },
  namespace: { attributes: { 'prefix!': 'name', 'namespace!': 'text' } },
  file: { attributes: { 'fileName!': 'text' } },
  annotation: { attributes: { 'application!': 'text' } },
  resources: { attributes: { 'minRequiredRevision!': 'version', fallbackCulture: 'text' } },
  supportTable: { inside: { sequence: 'products:products? definitions:definitions?' } },
  products: { inside: { sequence: 'product:product+' } },
  product: {
    attributes: { 'name!': 'name', 'displayName!': 'string' },
    inside: { sequence: 'majorVersion:majorVersion*' },
  },
  majorVersion: { attributes: NAMED_VERSION, inside: { sequence: 'minorVersion:minorVersion*' } },
  minorVersion: { attributes: NAMED_VERSION },
  definitions: { inside: { sequence: 'definition:definition+' } },
  definition: {
    attributes: { 'name!': 'name', 'displayName!': 'string' },
    inside: { sequence: 'or:condition? and:condition?' },
  },
  condition: { inside: CONDITION },
  supportedRange: {
    attributes: { 'ref!': 'reference', minVersionIndex: 'uint32', maxVersionIndex: 'uint32' },
  },
  reference: { attributes: { 'ref!': 'reference' } },
  categories: { inside: { sequence: 'category:category+' } },
  category: { attributes: { 'name!': 'name', ...DESCRIBED }, inside: { sequence: DESCRIPTIVE } },
  policies: { inside: { sequence: 'policy:policy+' } },
  policy: {
    attributes: {
      'name!': 'name',
      'class!': 'class',
      ...DESCRIBED,
      presentation: 'presentation',
      'key!': 'key',
      valueName: 'value-name',
    },
    inside: {
      sequence:
        `${DESCRIPTIVE} supportedOn:reference enabledValue:value? disabledValue:value? ` +
        'enabledList:valueList? disabledList:valueList? elements:elements?',
    },
  },
  value: {
    inside: { choice: 'delete:nothing decimal:decimalValue longDecimal:longValue string:stringValue' },
  },
  nothing: {},
  decimalValue: { attributes: { 'value!': 'uint32' } },
  longValue: { attributes: { 'value!': 'uint64' } },
  stringValue: { inside: 'text', maxLength: 255 },
  valueList: { attributes: { defaultKey: 'key' }, inside: { sequence: 'item:valueItem+' } },
  valueItem: {
    attributes: { key: 'key', 'valueName!': 'value-name' },
    inside: { sequence: 'value:value' },
  },
  elements: {
    inside: {
      choice:
        'boolean:booleanElement decimal:decimalElement text:textElement enum:enumElement list:listElement ' +
        'longDecimal:longDecimalElement multiText:multiTextElement',
      many: true,
    },
  },
  booleanElement: {
    attributes: ELEMENT,
    inside: {
      sequence: 'trueValue:value? falseValue:value? trueList:valueList? falseList:valueList?',
    },
  },
  decimalElement: { attributes: { ...ELEMENT, ...NUMBER, minValue: 'uint32', maxValue: 'uint32' } },
  longDecimalElement: { attributes: { ...ELEMENT, ...NUMBER, minValue: 'uint64', maxValue: 'uint64' } },
  textElement: {
    attributes: {
      ...ELEMENT,
      required: 'boolean',
      maxLength: 'uint32',
      expandable: 'boolean',
      soft: 'boolean',
    },
  },
  multiTextElement: {
    attributes: {
      ...ELEMENT,
      required: 'boolean',
      maxLength: 'uint32',
      maxStrings: 'uint32',
      soft: 'boolean',
    },
  },
  enumElement: { attributes: { ...ELEMENT, required: 'boolean' }, inside: { sequence: 'item:enumItem*' } },
  enumItem: {
    attributes: { 'displayName!': 'string' },
    inside: { sequence: 'value:value valueList:valueList?' },
  },
  listElement: {
    attributes: {
      'id!': 'text',
      clientExtension: 'guid',
      key: 'key',
      valuePrefix: 'text',
      additive: 'boolean',
      expandable: 'boolean',
      explicitValue: 'boolean',
    },
  },
  text: { inside: 'text' },

  policyDefinitionResources: {
    attributes: { 'revision!': 'version', 'schemaVersion!': 'version' },
    inside: {
      sequence: 'displayName:text description:text annotation:annotation* resources:localization',
    },
  },
  localization: { inside: { sequence: 'stringTable:stringTable? presentationTable:presentationTable?' } },
  stringTable: { inside: { sequence: 'string:string+' } },
  string: { attributes: { 'id!': 'name' }, inside: 'text' },
  presentationTable: { inside: { sequence: 'presentation:presentation+' } },
  presentation: {
    attributes: { 'id!': 'name' },
    inside: {
      choice:
        'text:text decimalTextBox:numberBox longDecimalTextBox:longNumberBox textBox:textBox checkBox:checkBox ' +
        'comboBox:comboBox dropdownList:dropdownList listBox:control multiTextBox:multiTextBox',
      many: true,
      optional: true,
    },
  },
  control: { attributes: { 'refId!': 'text' }, inside: 'text' },
  checkBox: { attributes: { 'refId!': 'text', defaultChecked: 'boolean' }, inside: 'text' },
  numberBox: {
    attributes: { 'refId!': 'text', defaultValue: 'uint32', spin: 'boolean', spinStep: 'uint32' },
    inside: 'text',
  },
  longNumberBox: {
    attributes: { 'refId!': 'text', defaultValue: 'uint64', spin: 'boolean', spinStep: 'uint32' },
    inside: 'text',
  },
  textBox: {
    attributes: { 'refId!': 'text' },
    inside: { sequence: 'label:text defaultValue:text?' },
  },
  comboBox: {
    attributes: { 'refId!': 'text', noSort: 'boolean' },
    inside: { sequence: 'label:text default:text? suggestion:text*' },
  },
  dropdownList: {
    attributes: { 'refId!': 'text', noSort: 'boolean', defaultItem: 'uint32' },
    inside: 'text',
  },
  multiTextBox: {
    attributes: { 'refId!': 'text', showAsDialog: 'boolean', defaultHeight: 'uint32' },
    inside: 'text',
  },
} as const satisfies Record<string, ElementRule>;

export type AdmxType = keyof typeof ADMX_TYPES;
