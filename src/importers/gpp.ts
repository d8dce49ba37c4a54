import { ok } from '../errors.ts';
import { parseXml } from '../text/xml-read.ts';
import { childElements, localName, XmlFault, type XmlElement } from '../text/xml-tree.ts';
import { Findings } from './findings.ts';
import { bounded } from './importer.ts';
import { xmlRoot } from './plist/file.ts';
import type { SetData } from './registry/statement.ts';
import { isNearKey, isOwnKey } from './registry/keys.ts';
import { registryDocument } from './registry/document.ts';
import { Registry } from './registry/registry.ts';
import { REGISTRY_TYPES } from './registry/types.ts';
import { headText } from './text.ts';
import { xmlText } from './xml-text.ts';

/*
 * Registry.xml of Group Policy preferences ([MS-GPPREF] 2.2.1.11): items with a hive, a key, a name, a type and a
 * value, each with an action, perhaps switched off, perhaps for some users and devices only.
 */

/** Group Policy preferences of the registry. */
export const gpp = bounded({
  id: 'gpp',
  title: 'Registry.xml',
  matches: (bytes) => xmlRoot(headText(bytes)) === 'RegistrySettings',
  decode(bytes) {
    const findings = new Findings();
    const registry = new Registry(findings, false);
    try {
      const read = xmlText(bytes);
      if (!read.ok) throw new XmlFault(read.failure.problem, read.failure.position);
      for (const item of itemsIn(parseXml(read.value.text))) applyItem(item, registry, findings);
    } catch (error) {
      if (!(error instanceof XmlFault)) throw error;
      findings.add(
        'syntax',
        { path: [], ...error.position },
        { format: 'Group Policy preferences', problem: error.message },
      );
    }
    return ok(registryDocument('gpp', registry, findings));
  },
});

interface Item {
  readonly element: XmlElement;
  readonly properties: XmlElement;
  /** It, or a collection around it, is switched off or applies to some only. */
  readonly disabled: boolean;
  readonly filtered: boolean;
}

/** The registry items of a file, those in collections too. The reader bounds depth and number. */
function* itemsIn(parent: XmlElement, disabled = false, filtered = false): Generator<Item> {
  for (const element of childElements(parent)) {
    const off = disabled || element.attributes.get('disabled')?.value === '1';
    const name = localName(element.name);
    const children = childElements(element);
    const some =
      filtered || children.some((one) => localName(one.name) === 'Filters' && childElements(one).length > 0);
    if (name === 'Collection') yield* itemsIn(element, off, some);
    if (name !== 'Registry') continue;
    const properties = children.find((one) => localName(one.name) === 'Properties');
    if (properties !== undefined) yield { element, properties, disabled: off, filtered: some };
  }
}

function applyItem(
  { element, properties, disabled, filtered }: Item,
  registry: Registry,
  findings: Findings,
): void {
  const of = (name: string): string => properties.attributes.get(name)?.value ?? '';
  const path = `${of('hive')}\\${of('key')}`;
  const name = of('default') === '1' ? '' : of('name');
  const at = { ...properties.position, indented: false };
  const tell = (fault: string, fix: string): void => {
    findings.add('gpo-unusual', { path: name === '' ? [] : [name], ...element.position }, { fault, fix });
  };
  const ours = isOwnKey(path) || isNearKey(path);
  const what = name === '' ? 'The item' : name;
  if (ours && disabled) {
    tell(
      `${what} stands in an item that is switched off, so it is not written`,
      'Switch it on, or remove it.',
    );
    return;
  }
  const action = (of('action') || 'U').toUpperCase();
  if (ours && filtered)
    tell(
      `${what} is targeted: it is written for some users or devices only`,
      'Remove the targeting, or make sure that the rest of the fleet has a policy too.',
    );
  if (ours && action === 'C')
    tell(
      `${what} is only created: a device that has the value already keeps the old one`,
      'Use the action Update or Replace.',
    );
  if (
    ours &&
    element.attributes.get('userContext')?.value === '1' &&
    /^HKEY_LOCAL_MACHINE$/i.test(of('hive'))
  )
    tell(
      `${what} runs in the context of the user, who may not write HKEY_LOCAL_MACHINE`,
      'Run it in the context of the system.',
    );
  const deletes = action === 'D';
  const whole = deletes && of('default') !== '1' && of('name') === '' && of('type') === '';
  registry.apply({ kind: 'key', path, deletes: whole, ...at });
  if (whole || (name === '' && of('default') !== '1')) return;
  registry.apply({
    kind: 'value',
    name,
    data: deletes ? { type: 'delete' } : dataOf(of('type'), of('value')),
    badEscape: false,
    ...at,
  });
}

/** A REG_DWORD is written in hexadecimal digits. */
function dataOf(type: string, value: string): SetData {
  const registryType = REGISTRY_TYPES[type.toLowerCase()];
  if (registryType === undefined || registryType === 1) return { type: 'text', text: value };
  if (registryType === 4 && /^[0-9a-f]{1,8}$/i.test(value))
    return { type: 'dword', number: Number.parseInt(value, 16) };
  return { type: 'bytes', registryType, bytes: new Uint8Array() };
}
