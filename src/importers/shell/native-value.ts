/** The value as the preference file would hold it; undefined when it has no text. */
export function nativeValue(type: string, texts: readonly string[]): unknown {
  const [first = ''] = texts;
  switch (type) {
    case 'string':
      return first;
    case 'int':
    case 'integer':
    case 'float':
    case 'real':
      return first.trim() !== '' && Number.isFinite(Number(first)) ? Number(first) : first;
    case 'bool':
    case 'boolean':
      return /^(?:true|yes|1)$/i.test(first) ? true : /^(?:false|no|0)$/i.test(first) ? false : first;
    case 'array':
    case 'array-add':
      return [...texts];
    case 'dict':
    case 'dict-add':
      return Object.fromEntries(
        texts.flatMap((name, index) => (index % 2 === 0 ? [[name, texts[index + 1] ?? ''] as const] : [])),
      );
    default:
      return undefined;
  }
}

/** A list or a dictionary with more in it. */
export function joined(before: unknown, more: unknown): unknown {
  if (Array.isArray(before) && Array.isArray(more)) return [...(before as unknown[]), ...(more as unknown[])];
  if (before !== null && typeof before === 'object' && more !== null && typeof more === 'object')
    return { ...before, ...more };
  return more;
}
