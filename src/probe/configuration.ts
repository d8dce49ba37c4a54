import type { CheckResult } from './types.ts';

/** An error finding: its sentence is printable. */
interface Fault {
  readonly message: string;
}

/** More errors than this are counted, not quoted. */
const QUOTED = 3;

/**
 * What a configuration with errors leaves open: settings with an error are not used, so what was tested is not what
 * the file says. A result like that of a required check that could not be made; undefined without errors.
 */
export function configurationResult(errors: readonly Fault[]): CheckResult | undefined {
  if (errors.length === 0) return undefined;
  return {
    id: 'configuration',
    title: 'the whole configuration was tested',
    required: true,
    status: 'warn',
    inconclusive: true,
    detail: leftOutSentence(errors),
    hint: 'Fix the errors that "cowork-3p validate" reports.',
    ms: 0,
  };
}

/** Which settings were not used, and why. */
export function leftOutSentence(errors: readonly Fault[]): string {
  const messages = [...new Set(errors.map(({ message }) => message))];
  const more = messages.length - QUOTED;
  const told = messages.slice(0, QUOTED).join('; ');
  return `The configuration has errors, and what has one is left out here: ${told}${more > 0 ? `; and ${more} more` : ''}.`;
}
