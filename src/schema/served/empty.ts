import type { ServedRule } from './rule.ts';

/** An answer with nothing in it is applied all the same. */
export const empty: ServedRule = {
  id: 'empty',
  source: 'Vendor page "Bootstrap": what is served replaces the managed configuration as a whole',
  check({ settings, document, report }) {
    if (settings.size === 0 && document.incomplete !== true)
      report('answer-empty', [], {
        fault:
          'No setting that Claude Desktop reads is in the answer, which replaces the managed configuration as a whole: every managed value is gone',
        fix: 'Serve the whole configuration of the user, or answer with an error: then the last good one is kept.',
      });
  },
};
