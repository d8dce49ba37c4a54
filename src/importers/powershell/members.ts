import { registryMember } from './registry-objects.ts';
import { mapOf, NULL, text, textOf, unknown, word, type Member, type Value } from './values.ts';

/*
 * What stands in a value: members by name, items by number.
 */

/** A member of a value, or of each item of a list. */
export function memberOf(target: Value, name: string): Value {
  const folded = name.toLowerCase();
  if (target.kind === 'unknown') return target;
  if (target.kind === 'type') return registryMember(target.name, name);
  if (target.kind === 'map') {
    const found = target.members.get(folded);
    if (found !== undefined) return found.value;
    const all = [...target.members.values()];
    if (folded === 'psobject') return mapOf([{ name: 'Properties', value: entriesOf(all) }]);
    if (folded === 'keys') return { kind: 'list', items: all.map((one) => text(one.name, one.at)) };
    if (folded === 'values') return { kind: 'list', items: all.map(({ value }) => value) };
    return folded === 'count' ? { kind: 'number', number: all.length } : NULL;
  }
  if (target.kind === 'list') {
    if (folded === 'count' || folded === 'length') return { kind: 'number', number: target.items.length };
    return { kind: 'list', items: target.items.map((item) => memberOf(item, name)) };
  }
  if (target.kind === 'text' && folded === 'length') return { kind: 'number', number: target.text.length };
  return unknown(`.${word(name)}`);
}

/** `value[at]`. */
export function itemAt(target: Value, at: Value): Value {
  if (target.kind === 'unknown') return target;
  if (at.kind === 'unknown') return at;
  if (target.kind === 'map') return target.members.get((textOf(at) ?? '').toLowerCase())?.value ?? NULL;
  if (target.kind === 'list' && at.kind === 'number') return target.items.at(at.number) ?? NULL;
  return unknown('an index');
}

/** The members of a map as objects with Name, Key and Value. */
export function entriesOf(members: readonly Member[]): Value {
  return {
    kind: 'list',
    items: members.map(({ name, value, at }) => {
      const label: Value = { ...text(name, at), wanted: value } as Value;
      return mapOf([
        { name: 'Name', value: label },
        { name: 'Key', value: label },
        { name: 'Value', value },
      ]);
    }),
  };
}

/** Sets a member of a table that is being filled. */
export function setMember(target: Value & { kind: 'map' }, key: Value, value: Value, at: number): void {
  const name = textOf(key);
  if (name !== undefined)
    (target.members as Map<string, Member>).set(name.toLowerCase(), { name, value, at });
}
