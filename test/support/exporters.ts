import { json } from '../../src/exporters/json.ts';
import { mobileconfig } from '../../src/exporters/mobileconfig.ts';
import { plist } from '../../src/exporters/plist.ts';
import { reg } from '../../src/exporters/reg.ts';

/** All of them at once, loaded: tests need no start-up budget. */
export const exporters = { mobileconfig, plist, reg, json } as const;
