import { worded } from './code.ts';
import { BASE, file, KEY, set, type CodeDoc } from './example.ts';

export const row = worded('warning', 'The answer unsets what the policy sets');

export const docs = (): CodeDoc => ({
  why: 'An answer does not add to the policy of the device, it takes its place, the keys that only the device sets apart. What it leaves out is gone, restrictions among it.',
  fix: 'Serve every setting that shall count.',
  wrong: file({ ...BASE, ...KEY }),
  right: file({ ...BASE, ...KEY, coworkEgressAllowedHosts: [] }),
  flags: {
    as: 'bootstrap',
    managed: set({
      bootstrapUrl: 'https://llm-gateway.example.com/user/bootstrap',
      coworkEgressAllowedHosts: [],
    }),
  },
});
