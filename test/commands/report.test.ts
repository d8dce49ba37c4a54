import { JSDOM } from 'jsdom';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEmbeddedGateway, type EmbeddedGateway } from '../../src/embedded-gateway/index.ts';
import { runCli, type Run, type World } from '../support/io.ts';

let gateway: EmbeddedGateway;
let broken: EmbeddedGateway;
beforeAll(async () => {
  gateway = await startEmbeddedGateway();
  broken = await startEmbeddedGateway({ faults: ['openai-sse'] });
});
afterAll(() => Promise.all([gateway.close(), broken.close()]));

const SECRET = 'q7gatewaykeythatnobodyknows42';
const config = (rest: object = {}): string =>
  JSON.stringify(
    {
      inferenceProvider: 'gateway',
      inferenceGatewayBaseUrl: gateway.url,
      inferenceGatewayApiKey: gateway.apiKey,
      inferenceModels: ['claude-sonnet-5', { name: 'claude-haiku-4-5-20251001', labelOverride: 'Fast' }],
      disableDeploymentModeChooser: true,
      ...rest,
    },
    null,
    2,
  );
const report = (argv: readonly string[], world: World = {}): Promise<Run> =>
  runCli(['report', ...argv, '--quiet'], {
    ...world,
    files: { 'cowork-3p.json': config(), ...world.files },
    env: { NO_PROXY: '127.0.0.1', ...world.env },
  });
const headline = (page: string): string =>
  (new JSDOM(page).window.document.querySelector('h1')?.textContent ?? '').replace(/[^\w ]/g, '').trim();

describe('report', () => {
  test('tells of everything, and says no secret', async () => {
    const run = await report(['-o', 'page.html', '--title', 'CHG0042']);
    const page = run.files.get('page.html')?.toString() ?? '';
    expect([run.code, headline(page)]).toEqual([0, 'Ready']);
    expect(page).not.toContain(gateway.apiKey);
    expect(page).not.toContain(gateway.apiKey.slice(0, -4));
    const root = new JSDOM(page).window.document;
    expect(root.title).toBe('Ready: CHG0042');
    expect(root.querySelectorAll('#checks .check').length).toBeGreaterThan(30);
    expect(root.querySelector('.picker .model')?.textContent).toBe('Claude Sonnet 5');
    expect(root.querySelector('#configuration')?.textContent).toContain('inferenceGatewayApiKey');
    expect(run.stdout).toBe('');
  });

  test('whoever runs it is told what the page says first', async () => {
    const env = { NO_PROXY: '127.0.0.1' };
    const good = await runCli(['report', '-o', 'page.html'], { files: { 'cowork-3p.json': config() }, env });
    expect(good.stderr).toMatch(
      /^✔ Ready: Claude Desktop would work with this gateway\. The configuration has/m,
    );
    expect(good.stderr).toMatch(/^✔ wrote page\.html/m);
    const unset = config({ inferenceGatewayApiKey: '${env:NOT_SET}' });
    const bad = await runCli(['report'], { files: { 'cowork-3p.json': unset }, env });
    expect(bad.code).toBe(1);
    expect(bad.stderr).toMatch(/^! Not tested yet: .*NOT_SET, which is not set/m);
    expect(bad.stdout).toMatch(/^<!doctype html>/);
  });

  test('a gateway with a fault: what to fix and who can, exit code 1', async () => {
    const run = await report(['--url', broken.url, '--credential-env', 'KEY'], {
      env: { KEY: broken.apiKey },
    });
    expect([run.code, headline(run.stdout)]).toEqual([1, 'Ready only in part']);
    const root = new JSDOM(run.stdout).window.document;
    expect(
      [...root.querySelectorAll('#fix h3')].map(({ textContent }) => textContent?.trim().split(/\s/)[0]),
    ).toContain('Gateway');
  });

  test('--offline asks nobody', async () => {
    const run = await report(['--offline'], {
      files: { 'cowork-3p.json': config({ inferenceGatewayBaseUrl: 'https://gw.example.com' }) },
    });
    expect([run.code, headline(run.stdout)]).toEqual([0, 'Not tested yet']);
    expect(run.stdout).toContain('gw.example.com');
  });

  test.each([
    [
      'a reference that leads nowhere',
      { inferenceGatewayApiKey: '${env:NOT_SET}' },
      'Not tested yet',
      'NOT_SET',
    ],
    [
      'no gateway at all',
      { inferenceProvider: 'vertex', inferenceVertexProjectId: 'my-project-1' },
      'Not ready',
      'which is no gateway',
    ],
    [
      'an error',
      { inferenceGatewayBaseUrl: 'https://gw.example.com/v1/messages' },
      'Not ready',
      'url-messages-path',
    ],
  ])('%s still makes a page, exit code 1', async (_what, rest, said, holds) => {
    const run = await report([], { files: { 'cowork-3p.json': config(rest) } });
    expect([run.code, headline(run.stdout)]).toEqual([1, said]);
    expect(run.stdout).toContain(holds);
  });

  test('a configuration that comes by standard input is read once', async () => {
    const run = await report(['-'], { stdin: config() });
    expect([run.code, headline(run.stdout)]).toEqual([0, 'Ready']);
  });

  test('--strict fails on warnings, and what the project says counts', async () => {
    expect((await report(['--offline', '--strict'])).code).toBe(1);
    const ignored = { '.cowork-3p.json': '{"strict": true, "ignore": ["url-loopback-http"]}' };
    expect((await report(['--offline'], { files: ignored })).code).toBe(0);
  });
});

describe('--results', () => {
  const made = async (argv: readonly string[]): Promise<string> =>
    (
      await runCli([...argv, '--format', 'json'], {
        files: { 'cowork-3p.json': config() },
        env: { NO_PROXY: '127.0.0.1' },
      })
    ).stdout;

  test('of probe and models make the same page as asking, and nobody is asked', async () => {
    const [probe, models] = await Promise.all([made(['probe']), made(['models'])]);
    // The address is in the reports alone: what is configured now answers nobody.
    const elsewhere = config({ inferenceGatewayBaseUrl: 'https://gw.invalid' });
    const run = await report(['--results', 'p.json', '--results', 'm.json'], {
      files: { 'cowork-3p.json': elsewhere, 'p.json': probe, 'm.json': models },
    });
    expect([run.code, headline(run.stdout)]).toEqual([0, 'Ready']);
    const root = new JSDOM(run.stdout).window.document;
    const told = JSON.parse(probe) as { readonly checks: readonly { readonly id: string }[] };
    expect(
      [...root.querySelectorAll('#checks .check code')].map(({ textContent }) => textContent).sort(),
    ).toEqual(told.checks.map(({ id }) => id).sort());
    expect(root.querySelector('#checks .lead')?.textContent).toContain('p.json');
  });

  test('of validate are taken for the file', async () => {
    const findings = {
      version: 1,
      command: 'validate',
      files: [
        {
          file: 'cowork-3p.json',
          diagnostics: [
            { code: 'syntax', severity: 'error', path: ['a', 0], message: 'Told elsewhere', line: 3 },
          ],
        },
      ],
    };
    const run = await report(['--offline', '--results', 'v.json'], {
      files: { 'v.json': JSON.stringify(findings) },
    });
    expect([run.code, headline(run.stdout)]).toEqual([1, 'Not ready']);
    expect(run.stdout).toContain('Told elsewhere');
    expect(run.stdout).toContain('a[0]');
  });

  test.each<[readonly string[], string]>([
    [['cowork-3p.json'], 'Told of cowork-3p.json'],
    [['a.json', 'cowork-3p.json'], 'Told of cowork-3p.json'],
    [['made/elsewhere.json'], 'Told of made/elsewhere.json'],
    [['a.json', 'b.json'], 'v.json says nothing of cowork-3p.json'],
  ])('of validate on %j: its own part, or the only one', async (names, told) => {
    const diagnostics = (name: string): object[] => [
      { code: 'syntax', severity: 'error', path: [], message: `Told of ${name}` },
    ];
    const made = names.map((file) => ({ file, diagnostics: diagnostics(file) }));
    const text = JSON.stringify({ version: 1, command: 'validate', files: made });
    const run = await report(['--offline', '--results', 'v.json'], { files: { 'v.json': text } });
    const says = (run.stdout + run.stderr).match(/Told of [\w./-]+|v\.json says nothing of [\w./-]+\w/g);
    expect([run.code, [...new Set(says)]]).toEqual([told.startsWith('v.json') ? 2 : 1, [told]]);
  });

  test('of egress --check say which hosts were reached', async () => {
    const listed = JSON.parse(await made(['egress'])) as { hosts: { host: string; port: number }[] };
    const [first] = listed.hosts;
    const hosts = listed.hosts.map((host) => ({
      ...host,
      check:
        host.host === first?.host
          ? { status: 'failed', detail: 'nothing listens' }
          : { status: 'reached', ms: 12 },
    }));
    const run = await report(['--offline', '--results', 'e.json'], {
      files: { 'e.json': JSON.stringify({ ...listed, hosts }) },
    });
    expect(run.stdout).toContain(`${first?.host ?? ''}:443 cannot be reached: nothing listens`);
  });

  test.each([
    ['not JSON', 'holds no JSON'],
    ['[]', 'is no JSON report of this program'],
    ['{"version":1,"command":"export"}', 'is no JSON report of validate'],
    ['{"version":1,"command":"probe","probes":[]}', 'is a report on several gateways'],
    ['{"version":1,"command":"probe"}', 'lists no results'],
    ['{"version":1,"command":"validate","files":[]}', 'says nothing of cowork-3p.json'],
  ])('%s is wrong usage', async (text, why) => {
    const run = await report(['--offline', '--results', 'r.json'], { files: { 'r.json': text } });
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(`r.json ${why}`);
  });

  test.each(['null', '{}', '[null, 3, "x", {"id": {"a": 1}, "ms": "1e999", "status": "odd"}]'])(
    'members of other types are passed over: %s',
    async (checks) => {
      const text = `{"version":1,"command":"probe","verdict":{"works":"maybe"},"checks":${checks.startsWith('[') ? checks : '[]'},"tokens":${checks}}`;
      const run = await report(['--offline', '--results', 'r.json'], { files: { 'r.json': text } });
      expect([run.code, headline(run.stdout)]).toEqual([1, 'Not shown to work']);
    },
  );
});

describe('where the page goes', () => {
  test('in a terminal, without -o, into a file of its own', async () => {
    const run = await report(['--offline'], { isTTY: true });
    expect([run.stdout, [...run.written.keys()]]).toEqual(['', ['cowork-3p-report.html']]);
  });

  test('never onto what it is made of, nor onto something else without --force', async () => {
    const files = { 'mine.html': '<p>mine</p>', 'p.json': '{}' };
    for (const [argv, why] of [
      [['-o', 'cowork-3p.json'], 'is what the page is made of'],
      [['-o', './p.json', '--results', 'p.json', '--force'], 'is what the page is made of'],
      [['-o', 'mine.html'], 'is no page of an earlier run'],
    ] as const) {
      const run = await report(['--offline', ...argv], { files });
      expect([run.code, run.written.size]).toEqual([2, 0]);
      expect(run.stderr).toContain(why);
    }
    expect((await report(['--offline', '-o', 'mine.html', '--force'], { files })).code).toBe(0);
  });

  test('onto an earlier page', async () => {
    const before = (await report(['--offline'])).stdout;
    const run = await report(['--offline', '-o', 'page.html'], { files: { 'page.html': before } });
    expect([run.code, run.written.has('page.html')]).toEqual([0, true]);
  });
});

test('a secret that a gateway sends back as a model name is in no page', async () => {
  const run = await report(['--offline', '--set', `deploymentDisplayName=${SECRET}`], {
    files: {
      'cowork-3p.json': config({
        inferenceGatewayApiKey: SECRET,
        inferenceCustomHeaders: { 'x-key': SECRET },
      }),
    },
  });
  expect(run.code).toBe(0);
  expect(run.stdout).not.toContain(SECRET.slice(0, 12));
});
