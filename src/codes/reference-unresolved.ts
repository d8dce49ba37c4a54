import type { CodeRow } from './code.ts';
import { set, type CodeDoc } from './example.ts';

export const row: CodeRow<{ what: string; problem: string; fix: string }> = {
  severity: 'error',
  title: 'The reference cannot be resolved',
  message: ({ what, problem }) => `${what} ${problem}`,
  hint: ({ fix }) => fix,
};

export const docs = (): CodeDoc => ({
  why: 'The variable or the file is not there, so there is no value to deploy or to ask the gateway with.',
  fix: 'Set the variable in the environment of the command, or fix the path.',
  wrong: set({ inferenceGatewayApiKey: '${env:NO_SUCH_VARIABLE}' }),
  right: set({ inferenceGatewayApiKey: '${env:INFERENCE_GATEWAY_API_KEY}' }),
  flags: { resolve: true },
});
