/** Where the values of the outermost object stand, by name. The text is strict JSON. */
export function memberOffsets(text: string): ReadonlyMap<string, number> {
  const offsets = new Map<string, number>();
  let depth = 0;
  let name = '';
  for (let index = 0; index < text.length; index++) {
    const character = text.charCodeAt(index);
    if (character === 0x22) {
      const end = endOfString(text, index + 1);
      if (depth === 1) name = text.slice(index, end + 1);
      index = end;
    } else if (character === 0x7b || character === 0x5b) depth += 1;
    else if (character === 0x7d || character === 0x5d) depth -= 1;
    else if (character === 0x3a && depth === 1) {
      while (/\s/.test(text.charAt(index + 1))) index += 1;
      offsets.set(JSON.parse(name) as string, index + 1);
    }
  }
  return offsets;
}

/** Where a string ends: at its quote, or before a line end, which it cannot hold. */
function endOfString(text: string, start: number): number {
  for (let index = start; index < text.length; index++) {
    const character = text.charCodeAt(index);
    if (character === 0x5c) index += 1;
    else if (character === 0x22 || character === 0x0a || character === 0x0d) return index;
  }
  return text.length;
}
