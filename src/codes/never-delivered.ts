import { worded } from './code.ts';
import { BASE, file, KEY, type CodeDoc } from './example.ts';

export const row = worded('error', 'A bootstrap server cannot deliver this key');

export const docs = (): CodeDoc => ({
  why: 'The keys that lead to the bootstrap server, those that say whether it is trusted and those of the proxy are taken from the device only: a server cannot change how the app reaches it.',
  fix: 'Deliver the key by device management, and leave it out of the answer.',
  wrong: file({ ...BASE, ...KEY, trustBootstrapDelivery: true }),
  right: file({ ...BASE, ...KEY }),
  flags: { as: 'bootstrap' },
});
