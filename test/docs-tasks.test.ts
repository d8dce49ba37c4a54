import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { presets } from '../src/schema/presets.ts';
import { docCommands } from './support/doc-commands.ts';
import { runCli } from './support/io.ts';

/* docs/tasks.md: its commands, and its list against its headings. */

const DOCS = path.join(import.meta.dirname, '../docs');
const page = readFileSync(path.join(DOCS, 'tasks.md'), 'utf8');
const commands = docCommands('docs/tasks.md').map(({ line, argv }) => ({ line, argv }));
const config = JSON.stringify({
  inferenceProvider: 'gateway',
  inferenceGatewayBaseUrl: 'https://llm-gateway.example.com',
  inferenceGatewayApiKey: '${env:INFERENCE_GATEWAY_API_KEY}',
  inferenceModels: ['claude-sonnet-5'],
});

describe('every command does what it is for', () => {
  test.each(commands)('$line', async ({ argv }) => {
    const run = await runCli(argv, {
      files: { 'cowork-3p.json': config },
      env: { INFERENCE_GATEWAY_API_KEY: 'key-0123456789' },
    });
    expect({ code: run.code, stderr: run.code === 0 ? '' : run.stderr }).toEqual({ code: 0, stderr: '' });
  });
});

test('the list names each heading, and every link leads somewhere', () => {
  const headings = [...page.matchAll(/^## (.+)$/gm)].map(([, name = '']) => name);
  const listed = [...page.matchAll(/^- \[(.+?)\]\(#/gm)].map(([, name = '']) => name);
  expect(listed).toEqual(headings);
  for (const [, file = '', anchor] of page.matchAll(/\]\(([a-z]+\.md)(?:#([\w-]+))?\)/g)) {
    expect(existsSync(path.join(DOCS, file))).toBe(true);
    if (anchor === undefined) continue;
    const names = [...readFileSync(path.join(DOCS, file), 'utf8').matchAll(/^#+ (.+)$/gm)];
    expect(names.map(([, name = '']) => name.toLowerCase().replaceAll(' ', '-'))).toContain(anchor);
  }
});

test.each(Object.entries(presets))('docs/init.md says what the preset %s sets', (name, { values }) => {
  const section =
    /^### Presets$([^]*?)^##/m.exec(readFileSync(path.join(DOCS, 'init.md'), 'utf8'))?.[1] ?? '';
  expect(section).toContain(`\`${name}\``);
  for (const key of Object.keys(values)) expect(section).toContain(`\`${key}\``);
});
