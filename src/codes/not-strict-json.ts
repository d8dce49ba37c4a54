import type { CodeRow } from './code.ts';
import { json, type CodeDoc } from './example.ts';

export const row: CodeRow<{ what: string; served?: boolean; encoding?: boolean }> = {
  severity: 'warning',
  title: 'Claude Desktop reads strict JSON only',
  message: ({ what, served }) =>
    `The file has ${what}, which Claude Desktop does not read in ${served === true ? 'the answer of a bootstrap server' : 'managed-settings.json'}`,
  hint: ({ served, encoding }) =>
    encoding === true
      ? 'Save it as UTF-8 without a byte order mark.'
      : `Keep this as your source and ${served === true ? 'serve' : 'deploy'} the output of "cowork-3p export --format ${served === true ? 'bootstrap' : 'json'}".`,
};

export const docs = (): CodeDoc => ({
  why: 'On Linux the app reads the deployed file itself, as strict JSON: with a comment in it nothing is applied.',
  fix: 'Keep the commented file as your source and deploy what "cowork-3p export --format json" writes.',
  wrong: json('{', '  // our gateway', '  "inferenceProvider": "gateway"', '}'),
  right: json('{', '  "inferenceProvider": "gateway"', '}'),
  flags: { platform: 'linux' },
});
