import type { Rule } from './rule.ts';

/** A token cap and its window work together only. */
export const tokenCap: Rule = {
  id: 'token-cap',
  source: 'Vendor reference, inferenceTokenWindowHours',
  when: ['inferenceMaxTokensPerWindow', 'inferenceTokenWindowHours'],
  check({ has, report }) {
    const pair = ['inferenceMaxTokensPerWindow', 'inferenceTokenWindowHours'] as const;
    const set = pair.filter((key) => has(key));
    const [one] = set;
    const other = pair.find((key) => key !== one);
    if (set.length !== 1 || one === undefined || other === undefined) return;
    report('setting-incomplete', [one], {
      fault: `${one} does nothing without ${other}`,
      fix: `Set ${other}, or remove ${one}.`,
    });
  },
};
