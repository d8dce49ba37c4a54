import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEmbeddedGateway, type EmbeddedGateway } from '../src/embedded-gateway/index.ts';
import { docCommands, shellWords } from './support/doc-commands.ts';
import { runCli, type World } from './support/io.ts';
import { ENTER, lookupPrompter } from './support/script-prompter.ts';

/* What the pages show for copying, typed as it stands there. */

const ROOT = path.join(import.meta.dirname, '..');
/** Run by a test of their own, whose world they need. */
const ELSEWHERE = {
  'docs/bootstrap.md': 'test/bootstrap/docs.test.ts',
  'docs/mdm.md': 'test/commands/mdm-docs.test.ts',
  'docs/rings.md': 'test/docs-rings.test.ts',
  'docs/status.md': 'test/docs-status.test.ts',
  'docs/tasks.md': 'test/docs-tasks.test.ts',
} as const;
const PAGES = ['README.md', ...readdirSync(path.join(ROOT, 'docs')).map((name) => `docs/${name}`)].filter(
  (page) => page.endsWith('.md') && !(page in ELSEWHERE),
);

/** Needs somebody at a browser, an hour, or hosts of others: there that the flags exist is checked. */
const NOT_RUN = /--sign-in|--watch|egress --check/;

const VARIABLE = 'INFERENCE_GATEWAY_API_KEY';
let gateway: EmbeddedGateway;
let files: Readonly<Record<string, string | Uint8Array>>;
beforeAll(async () => {
  gateway = await startEmbeddedGateway();
  const source = JSON.stringify({
    inferenceProvider: 'gateway',
    inferenceGatewayBaseUrl: gateway.url,
    inferenceGatewayApiKey: `\${env:${VARIABLE}}`,
  });
  const profile = (await run(['export', '--format', 'mobileconfig'], { files: { 'cowork-3p.json': source } }))
    .stdoutBytes;
  const reg = (await run(['export', '--format', 'reg'], { files: { 'cowork-3p.json': source } })).stdoutBytes;
  files = {
    'cowork-3p.json': source,
    'mdm/cowork-3p.json': source,
    'mdm/claude.mobileconfig': profile,
    'before.mobileconfig': profile,
    'fleet.mobileconfig': profile,
    'pilot.mobileconfig': profile,
    'fleet.reg': reg,
    'exported.reg': reg,
  };
});
afterAll(() => gateway.close());

const run = (argv: readonly string[], world: World) =>
  runCli(argv, { ...world, env: { [VARIABLE]: gateway.apiKey, NO_PROXY: '127.0.0.1', ...world.env } });

test.each(Object.entries(ELSEWHERE))('%s is run by %s', (page, file) => {
  expect(readFileSync(path.join(ROOT, file), 'utf8')).toContain(path.basename(page));
  for (const { line } of docCommands(page)) expect(() => shellWords(line)).not.toThrow();
});

describe.each(PAGES.filter((page) => docCommands(page).length > 0))('%s', (page) => {
  test('every command does what it shows, one after the other', async () => {
    let now: Readonly<Record<string, string | Uint8Array>> = files;
    for (const { line, argv, into } of docCommands(page)) {
      if (NOT_RUN.test(line)) {
        const help = (await runCli([argv[0] ?? '', '--help'])).stdout;
        for (const flag of argv.filter((word) => word.startsWith('--')))
          expect(help, line).toContain(` ${flag} `);
        continue;
      }
      // Each of these starts in an empty folder; the others go on from what was before.
      const fresh = argv[0] === 'init' && !argv.includes('--from');
      const world = fresh ? {} : now;
      const done = await run(
        argv.map((word) => (word === 'https://gw.example.com' ? gateway.url : word)),
        {
          files: world,
          prompter: lookupPrompter({
            '': ENTER,
            'Base URL': 'https://llm-gateway.example.com',
            'Test this gateway now?': 'No',
          }),
        },
      );
      expect([line, done.code, done.code === 0 ? '' : done.stdout + done.stderr]).toEqual([line, 0, '']);
      if (!fresh)
        now = {
          ...Object.fromEntries(done.files),
          ...(into === undefined ? {} : { [into]: done.stdoutBytes }),
        };
    }
  });
});

describe('README.md', () => {
  const text = readFileSync(path.join(ROOT, 'README.md'), 'utf8');
  const sample = /```jsonc\n(\/\/ cowork-3p\.json\n[\s\S]*?)```/.exec(text)?.[1] ?? '';

  test('the configuration that is shown has no finding', async () => {
    const { stdout } = await runCli(['validate'], { files: { 'cowork-3p.json': sample } });
    expect(stdout).toBe('✔ No errors\n');
  });

  test('with two faults in it, the report is the one that is shown', async () => {
    const shown = /```console\n\$ cowork-3p validate\n([\s\S]*?)```/.exec(text)?.[1];
    const broken = sample
      .replace('https://llm-gateway.example.com', 'https://llm-gateway.example.com/v1/messages')
      .replace('"claude-sonnet-4-5"', '"gpt-5.5"');
    const { stdout } = await runCli(['validate'], { files: { 'cowork-3p.json': broken } });
    expect(stdout).toBe(shown);
  });

  test('what the demo prints is what is shown', async () => {
    const shown = /Of what the demo prints:\n\n```text\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
    const { code, stdout, stderr } = await runCli(['demo', '-o', 'demo']);
    const printed = sameEachTime(stdout + stderr).split('\n');
    const expected = sameEachTime(shown)
      .split('\n')
      .filter((line) => line !== '' && line.trim() !== '…');
    expect(code).toBe(0);
    expect(expected.length).toBeGreaterThan(10);
    // Progress goes to standard error, so that there is no one order.
    const missing = expected.filter((line) => !printed.includes(line));
    expect(missing).toEqual([]);
  });
});

/** Ports, times and folders differ from run to run, tokens by a few. */
function sameEachTime(output: string): string {
  return output
    .replace(/:\d{4,5}\b/g, ':PORT')
    .replace(/\d+ \+ \d+(?= tokens)/g, 'N + N')
    .replace(/\d+\.\d s\b/g, 'N s')
    .replace(/\S*?(?=(?:cowork-3p\.json|deploy)\b)/g, '');
}

test('a line that a shell would change is no example', () => {
  expect(shellWords('cowork-3p init --set \'a=["b"]\' "x y" > z  # why')).toEqual([
    'cowork-3p',
    'init',
    '--set',
    'a=["b"]',
    'x y',
    '>',
    'z',
  ]);
  expect(() => shellWords('cowork-3p init --set a=["b"]')).toThrow(/would not take/);
});
