import type { CodeRow } from './code.ts';
import type { CodeDoc } from './example.ts';

export const row: CodeRow<{ what: string; reference: string }> = {
  severity: 'error',
  title: 'A reference stands in a file that is deployed',
  message: ({ what, reference }) =>
    `${what} holds ${reference}, and Claude Desktop takes that text for the value: only this program resolves references`,
  hint: () =>
    'Keep the reference in your source, cowork-3p.json, and deploy what "cowork-3p export" writes from it.',
};

export const docs = (): CodeDoc => ({
  why: 'Profiles, registry files and managed-settings.json go to devices as they stand, where nobody resolves the reference: the app sends its text as the credential.',
  fix: 'Write the reference in cowork-3p.json and export the file that is deployed; export puts the value in.',
  wrong: {
    format: 'reg',
    around: 'policy key',
    text: '"inferenceCustomHeaders"="{\\"X-Team\\":\\"${env:TEAM}\\"}"',
  },
  right: {
    format: 'reg',
    around: 'policy key',
    text: '"inferenceCustomHeaders"="{\\"X-Team\\":\\"platform\\"}"',
  },
});
