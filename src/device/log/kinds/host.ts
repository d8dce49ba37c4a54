import { printable } from '../../../text/printable.ts';
import { shownUrl } from '../../../text/shown-url.ts';
import type { LogKind } from '../kind.ts';

/** The address that stands in for one when there is no configuration to use. */
const DEGRADED = 'http://custom-3p-unused.invalid';

/** Where inference goes. */
export const host: LogKind = {
  id: 'host',
  mark: 'inference apiHost=',
  pattern: /inference apiHost=(\S{1,500})/,
  repeats: 'replaces',
  read: ([address = '']) =>
    address.startsWith(DEGRADED)
      ? {
          text: 'it started without a usable configuration (degraded): no address for inference',
          isFault: true,
          contradicts: ({ address: configured }) =>
            configured === undefined
              ? undefined
              : `The log says that the app started without a usable configuration, and by the captures inference goes to ${printable(shownUrl(configured), 200)}.`,
        }
      : {
          text: `inference goes to ${printable(shownUrl(address), 200)}`,
          contradicts: ({ address: configured }) =>
            configured === undefined || trimmed(configured) === trimmed(address)
              ? undefined
              : `The log says that inference goes to ${printable(shownUrl(address), 200)}, and the captures say ${printable(shownUrl(configured), 200)}.`,
        },
};

const trimmed = (address: string): string => address.replace(/\/{1,20}$/, '').toLowerCase();
