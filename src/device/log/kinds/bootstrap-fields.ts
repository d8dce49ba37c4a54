import { named } from '../../notes.ts';
import type { LogKind } from '../kind.ts';

/** The bootstrap server has answered; the line names what it delivered. */
export const bootstrapFields: LogKind = {
  id: 'bootstrap-fields',
  mark: 'bootstrap supplied config overlay',
  pattern: /bootstrap supplied config overlay \{ fields: \[([^\]]{0,3000})/,
  repeats: 'replaces',
  read: ([list = '']) => {
    const fields = [...list.matchAll(/'([^']{1,100})'/g)].map(([, name = '']) => name);
    const shown = fields.slice(0, 6).map(named).join(', ');
    return {
      text: `the bootstrap server delivered ${shown === '' ? 'nothing' : shown}${fields.length > 6 ? ', …' : ''}`,
      contradicts: ({ source, keys }) => {
        if (source === 'managed' || source === 'local' || source === 'none')
          return 'The log says that a bootstrap server delivered the configuration, and the captures ask none.';
        if (source !== 'bootstrap') return undefined;
        const missing = fields.filter((name) => !keys.has(name));
        return missing.length === 0
          ? undefined
          : `The log says that the bootstrap server delivered ${missing.slice(0, 4).map(named).join(', ')}, and the saved answer does not.`;
      },
    };
  },
};
