import { printable } from '../../../text/printable.ts';
import type { LogKind } from '../kind.ts';

/** What the model picker holds, and where it comes from. */
export const picker: LogKind = {
  id: 'picker',
  mark: 'Model discovery: ',
  pattern: /Model discovery: (.{1,200}?); picker = (\d{1,6}) \(([^)]{0,60})\)/,
  repeats: 'replaces',
  read: ([how = '', number = '', from = '']) => {
    const text = `the model picker holds ${number} (${printable(from, 40)}; discovery: ${printable(how, 120)})`;
    if (Number(number) === 0) return { text, isFault: true };
    return {
      text,
      contradicts: ({ models, source }) =>
        from === 'inferenceModels' &&
        models.length === 0 &&
        source !== 'none' &&
        source !== 'bootstrap-missing'
          ? 'The log says that the picker is filled from inferenceModels, and the captures hold no such list.'
          : undefined,
    };
  },
};
