import { expect, test } from 'vitest';
import { runCli } from '../support/io.ts';

/* Linux: every user of a device can read the managed file, so a credential in it is more than a note. */

const settings = (inferenceGatewayApiKey: string): Record<string, string> => ({
  'a.json': JSON.stringify({
    inferenceProvider: 'gateway',
    inferenceGatewayBaseUrl: 'https://llm-gateway.example.corp',
    inferenceGatewayApiKey,
  }),
});
const KEY = settings('Zx41-kitchen-sink-8842');

test.each([
  [KEY, ['--platform', 'linux'], 'warning'],
  [KEY, [], 'info'],
  [KEY, ['--platform', 'macos'], 'info'],
  [settings('placeholder'), ['--platform', 'linux'], undefined],
])('validate %j %j: %s', async (files, flags, severity) => {
  const run = await runCli(['validate', 'a.json', '--format', 'json', ...flags], { files });
  const report = JSON.parse(run.stdout) as {
    files: { diagnostics: { code: string; severity: string; message: string }[] }[];
  };
  const found = report.files[0]?.diagnostics.find(({ code }) => code === 'secret-literal');
  expect(found?.severity).toBe(severity);
  if (severity === 'warning') expect(found?.message).toContain('every user of the device can read');
});

test.each([
  [KEY, /json carries a credential: on Linux every user/, true],
  // A word that stands in for a key is none.
  [settings('placeholder'), /^(?![\s\S]*credential)/, false],
])('export of %j', async (files, words, secret) => {
  const run = await runCli(['export', 'a.json', '-o', 'managed-settings.json'], { files });
  expect(run.stderr).toMatch(words);
  expect(run.written.get('managed-settings.json')).toMatchObject({ secret });
});

test.each(['linux', 'darwin', 'win32'] as const)(
  'on %s "readable by you alone" is said where it is so',
  async (platform) => {
    const files = {
      'a.json': JSON.stringify({
        inferenceProvider: 'gateway',
        inferenceGatewayBaseUrl: 'https://llm-gateway.example.corp',
        inferenceGatewayApiKey: 'Zx41-kitchen-sink-8842',
      }),
    };
    for (const argv of [
      ['export', 'a.json', '--format', 'reg', '-o', 'out.reg'],
      ['export', 'a.json', '--all', 'out'],
      ['init', '--yes', '--from', 'a.json', 'made.json'],
      ['export', 'a.json', '--format', 'json'],
    ]) {
      const { stderr } = await runCli(argv, { files, platform, isTTY: argv.at(-1) === 'json' });
      expect(/readable by\s+you\s+alone/.test(stderr), stderr).toBe(platform !== 'win32');
    }
  },
);
