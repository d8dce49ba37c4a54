import type { CodeRow } from './code.ts';
import { set, KEY, type CodeDoc } from './example.ts';

export const row: CodeRow<{
  what: string;
  name: string;
  deployed?: true;
  /** Every user of the device can read the file. */
  open?: true;
}> = {
  severity: 'info',
  title: 'A credential is written in the file',
  message: ({ what, open }) =>
    open === true
      ? `${what} is written in a file that every user of the device can read, as the app needs it`
      : `${what} is written in the file itself`,
  hint: ({ name, deployed, open }) =>
    open === true
      ? 'Let a credential helper or a sign-in give it.'
      : deployed === true
        ? 'Protect the file as you protect the credential; where it need not hold one, let a credential helper or a sign-in give it.'
        : `Write "\${env:${name}}" and give the value to "cowork-3p export" through the environment, so that the file can be shared.`,
};

export const docs = (): CodeDoc => ({
  why: 'A credential in the file goes wherever the file goes: into git, into tickets, into chats. On Linux it is a warning in the managed file, which every user of the device must be able to read.',
  fix: 'Write a reference, and give the value to export through the environment or a file.',
  wrong: set({ inferenceGatewayApiKey: 'Zx41-kitchen-sink-8842' }),
  right: set(KEY),
});
