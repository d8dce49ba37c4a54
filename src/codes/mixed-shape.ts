import type { CodeRow } from './code.ts';
import { BASE, file, KEY, type CodeDoc } from './example.ts';

export const row: CodeRow<{ keys: readonly string[]; more: number }> = {
  severity: 'error',
  title: 'Flat keys stand in a nested document',
  message: ({ keys, more }) => {
    const one = keys.length + more === 1;
    const names = `${keys.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
    return `${names} ${one ? 'is a flat key' : 'are flat keys'} in a nested document: the app reads the whole file as nested and loses ${one ? 'it' : 'them'}`;
  },
  hint: () => 'Use one form: flat keys only, or members of clusters only.',
};

export const docs = (): CodeDoc => ({
  why: 'One cluster name among the members makes the whole document nested. Every flat key beside it is then an unknown name, and what it was to set is lost.',
  fix: 'Write all settings flat, or all of them in their clusters.',
  wrong: file({ ...BASE, ...KEY, models: { discoveryEnabled: true } }),
  right: file({ ...BASE, ...KEY, modelDiscoveryEnabled: true }),
});
