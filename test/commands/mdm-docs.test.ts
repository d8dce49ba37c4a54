import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { WRITE_FORMATS } from '../../src/exporters/index.ts';
import { TEMPLATE_KINDS } from '../../src/templates/template.ts';
import { runCli } from '../support/io.ts';

const page = readFileSync(path.join(import.meta.dirname, '../../docs/mdm.md'), 'utf8');
const blocks = [...page.matchAll(/^ *```(\w+)\n([\s\S]*?)^ *```$/gm)].map(([, language = '', body = '']) => ({
  language,
  lines: body
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== ''),
}));
const commands = blocks.filter(({ language }) => language === 'sh').flatMap(({ lines }) => lines);

/** A line of a shell as its words; quotes group, nothing is expanded. */
function words(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
}

const SOURCE = JSON.stringify(
  {
    inferenceProvider: 'gateway',
    inferenceGatewayBaseUrl: 'https://llm-gateway.example.com',
    inferenceCredentialKind: 'external-idp',
    inferenceIdpOidc: { clientId: 'claude-desktop', issuer: 'https://login.example.com' },
    inferenceModels: ['claude-opus-5'],
    disableAutoUpdates: true,
  },
  undefined,
  2,
);
const WITH_KEY = JSON.stringify({
  inferenceProvider: 'gateway',
  inferenceGatewayBaseUrl: 'https://llm-gateway.example.com',
  inferenceGatewayApiKey: '${env:INFERENCE_GATEWAY_API_KEY}',
});

describe('docs/mdm.md', () => {
  test('every command runs as written, one after the other, and succeeds', async () => {
    // What the consoles and devices on the page would have put there.
    const exported = async (format: string): Promise<Uint8Array> =>
      new Uint8Array(
        (await runCli(['export', '--format', format], { files: { 'cowork-3p.json': SOURCE } })).stdoutBytes,
      );
    let files: Record<string, string | Uint8Array> = {
      'cowork-3p.json': SOURCE,
      'with-key.json': WITH_KEY,
      'now.reg': await exported('reg'),
      '/Library/Managed Preferences/com.anthropic.claudefordesktop.plist': await exported('plist'),
      '/etc/claude-desktop/managed-settings.json': await exported('json'),
    };
    expect(commands.length).toBeGreaterThan(25);
    for (const line of commands) {
      const [program, ...argv] = words(line);
      expect([line, program]).toEqual([line, 'cowork-3p']);
      const run = await runCli(argv, { files, env: { INFERENCE_GATEWAY_API_KEY: 'sk-0123456789abcdef' } });
      expect([line, run.code, run.code === 0 ? '' : run.stdout + run.stderr]).toEqual([line, 0, '']);
      files = Object.fromEntries([...run.files].map(([name, bytes]) => [name, new Uint8Array(bytes)]));
    }
  });

  test('no other block holds a command of ours that the test would miss', () => {
    const others = blocks.filter(({ language }) => language !== 'sh').flatMap(({ lines }) => lines);
    expect(others.filter((line) => /^\s*cowork-3p\b/.test(line))).toEqual([]);
  });

  test('every format and every form has its place', () => {
    const whole = commands.join('\n');
    for (const kind of TEMPLATE_KINDS) expect(whole).toContain(`template ${kind}`);
    for (const format of WRITE_FORMATS)
      expect([format, new RegExp(`--format ${format}|-o \\S+\\.${format}\\b`).test(whole)]).toEqual([
        format,
        true,
      ]);
  });

  test('every link within the page leads to a heading', () => {
    const slugs = [...page.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replace(/[^\w\- ]/g, '')
        .replaceAll(' ', '-'),
    );
    const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, slug = '']) => slug);
    expect(links.length).toBeGreaterThan(10);
    expect(links.filter((slug) => !slugs.includes(slug))).toEqual([]);
  });
});

test('the source that the page gives for Linux passes the first command there, before and after export', async () => {
  const section = /^## Linux\n([\s\S]*?)^## /m.exec(page)?.[1] ?? '';
  const source = /```json\n([\s\S]*?)```/.exec(section)?.[1] ?? '';
  let files: Record<string, string | Uint8Array> = { 'cowork-3p.json': source };
  const lines = [...section.matchAll(/^cowork-3p .*$/gm)].map(([line]) => line);
  expect(lines).toHaveLength(3);
  for (const line of lines) {
    const run = await runCli(words(line).slice(1), { files });
    expect([line, run.code, run.stdout]).toEqual([line, 0, expect.not.stringContaining('warning')]);
    files = Object.fromEntries([...run.files].map(([name, bytes]) => [name, new Uint8Array(bytes)]));
  }
});
