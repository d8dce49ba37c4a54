import type { CodeRow } from './code.ts';
import { set, type CodeDoc } from './example.ts';

export const row: CodeRow<{ model: string; plain: string }> = {
  severity: 'info',
  title: 'The model ID has a [1m] suffix',
  message: ({ model, plain }) =>
    `"${model}" is short for "${plain}" with supports1m; requests carry "${plain}"`,
  hint: ({ plain }) => `Write { "name": "${plain}", "supports1m": true }.`,
  edit: ({ args: { plain }, path }) =>
    path.at(-1) === 'name'
      ? [
          { path, value: plain },
          { path: [...path.slice(0, -1), 'supports1m'], value: true },
        ]
      : [{ path, value: { name: plain, supports1m: true } }],
};

export const docs = (): CodeDoc => ({
  why: 'The suffix is the short form of supports1m: the app cuts it off and asks for the plain ID, so a route of that very name on the gateway is never used.',
  fix: 'Keep it if that is meant; the object with supports1m says the same and takes a label.',
  wrong: set({ inferenceModels: ['claude-sonnet-4-5[1m]'] }),
  right: set({ inferenceModels: [{ name: 'claude-sonnet-4-5', supports1m: true }] }),
});
