import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  startEmbeddedGateway,
  type EmbeddedGateway,
  type FaultName,
} from '../../src/embedded-gateway/index.ts';
import { runCli, type Run, type World } from '../support/io.ts';

/*
 * One harness for one promise: no secret is ever in an output, an error, a report or a file that is not meant to
 * hold it, not even in part beyond the last four characters. Every place a secret can stand holds a canary of its
 * own, every command runs over it, in success and in failure.
 */

const canary = (name: string): string =>
  `sk-CANARY-${name}-${createHash('sha256').update(name).digest('hex').slice(0, 20)}`;

const CANARIES = {
  key: canary('key'),
  env: canary('env'),
  file: canary('file'),
  header: canary('header'),
  oldHeader: canary('oldheader'),
  oidc: canary('oidc'),
  bearer: canary('bearer'),
  url: canary('url'),
  proxy: canary('proxy'),
  mcpHeader: canary('mcpheader'),
  mcpEnv: canary('mcpenv'),
  mcpSecret: canary('mcpsecret'),
  otlp: canary('otlp'),
  bootstrap: canary('bootstrap'),
  vertex: canary('vertex'),
  unknown: canary('unknown'),
  misplaced: canary('misplaced'),
} as const;

/** Forms a secret may hide in. Parts of 8 characters and more that are in no other text count too. */
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  return [
    secret,
    bytes.toString('base64'),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
    encodeURIComponent(secret),
    secret.slice(0, -4),
    secret.slice(4),
    secret.slice(-12),
    Array.from(secret).reverse().join(''),
  ];
}

function leaks(text: string): string[] {
  return Object.entries(CANARIES).flatMap(([name, secret]) =>
    formsOf(secret).some((form) => text.includes(form)) ? [name] : [],
  );
}

const FULL = {
  inferenceProvider: 'gateway',
  inferenceGatewayBaseUrl: 'https://llm-gateway.example.com',
  inferenceGatewayApiKey: CANARIES.key,
  inferenceCustomHeaders: { 'x-tenant-key': CANARIES.header },
  inferenceGatewayHeaders: [`X-Old: ${CANARIES.oldHeader}`],
  inferenceModels: ['claude-sonnet-4-5'],
  inferenceGatewayOidc: { clientId: 'x', issuer: 'https://idp.example.com', clientSecret: CANARIES.oidc },
  inferenceBedrockBearerToken: CANARIES.bearer,
  inferenceVertexOAuthClientSecret: CANARIES.vertex,
  otlpEndpoint: 'https://otlp.example.com',
  otlpHeaders: { authorization: `Bearer ${CANARIES.otlp}` },
  bootstrapHeaders: { 'x-bootstrap': CANARIES.bootstrap },
  egressProxyUrl: `http://user:${CANARIES.proxy}@proxy.example.com:3128`,
  organizationPluginsUrl: `https://user:${CANARIES.url}@plugins.example.com/`,
  managedMcpServers: [
    {
      name: 'a',
      transport: 'http',
      url: 'https://mcp.example.com',
      headers: { authorization: CANARIES.mcpHeader },
      oauth: { clientId: 'c', clientSecret: CANARIES.mcpSecret },
    },
    { name: 'b', transport: 'stdio', command: '/bin/x', env: { TOKEN: CANARIES.mcpEnv } },
  ],
  inferenceGatewayApiKye: CANARIES.unknown,
  inferenceGatewayAuthScheme: CANARIES.misplaced,
};

/** Values of the wrong type and form, so that every kind of finding speaks about every secret. */
const BROKEN = {
  ...FULL,
  inferenceGatewayApiKey: [CANARIES.key],
  inferenceCustomHeaders: CANARIES.header,
  inferenceGatewayHeaders: CANARIES.oldHeader,
  inferenceGatewayOidc: CANARIES.oidc,
  inferenceBedrockBearerToken: { a: CANARIES.bearer },
  otlpHeaders: [CANARIES.otlp],
  bootstrapHeaders: { [CANARIES.bootstrap]: 'a\nb' },
  managedMcpServers: CANARIES.mcpHeader,
  inferenceModels: CANARIES.misplaced,
  disableAutoUpdates: CANARIES.unknown,
  mcpToolTimeoutSec: CANARIES.misplaced,
};

const FILES = {
  'full.json': JSON.stringify(FULL, null, 2),
  'broken.json': JSON.stringify(BROKEN, null, 2),
  'cut.json': JSON.stringify(FULL, null, 2).slice(0, 400),
  'refs.json': JSON.stringify({
    inferenceProvider: 'gateway',
    inferenceGatewayBaseUrl: '${env:CANARY}',
    inferenceGatewayApiKey: '${file:/run/secret}',
    inferenceModels: ['${env:CANARY}'],
    inferenceGatewayAuthScheme: '${env:CANARY}',
  }),
  '/run/secret': CANARIES.file,
};
const world: World = {
  files: FILES,
  env: { CANARY: CANARIES.env, HTTPS_PROXY: `http://u:${CANARIES.proxy}@127.0.0.1:9` },
};

function expectNoLeak(run: Run): void {
  expect(leaks(run.stdout), `stdout: ${run.stdout}`).toEqual([]);
  expect(leaks(run.stderr), `stderr: ${run.stderr}`).toEqual([]);
  expect(run.code, run.stderr).not.toBe(3);
}

describe('promise: no output holds a secret', () => {
  const checked = ['full.json', 'broken.json', 'cut.json', 'refs.json'];

  test.each(
    checked.flatMap((file) =>
      [
        ['validate'],
        ['validate', '--strict', '--platform', 'linux'],
        ['validate', '--resolve'],
        ['validate', '--target', 'latest'],
        ['validate', '--format', 'json'],
        ['validate', '--format', 'github'],
        ['validate', '--format', 'sarif'],
        ['validate', '--format', 'junit'],
        ['migrate', '--check'],
        ['migrate', '--check', '--format', 'json'],
        ['migrate', '--check', '--target', '1.5354'],
        ['egress'],
        ['egress', '--format', 'json'],
      ].map((command) => [...command, file]),
    ),
  )('%s %s %s %s %s', async (...argv: readonly (string | undefined)[]) => {
    // The table pads its shorter rows.
    const words = argv.filter((word) => word !== undefined);
    expectNoLeak(await runCli(words, world));
  });

  test.each([
    ['full.json', 'broken.json'],
    ['full.json', 'refs.json'],
    ['broken.json', 'cut.json'],
  ])('diff %s %s', async (a, b) => {
    expectNoLeak(await runCli(['diff', a, b], world));
    expectNoLeak(await runCli(['diff', '--format', 'json', a, b], world));
  });

  test.each(['mobileconfig', 'plist', 'reg', 'json'])(
    'export --format %s: a refusal says nothing secret',
    async (format) => {
      for (const file of checked) {
        const run = await runCli(['export', file, '--format', format], world);
        expect(leaks(run.stderr)).toEqual([]);
        if (run.code !== 0) expect(leaks(run.stdout)).toEqual([]);
        expectNoLeak(await runCli(['export', file, '--format', format, '-o', 'out'], world));
      }
    },
  );

  test('containers that others made, and their syntax errors', async () => {
    const good = {
      inferenceProvider: 'gateway',
      inferenceGatewayBaseUrl: 'https://llm-gateway.example.com',
      inferenceGatewayApiKey: CANARIES.key,
      inferenceModels: ['claude-sonnet-4-5'],
    };
    const files = { 'good.json': JSON.stringify(good) };
    for (const format of ['mobileconfig', 'plist', 'reg', 'json']) {
      const { stdoutBytes } = await runCli(['export', 'good.json', '--format', format], { files });
      for (let cut = 0; cut <= 12; cut++) {
        const bytes = stdoutBytes.subarray(0, Math.floor((stdoutBytes.length * cut) / 12));
        expectNoLeak(await runCli(['validate', '-'], { stdin: bytes }));
        expectNoLeak(await runCli(['diff', 'good.json', '-'], { files, stdin: bytes }));
      }
    }
  });

  test('wrong usage does not repeat what stands in the environment', async () => {
    expectNoLeak(await runCli(['export', 'refs.json', '--check', 'full.json', '--format', 'json'], world));
    expectNoLeak(
      await runCli(
        ['probe', '--url', `https://u:${CANARIES.url}@127.0.0.1:9`, '--credential-env', 'CANARY'],
        world,
      ),
    );
  });
});

describe('promise: nothing a gateway does brings a secret out', () => {
  let gateway: EmbeddedGateway;
  beforeAll(async () => {
    gateway = await startEmbeddedGateway({ apiKey: CANARIES.key });
  });
  afterAll(() => gateway.close());

  const faults: readonly (FaultName | undefined)[] = [
    undefined,
    'reflects-key',
    'ansi-error',
    'html-200',
    'redirect-other',
    'error-200',
    'truncated-tcp',
  ];
  test.each(faults)(
    'probe and models with %s',
    async (fault) => {
      gateway.faults.clear();
      if (fault !== undefined) gateway.faults.add(fault);
      const config = {
        inferenceProvider: 'gateway',
        inferenceGatewayBaseUrl: gateway.url,
        inferenceGatewayApiKey: CANARIES.key,
        inferenceCustomHeaders: { 'x-tenant': CANARIES.header },
        inferenceModels: ['claude-sonnet-5'],
      };
      const files = { 'a.json': JSON.stringify(config) };
      const env = { NO_PROXY: '127.0.0.1' };
      for (const format of ['text', 'json', 'junit'])
        expectNoLeak(
          await runCli(['probe', 'a.json', '--format', format, '--timeout', '3000'], { files, env }),
        );
      for (const format of ['text', 'json', 'ids'])
        expectNoLeak(await runCli(['models', 'a.json', '--format', format], { files, env }));
    },
    60_000,
  );
});
