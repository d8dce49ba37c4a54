import { foreign } from '../foreign.ts';
import type { LogKind } from '../kind.ts';

/** An error of the configuration, in the app's words. */
export const configError: LogKind = {
  id: 'config-error',
  mark: 'configError:',
  pattern: /configError: ?(.{0,400})/,
  repeats: 'replaces',
  read: ([what = '']) =>
    /^(?:null|undefined|none)?$/.test(what.trim())
      ? { text: 'it sees no error in its configuration' }
      : { text: `it sees an error in its configuration: ${foreign(what)}`, isFault: true },
};
