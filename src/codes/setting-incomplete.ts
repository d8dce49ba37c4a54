import { worded } from './code.ts';
import { set, type CodeDoc } from './example.ts';

export const row = worded('error', 'Settings that belong together are incomplete');

export const docs = (): CodeDoc => ({
  why: 'The settings only work together, so the part that is there does nothing.',
  fix: 'Set the other part too.',
  wrong: set({ inferenceMaxTokensPerWindow: 1_000_000 }),
  right: set({ inferenceMaxTokensPerWindow: 1_000_000, inferenceTokenWindowHours: 24 }),
});
