import { count } from '../wrap.ts';
import type { Page } from './model.ts';

/** How a configuration stands as a whole. */
export type Standing = 'ready' | 'partly' | 'unknown' | 'broken';

/** The first thing a reader sees. */
export interface PageVerdict {
  readonly standing: Standing;
  readonly headline: string;
  readonly sentences: readonly string[];
}

/** Configuration and gateway together: it is ready when both are, and not known when one was not tested. */
export function pageVerdict(page: Page): PageVerdict {
  const errors = page.findings.filter(({ severity }) => severity === 'error').length;
  const warnings = page.findings.filter(({ severity }) => severity === 'warning').length;
  const configuration =
    errors > 0
      ? `The configuration has ${count(errors, 'error')}${warnings > 0 ? ` and ${count(warnings, 'warning')}` : ''}.`
      : `The configuration has no errors${warnings > 0 ? `, but ${count(warnings, 'warning')}` : ''}.`;
  const { probe } = page;
  if (probe.kind === 'none')
    return {
      standing: errors > 0 ? 'broken' : 'unknown',
      headline: errors > 0 ? 'Not ready' : 'Not tested yet',
      sentences: [configuration, `The gateway was not tested: ${probe.why}`],
    };
  const { works, sentence } = probe.value;
  const sentences = [sentence, configuration];
  if (works === 'no' || errors > 0) return { standing: 'broken', headline: 'Not ready', sentences };
  switch (works) {
    case 'yes':
      return { standing: 'ready', headline: 'Ready', sentences };
    case 'partly':
      return { standing: 'partly', headline: 'Ready only in part', sentences };
    case 'unproven':
      return { standing: 'unknown', headline: 'Not shown to work', sentences };
    default:
      return works satisfies never;
  }
}
