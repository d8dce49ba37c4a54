import type { CodeRow } from './code.ts';
import { file, BASE, KEY, type CodeDoc } from './example.ts';

export const row: CodeRow<{ bootstrapOff?: boolean; served?: boolean }> = {
  severity: 'error',
  title: 'Nothing starts third-party mode',
  message: ({ bootstrapOff, served }) =>
    served === true
      ? 'The answer names no inferenceProvider, and it replaces the managed configuration as a whole: Claude Desktop has no provider then'
      : bootstrapOff === true
        ? 'inferenceProvider is not set and bootstrapEnabled is false, so Claude Desktop starts in standard mode'
        : 'Neither inferenceProvider nor bootstrapUrl is set, so Claude Desktop starts in standard mode',
  hint: () => 'Set inferenceProvider (for an LLM gateway: "gateway").',
};

export const docs = (): CodeDoc => ({
  why: 'Without a provider or a bootstrap server Claude Desktop starts in standard mode and asks for a claude.ai account.',
  fix: 'Set inferenceProvider, or bootstrapUrl where a server delivers the configuration.',
  wrong: file({ inferenceGatewayBaseUrl: BASE.inferenceGatewayBaseUrl, ...KEY }),
  right: file({ ...BASE, ...KEY }),
});
