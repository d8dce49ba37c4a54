import type { BootstrapCheck } from '../types.ts';

/** Names of faults of the text, by the code of the finding. */
const PROBLEMS: Readonly<Record<string, string>> = {
  syntax: 'not-json',
  'wrong-shape': 'not-an-object',
  'answer-empty': 'empty',
  'byte-order-mark': 'bom',
  'mixed-shape': 'mixed-v1-v2',
};

/** The app can apply the body. What is wrong with it, value by value, is told as findings. */
export const body: BootstrapCheck = {
  id: 'body',
  title: 'the app can apply the body',
  needs: ['status'],
  run({ body: report }) {
    if (report === undefined) return undefined;
    const { diagnostics, bytes, form } = report;
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    const warnings = diagnostics.filter(({ severity }) => severity === 'warning');
    const [first] = [...errors, ...warnings];
    if (first === undefined)
      return {
        status: 'pass',
        detail: `${form === 'v2' ? 'Nested (v2)' : 'Flat (v1)'}, ${bytes} bytes`,
      };
    const more = errors.length + warnings.length - 1;
    return {
      status: errors.length > 0 ? 'fail' : 'warn',
      problem: PROBLEMS[first.code] ?? first.code,
      detail: `${first.message}${more > 0 ? ` (and ${more} more)` : ''}`,
      ...(first.hint === undefined ? {} : { hint: first.hint }),
    };
  },
};
