import { worded } from './code.ts';
import { set, type CodeDoc } from './example.ts';

export const row = worded('warning', 'The setting has no effect');

export const docs = (): CodeDoc => ({
  why: 'Another setting, or the lack of one, takes the effect away; nobody is told on the device.',
  fix: 'Set what it leans on, or remove it.',
  wrong: set({ deploymentDisplaySubtitle: 'Research' }),
  right: set({ deploymentDisplayName: 'Example Corp', deploymentDisplaySubtitle: 'Research' }),
});
