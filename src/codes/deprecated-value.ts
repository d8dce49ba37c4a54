import type { CodeRow, Edit } from './code.ts';
import { file, BASE, SIGN_IN, type CodeDoc } from './example.ts';

export const row: CodeRow<{
  what: string;
  effect: string;
  fix: string;
  edits?: readonly Edit[] | undefined;
}> = {
  severity: 'warning',
  title: 'The value is retired',
  message: ({ what, effect }) => `${what} is a retired value: ${effect}`,
  hint: ({ fix }) => fix,
  edit: ({ args }) => args.edits,
};

export const docs = (): CodeDoc => ({
  why: 'The value is no longer read, or is read as another one.',
  fix: '"cowork-3p migrate" writes the value of today.',
  wrong: file({ ...BASE, inferenceGatewayAuthScheme: 'sso' }),
  right: file(SIGN_IN),
});
