import { oddClause, quoted, sameName, type CodeRow, type OddCharacter } from './code.ts';
import { set, type CodeDoc } from './example.ts';

export const row: CodeRow<{
  what: string;
  got: string;
  values: readonly string[];
  nearest?: string | undefined;
  otherwise?: string | undefined;
  /** A character that the values do not have. */
  odd?: OddCharacter | undefined;
}> = {
  severity: 'error',
  title: 'The value is none of those allowed',
  message: ({ what, got, values, otherwise, odd }) =>
    `${what} is ${got}, which is none of ${quoted(values)}${otherwise === undefined ? '' : `; Claude Desktop reads it as "${otherwise}"`}${oddClause(odd)}`,
  hint: ({ values, nearest }) =>
    nearest === undefined ? `Use one of ${quoted(values)}.` : `Did you mean "${nearest}"?`,
  edit: ({ args: { nearest }, path, at }) => {
    const value = at(path);
    return nearest !== undefined && typeof value === 'string' && sameName(value, nearest)
      ? [{ path, value: nearest }]
      : undefined;
  },
};

export const docs = (): CodeDoc => ({
  why: 'The app does not know the value, and ignores it or falls back to a default.',
  fix: 'Use one of the values that are listed.',
  wrong: set({ otlpEndpoint: 'https://otlp.example.com', otlpProtocol: 'http' }),
  right: set({ otlpEndpoint: 'https://otlp.example.com', otlpProtocol: 'http/json' }),
  fixable: set({ otlpEndpoint: 'https://otlp.example.com', otlpProtocol: 'HTTP/JSON' }),
});
