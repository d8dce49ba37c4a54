/*
 * What can be known of JSON from its quotes, brackets, colons and commas alone: how large it is, where the members of
 * the outermost object stand, and which names stand twice. One pass, no recursion, no parser.
 */

/** Deeper than any configuration; beyond it a parser would only be exercised. */
export const DEEPEST_JSON = 100;

/**
 * How deep brackets nest and how many colons stand between names and values, found without recursion. Texts and
 * comments are skipped exactly where jsonc-parser skips them: a bracket hidden here would be one that it recurses into.
 */
export function outline(text: string): {
  readonly depth: number;
  readonly members: number;
  readonly values: number;
} {
  let open = 0;
  let depth = 0;
  let members = 0;
  let commas = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text.charCodeAt(index);
    if (character === 0x22) index = endOfString(text, index + 1);
    else if (character === 0x2f) index = endOfComment(text, index);
    else if (character === 0x3a) members += 1;
    else if (character === 0x2c) commas += 1;
    else if (character === 0x7b || character === 0x5b) depth = Math.max(depth, ++open);
    else if (character === 0x7d || character === 0x5d) open -= 1;
  }
  return { depth, members, values: Math.max(members, commas + 1) };
}

/** Whether a character is white space of JSON. */
export const isBlank = (code: number): boolean =>
  code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

/** Where a string ends whose first character behind the quote is given: at its quote, or before a line end, which it cannot hold. */
export function endOfString(text: string, start: number): number {
  for (let index = start; index < text.length; index++) {
    const character = text.charCodeAt(index);
    if (character === 0x5c) index += 1;
    else if (character === 0x22 || character === 0x0a || character === 0x0d) return index;
  }
  return text.length;
}

/** Where a comment that begins here ends; the same place when none does. */
function endOfComment(text: string, start: number): number {
  if (text.charCodeAt(start + 1) === 0x2a) {
    const end = text.indexOf('*/', start + 2);
    return end === -1 ? text.length : end + 1;
  }
  if (text.charCodeAt(start + 1) !== 0x2f) return start;
  for (let index = start; index < text.length; index++) {
    const character = text.charCodeAt(index);
    if (character === 0x0a || character === 0x0d) return index;
  }
  return text.length;
}

/** Where the names and values of the outermost object begin, by name. The text is strict JSON. */
export function memberOffsets(text: string): ReadonlyMap<string, { name: number; value: number }> {
  const offsets = new Map<string, { name: number; value: number }>();
  let depth = 0;
  let name = '';
  let nameAt = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text.charCodeAt(index);
    if (character === 0x22) {
      const end = endOfString(text, index + 1);
      if (depth === 1) {
        name = text.slice(index, end + 1);
        nameAt = index;
      }
      index = end;
    } else if (character === 0x7b || character === 0x5b) depth += 1;
    else if (character === 0x7d || character === 0x5d) depth -= 1;
    else if (character === 0x3a && depth === 1) {
      while (isBlank(text.charCodeAt(index + 1))) index += 1;
      const plain = name.includes('\\') ? (JSON.parse(name) as string) : name.slice(1, -1);
      offsets.set(plain, { name: nameAt, value: index + 1 });
    }
  }
  return offsets;
}

/** Each place at which a name stands once more in one object, as the steps to it. The text is strict JSON. */
export function repeatedNames(text: string): readonly (readonly (string | number)[])[] {
  const repeated: (string | number)[][] = [];
  /** The objects and lists around, outermost first: the names that were met, or nothing in a list, and the last step. */
  const around: { readonly names: Set<string> | undefined; step: string | number }[] = [];
  let start = 0;
  let end = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text.charCodeAt(index);
    const inner = around.at(-1);
    if (character === 0x22) {
      start = index;
      end = index = endOfString(text, index + 1);
    } else if (character === 0x7b) around.push({ names: new Set(), step: '' });
    else if (character === 0x5b) around.push({ names: undefined, step: 0 });
    else if (character === 0x7d || character === 0x5d) around.pop();
    else if (character === 0x2c && typeof inner?.step === 'number') inner.step += 1;
    else if (character === 0x3a && inner?.names !== undefined) {
      const name = (inner.step = JSON.parse(text.slice(start, end + 1)) as string);
      if (inner.names.has(name)) repeated.push(around.map(({ step }) => step));
      inner.names.add(name);
    }
  }
  return repeated;
}

/** Behind the last character of the value that begins at an offset. The text is strict JSON. */
export function endOfValue(text: string, start: number): number {
  let depth = 0;
  for (let index = start; index < text.length; index++) {
    const character = text.charCodeAt(index);
    if (character === 0x22) index = endOfString(text, index + 1);
    else if (character === 0x7b || character === 0x5b) depth += 1;
    else if (character === 0x7d || character === 0x5d) depth -= 1;
    // A number or a word ends before what follows it.
    else if (depth > 0 || !(character === 0x2c || isBlank(character))) continue;
    else return index;
    if (depth === 0) return index + 1;
    if (depth < 0) return index;
  }
  return text.length;
}
