/** Members of a JSON source that are about the file: never settings and never exported. */
export const NOT_SETTINGS: ReadonlySet<string> = new Set(['$schema', 'extends']);
