import { worded } from './code.ts';
import { set, type CodeDoc } from './example.ts';

export const row = worded('warning', 'The setting may not do what you expect');

export const docs = (): CodeDoc => ({
  why: 'It is allowed, but it protects less, or reaches less far, than it seems to.',
  fix: 'Follow the hint, or silence the finding with a reason.',
  wrong: set({ disabledBuiltinTools: ['Web_Search'] }),
  right: set({ disabledBuiltinTools: ['WebSearch'] }),
});
