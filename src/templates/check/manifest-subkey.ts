import type { FormFault } from './fault.ts';
import type { PlistValue } from './plist-read.ts';

/** A dictionary of a manifest. */
export type Dict = Extract<PlistValue, { kind: 'dict' }>;

/** What a value of each `pfm_type` is in a property list. */
const KINDS: Readonly<Record<string, PlistValue['kind']>> = {
  array: 'list',
  boolean: 'boolean',
  data: 'data',
  date: 'date',
  dictionary: 'dict',
  float: 'number',
  integer: 'number',
  real: 'number',
  string: 'text',
  'union policy': 'text',
  url: 'text',
  alias: 'text',
};

/** What members of a subkey are, of those that readers take for granted. */
const MEMBERS: Readonly<Record<string, PlistValue['kind']>> = {
  pfm_title: 'text',
  pfm_description: 'text',
  pfm_note: 'text',
  pfm_format: 'text',
  pfm_app_min: 'text',
  pfm_app_max: 'text',
  pfm_app_deprecated: 'text',
  pfm_macos_min: 'text',
  pfm_macos_max: 'text',
  pfm_macos_deprecated: 'text',
  pfm_documentation_url: 'text',
  pfm_value_unit: 'text',
  pfm_hidden: 'text',
  pfm_sensitive: 'boolean',
  pfm_supervised: 'boolean',
  pfm_user_approved: 'boolean',
  pfm_range_list_allow_custom_value: 'boolean',
  pfm_range_list_titles: 'list',
  pfm_conditionals: 'list',
  pfm_exclude: 'list',
  pfm_subkeys: 'list',
  pfm_segments: 'dict',
};

const REQUIRE = new Set(['always', 'always-nested', 'push']);

/** Checks one subkey and those inside it. */
export function checkSubkey(subkey: Dict, found: FormFault[]): void {
  const name = textOf(subkey, 'pfm_name') ?? '';
  const type = textOf(subkey, 'pfm_type');
  const say = (rule: string, at: PlistValue, message: string): void => {
    found.push({ rule, severity: 'error', message: `${name} ${message}`.trim(), position: at.position });
  };
  if (name === '' && type !== 'array') say('missing', subkey, 'A subkey has no pfm_name.');
  for (const [member, wanted] of Object.entries(MEMBERS)) {
    const value = subkey.members.get(member);
    if (value !== undefined && value.kind !== wanted)
      say('type', value, `has a ${member} of another type than ${wanted}.`);
  }
  const kind = type === undefined || !Object.hasOwn(KINDS, type) ? undefined : KINDS[type];
  if (kind === undefined)
    say(
      'type',
      subkey.members.get('pfm_type') ?? subkey,
      `has no pfm_type that is known; use ${Object.keys(KINDS).join(', ')}.`,
    );
  else checkValues(subkey, kind, type === 'integer', say);
  for (const { value, at } of requirements(subkey)) {
    if (!REQUIRE.has(value))
      say('require', at, `has a pfm_require that is none of ${[...REQUIRE].join(', ')}.`);
  }
  const titles = subkey.members.get('pfm_range_list_titles');
  const list = subkey.members.get('pfm_range_list');
  if (titles?.kind === 'list' && list?.kind === 'list' && titles.items.length !== list.items.length)
    say('titles', titles, 'has another number of titles than of values in pfm_range_list.');
  const inner = subkey.members.get('pfm_subkeys');
  if (inner?.kind === 'list')
    for (const item of inner.items) if (item.kind === 'dict') checkSubkey(item, found);
}

type Say = (rule: string, at: PlistValue, message: string) => void;

/** Default, list and range of a key: of its type, and the default within the others. */
function checkValues(subkey: Dict, kind: PlistValue['kind'], whole: boolean, say: Say): void {
  const ofType = (value: PlistValue): boolean =>
    value.kind === kind && (value.kind !== 'number' || !whole || value.whole);
  const given = subkey.members.get('pfm_default');
  if (given !== undefined && !ofType(given)) say('default-type', given, 'has a pfm_default of another type.');
  const list = subkey.members.get('pfm_range_list');
  if (list !== undefined && list.kind !== 'list') say('range', list, 'has a pfm_range_list that is no list.');
  if (list?.kind === 'list') {
    for (const item of list.items)
      if (!ofType(item)) say('range', item, 'has a value of another type in pfm_range_list.');
    const open = subkey.members.get('pfm_range_list_allow_custom_value');
    if (
      given !== undefined &&
      !(open?.kind === 'boolean' && open.value) &&
      !list.items.some((item) => same(item, given))
    )
      say('default-outside', given, 'has a pfm_default that is not in its pfm_range_list.');
  }
  const least = bound(subkey, 'pfm_range_min', say);
  const most = bound(subkey, 'pfm_range_max', say);
  if (least !== undefined && most !== undefined && least > most)
    say('range', subkey, 'has a pfm_range_min above its pfm_range_max.');
  if (given?.kind === 'number' && (given.value < (least ?? -Infinity) || given.value > (most ?? Infinity)))
    say('default-outside', given, 'has a pfm_default outside its range.');
}

function bound(subkey: Dict, name: string, say: Say): number | undefined {
  const value = subkey.members.get(name);
  if (value === undefined || value.kind === 'date') return undefined;
  if (value.kind === 'number') return value.value;
  say('range', value, `has a ${name} that is no number.`);
  return undefined;
}

function same(a: PlistValue, b: PlistValue): boolean {
  return 'value' in a && 'value' in b && a.kind === b.kind && a.value === b.value;
}

/** Every `pfm_require` of a subkey, those under conditions too. */
function requirements(subkey: Dict): readonly { readonly value: string; readonly at: PlistValue }[] {
  const conditionals = subkey.members.get('pfm_conditionals');
  const dicts = [subkey, ...(conditionals?.kind === 'list' ? conditionals.items : [])];
  return dicts.flatMap((dict) => {
    const require = dict.kind === 'dict' ? dict.members.get('pfm_require') : undefined;
    if (require === undefined) return [];
    return [{ value: require.kind === 'text' ? require.value : '', at: require }];
  });
}

function textOf(dict: Dict, name: string): string | undefined {
  const value = dict.members.get(name);
  return value?.kind === 'text' ? value.value : undefined;
}
