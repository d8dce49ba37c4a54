import { type Entry, type Path, type Position, keySpec, type Hive } from '../../schema/index.ts';
import { parseXml } from '../../text/xml-read.ts';
import { childElements, localName, XmlFault, type XmlElement } from '../../text/xml-tree.ts';
import type { Findings } from '../findings.ts';
import { isObject } from '../../text/json.ts';

/*
 * OMA-URI settings of a template that was ingested (Microsoft, "Understanding ADMX policies"): `<enabled/>` with one
 * `<data id value>` for each element of the policy, or `<disabled/>`. The key is named by the template when it is in
 * the same body, else by the last part of the OMA-URI or the id where these are names of keys.
 */

interface Oma {
  readonly entries: readonly Entry[];
  /** One of the settings is for Claude Desktop. */
  readonly found: boolean;
  readonly hive?: Hive;
}

/** What a policy of a template writes. */
interface Policy {
  readonly valueName?: string;
  readonly enabled?: string;
  readonly disabled?: string;
  /** Value names by the ids of the elements. */
  readonly elements: ReadonlyMap<string, string>;
}

/** The settings of `omaSettings`; `place` gives where a member stands. */
export function readOma(
  settings: readonly unknown[],
  place: (path: Path) => Position | undefined,
  findings: Findings,
): Oma {
  const policies = new Map<string, Policy>();
  const values: { name: string; value: string; index: number; user: boolean }[] = [];
  for (const [index, setting] of settings.entries()) {
    if (!isObject(setting) || typeof setting.omaUri !== 'string') continue;
    const text = textOf(setting);
    const uri = setting.omaUri;
    if (text === undefined) continue;
    if (/\/ADMXInstall\//i.test(uri)) readTemplate(text, policies);
    else if (/\/Policy\/Config\//i.test(uri))
      values.push({
        name: uri.slice(uri.lastIndexOf('/') + 1),
        value: text,
        index,
        user: /^\.\/User\//i.test(uri),
      });
  }
  const entries: Entry[] = [];
  let hive: Oma['hive'];
  let found = false;
  for (const { name, value, index, user } of values) {
    const position = place([index, 'value']);
    const policy = policies.get(name);
    const read = readPayload(value, policy, name);
    if (read === undefined) {
      if (policy === undefined && keySpec(name) === undefined) continue;
      found = true;
      findings.add(
        'syntax',
        { path: [], ...position },
        {
          format: 'value of an OMA-URI setting',
          problem: 'it is neither <enabled/> with its data nor <disabled/>',
        },
      );
      continue;
    }
    for (const [key, text] of read) {
      if (policy === undefined && keySpec(key) === undefined) continue;
      found = true;
      hive ??= user ? 'user' : 'machine';
      entries.push({ key, value: text, encoding: 'OMA-URI', ...(position && { position }) });
    }
  }
  return { entries, found, ...(hive && { hive }) };
}

/** The value of a setting; XML may be in base64. */
function textOf(setting: Readonly<Record<string, unknown>>): string | undefined {
  const { value } = setting;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return undefined;
  return /StringXml$|Base64$/.test(String(setting['@odata.type'])) && !value.trimStart().startsWith('<')
    ? Buffer.from(value, 'base64').toString('utf8')
    : value;
}

/** The pairs of key and text that a payload sets; none for `<disabled/>` without a value, undefined when it is no payload. */
function readPayload(
  payload: string,
  policy: Policy | undefined,
  name: string,
): readonly (readonly [string, string])[] | undefined {
  let root: XmlElement;
  try {
    root = parseXml(`<payload>${payload}</payload>`);
  } catch (error) {
    if (error instanceof XmlFault) return undefined;
    throw error;
  }
  const children = childElements(root);
  const [state] = children;
  const own = policy?.valueName ?? (policy === undefined || policy.elements.size === 0 ? name : undefined);
  if (state !== undefined && localName(state.name) === 'disabled') {
    const text = policy === undefined ? 'false' : policy.disabled;
    return own === undefined || text === undefined ? [] : [[own, text]];
  }
  if (state === undefined || localName(state.name) !== 'enabled') return undefined;
  const data = children.filter((child) => localName(child.name) === 'data');
  const pairs = data.map((one): readonly [string, string] => {
    const id = one.attributes.get('id')?.value ?? '';
    const key = policy?.elements.get(id) ?? (keySpec(name) === undefined ? id : name);
    return [key, one.attributes.get('value')?.value ?? ''];
  });
  if (pairs.length > 0) return pairs;
  const text = policy === undefined ? 'true' : policy.enabled;
  return own === undefined || text === undefined ? [] : [[own, text]];
}

/** The policies of a template by name. A template that does not parse names none. */
function readTemplate(text: string, policies: Map<string, Policy>): void {
  let root: XmlElement;
  try {
    root = parseXml(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    if (error instanceof XmlFault) return;
    throw error;
  }
  const list = childElements(root).find((one) => localName(one.name) === 'policies');
  for (const policy of list === undefined ? [] : childElements(list)) {
    const key = policy.attributes.get('key')?.value ?? '';
    if (!/^software\\policies\\claude$/i.test(key)) continue;
    const elements = new Map<string, string>();
    let enabled: string | undefined;
    let disabled: string | undefined;
    for (const child of childElements(policy)) {
      const name = localName(child.name);
      if (name === 'enabledValue') enabled = constant(child);
      else if (name === 'disabledValue') disabled = constant(child);
      else if (name === 'elements')
        for (const element of childElements(child)) {
          const id = element.attributes.get('id')?.value;
          const valueName = element.attributes.get('valueName')?.value;
          if (id !== undefined && valueName !== undefined) elements.set(id, valueName);
        }
    }
    const valueName = policy.attributes.get('valueName')?.value;
    policies.set(policy.attributes.get('name')?.value ?? '', {
      elements,
      ...(valueName !== undefined && { valueName }),
      ...(enabled !== undefined && { enabled }),
      ...(disabled !== undefined && { disabled }),
    });
  }
}

/** `<string>true</string>` or `<decimal value="1"/>`. */
function constant(element: XmlElement): string | undefined {
  const [inside] = childElements(element);
  if (inside === undefined) return undefined;
  const number = inside.attributes.get('value')?.value;
  return number ?? inside.children.map((child) => (child.kind === 'text' ? child.text : '')).join('');
}
