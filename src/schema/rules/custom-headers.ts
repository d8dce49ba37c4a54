import { ENGINE_OWN } from '../../text/http-field.ts';
import { membersOf } from './reading.ts';
import type { Rule } from './rule.ts';

/** Some headers are the engine's own: it sends its value, whatever the configuration says. */
export const customHeaders: Rule = {
  id: 'custom-headers',
  source: 'Measured on the engine 2.1.332 with ANTHROPIC_CUSTOM_HEADERS',
  when: ['inferenceCustomHeaders'],
  check({ settings, report }) {
    for (const name of Object.keys(membersOf(settings.get('inferenceCustomHeaders')) ?? {}))
      if (ENGINE_OWN.has(name.toLowerCase()))
        report('setting-ignored', ['inferenceCustomHeaders', name], {
          fault: `inferenceCustomHeaders sets "${name}", and the app sends a value of its own in its place`,
          fix: 'Remove it; what the gateway needs in this header has to be added there.',
        });
  },
};
