import { joinPath } from '../../schema/index.ts';
import type { Entry, Path, Range } from '../../schema/index.ts';
import type { Findings } from '../findings.ts';
import { anElement, elementName, toJson, type DictNode, type Member, type PlistNode } from './node.ts';

interface Settings {
  readonly entries: ReadonlyMap<string, Entry>;
  locate(path: Path): Range | undefined;
}

/**
 * The settings of one or more dictionaries, one entry a key. A key that stands twice is found, in one
 * dictionary or, with another value, in two of them; the first counts.
 */
export function readSettings(dicts: readonly DictNode[], findings: Findings): Settings {
  const entries = new Map<string, Entry>();
  const members = new Map<string, { readonly member: Member; readonly owner: DictNode }>();
  for (const dict of dicts) {
    for (const member of dict.members) {
      const { key, keyPosition, node } = member;
      if (key.startsWith('Payload')) continue;
      const earlier = members.get(key);
      if (earlier !== undefined) {
        const place = { path: [key], ...keyPosition };
        if (earlier.owner === dict) findings.add('duplicate-key', place, { key });
        else if (!sameValue(earlier.member.node, node))
          findings.add('duplicate-key', place, { key, how: 'with different values in two payloads' });
        continue;
      }
      members.set(key, { member, owner: dict });
      const entry = readEntry(member, findings);
      if (entry !== undefined) entries.set(key, entry);
    }
  }
  return {
    entries,
    locate([key, ...rest]) {
      const found = typeof key === 'string' ? members.get(key)?.member : undefined;
      return found === undefined
        ? beginning(dicts[0]?.position)
        : locateIn(found.node, rest, found.keyPosition);
    },
  };
}

function sameValue(a: PlistNode, b: PlistNode): boolean {
  return JSON.stringify(toJson(a)) === JSON.stringify(toJson(b));
}

function readEntry({ key, keyPosition, node }: Member, findings: Findings): Entry | undefined {
  const place = { path: [key], ...keyPosition };
  reportDuplicates(node, [key], findings);
  const value = toJson(node);
  if (value === undefined) {
    const inside = node.kind === 'array' || node.kind === 'dict';
    const type = `${anElement(node)}${inside ? ' that holds a date, data or another value without a text' : ''}`;
    findings.add('unreadable-value', place, { key, type });
    return undefined;
  }
  if (node.kind === 'array' || node.kind === 'dict')
    findings.add('native-structure', place, { key, type: node.kind === 'dict' ? 'dictionary' : 'array' });
  if (node.kind === 'real')
    findings.add('profile-unusual', place, {
      fault: `${key} is a native <real>; only strings, booleans and integers are documented to be read`,
      fix: 'Write the number as a string.',
    });
  if (hasReturn(node))
    findings.add('profile-unusual', place, {
      fault: `${key} holds a carriage return, which some readers keep and others read as a line feed`,
      fix: 'Save the file with line feeds alone.',
    });
  return { key, value, encoding: elementName(node), ...(keyPosition && { position: keyPosition }) };
}

function hasReturn(node: PlistNode): boolean {
  if (node.kind === 'array') return node.items.some(hasReturn);
  if (node.kind === 'dict') return node.members.some((one) => hasReturn(one.node));
  return node.kind === 'string' && node.returns === true;
}

/** Keys that stand twice inside a native structure. */
function reportDuplicates(node: PlistNode, path: Path, findings: Findings): void {
  if (node.kind === 'array')
    node.items.forEach((item, i) => reportDuplicates(item, joinPath(path, i), findings));
  if (node.kind !== 'dict') return;
  const seen = new Set<string>();
  for (const { key, keyPosition, node: value } of node.members) {
    if (seen.has(key)) findings.add('duplicate-key', { path: joinPath(path, key), ...keyPosition }, { key });
    seen.add(key);
    reportDuplicates(value, joinPath(path, key), findings);
  }
}

/** Where a value inside `node` stands; `here` is the place of `node` itself. */
function locateIn(node: PlistNode, [step, ...rest]: Path, here: Range | undefined): Range | undefined {
  if (node.kind === 'array' && typeof step === 'number') {
    const item = node.items[step];
    return item === undefined ? beginning(here) : locateIn(item, rest, item.position);
  }
  if (node.kind === 'dict' && step !== undefined) {
    const inner = node.members.find(({ key }) => key === step);
    return inner === undefined ? beginning(here) : locateIn(inner.node, rest, inner.keyPosition);
  }
  return step === undefined ? here : beginning(here);
}

/** What is not there has no end. */
function beginning(place: Range | undefined): Range | undefined {
  return place && { line: place.line, column: place.column };
}
