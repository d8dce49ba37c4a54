import type { CodeRow } from './code.ts';
import { set, type CodeDoc } from './example.ts';

export const row: CodeRow<{ model: string; vendor?: string | undefined }> = {
  severity: 'error',
  title: 'The model is not recognisably Claude',
  message: ({ model, vendor }) =>
    vendor === undefined
      ? `The model "${model}" is not recognisably Claude, and with a gateway Claude Desktop then refuses the whole configuration`
      : `The model "${model}" contains "${vendor}", a name of another vendor; with a gateway Claude Desktop then refuses the whole configuration`,
  hint: () => 'Name the route on the gateway after the Claude model it serves, such as claude-sonnet-4-5.',
};

export const docs = (): CodeDoc => ({
  why: 'With a gateway, one model whose name is not recognisably Claude makes the app refuse the whole configuration.',
  fix: 'Name the route on the gateway after the Claude model that it serves. Names of other vendors are refused even inside such a name.',
  wrong: set({ inferenceModels: ['company-large'] }),
  right: set({ inferenceModels: ['claude-sonnet-4-5'] }),
});
