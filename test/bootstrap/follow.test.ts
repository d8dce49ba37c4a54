import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBootstrapServer, type BootstrapServer } from '../../src/embedded-bootstrap/index.ts';
import { startEmbeddedGateway, type EmbeddedGateway } from '../../src/embedded-gateway/index.ts';
import { runCli, type Run } from '../support/io.ts';
import { ROLE } from './support.ts';

/** A policy leads to the server, the server to the gateway. */
let gateway: EmbeddedGateway;
let server: BootstrapServer;
beforeAll(async () => {
  gateway = await startEmbeddedGateway({});
  server = await startBootstrapServer({
    roles: new Map([
      [
        'everybody',
        {
          ...ROLE,
          inferenceGatewayBaseUrl: gateway.url,
          inferenceCredentialKind: 'static',
          inferenceGatewayApiKey: gateway.apiKey,
        },
      ],
    ]),
  });
});
afterAll(() => Promise.all([gateway.close(), server.close()]));

function run(argv: readonly string[], more: object = {}, url = server.url): Promise<Run> {
  return runCli(argv, {
    files: { 'policy.json': JSON.stringify({ bootstrapUrl: url, ...more }) },
    env: { TOKEN: server.tokens.get('everybody'), NO_PROXY: '127.0.0.1' },
    now: Date.now,
  });
}
const FOLLOW = ['--bootstrap', '--bootstrap-token-env', 'TOKEN'];

describe('a policy that leads to a bootstrap server', () => {
  test.for([['probe'], ['models']])('%s says what it needs', async ([command = '']) => {
    const { code, stderr } = await run([command, 'policy.json']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/bootstrap server \(bootstrapUrl\) delivers it[\s\S]*--bootstrap/);
  });

  test('egress says that the list has a part of its own', async () => {
    const { stdout } = await run(['egress', 'policy.json']);
    expect(stdout).toMatch(/--bootstrap/);
  });

  test('probe follows it', async () => {
    const { code, stdout, stderr } = await run([
      'probe',
      'policy.json',
      '--only',
      'message-basic',
      '--format',
      'json',
      ...FOLLOW,
    ]);
    expect(stderr).toMatch(/Using what http:\/\/127\.0\.0\.1/);
    const report = JSON.parse(stdout) as { gateway: string; checks: { id: string; status: string }[] };
    expect(report.gateway).toContain('127.0.0.1');
    expect(report.checks.filter(({ status }) => status === 'fail')).toEqual([]);
    expect(code).toBe(0);
    expect(stdout + stderr).not.toContain(gateway.apiKey);
    expect(stdout + stderr).not.toContain(server.tokens.get('everybody'));
  });

  test('models follows it, and has no file to write into', async () => {
    const listed = await run(['models', 'policy.json', '--format', 'ids', ...FOLLOW]);
    expect(listed.stdout).toMatch(/claude-/);
    const written = await run(['models', 'policy.json', '--write', ...FOLLOW]);
    expect(written.code).toBe(2);
  });

  test('egress lists both: the hosts of the server and those of the policy', async () => {
    const { stdout } = await run(['egress', 'policy.json', '--format', 'json', ...FOLLOW], {
      bootstrapOidc: { clientId: 'a', issuer: 'https://login.example.com', scopes: 'openid b' },
    });
    const keys = (JSON.parse(stdout) as { hosts: { key: string }[] }).hosts.map(({ key }) => key);
    expect(keys).toEqual(expect.arrayContaining(['bootstrapOidc.issuer', 'coworkEgressAllowedHosts[0]']));
  });

  test('fixed headers of the policy are the credential', async () => {
    const token = server.tokens.get('everybody') ?? '';
    const { code } = await run(['models', 'policy.json', '--format', 'ids', '--bootstrap'], {
      bootstrapHeaders: { Authorization: `Bearer ${token}` },
    });
    expect(code).toBe(0);
  });

  test.for<[string, readonly string[], string | undefined, RegExp]>([
    ['no token', ['--bootstrap'], undefined, /needs the token of a user/],
    [
      'a variable that is not set',
      ['--bootstrap', '--bootstrap-token-env', 'NONE'],
      undefined,
      /NONE is not set/,
    ],
    ['a server that refuses', FOLLOW, 'status-403', /it answers 403.*bootstrap check/s],
    ['a body that is none', FOLLOW, 'html-200', /no JSON object/],
    ['an empty one', FOLLOW, 'empty-object', /No setting|names no gateway/],
  ])('%s is told', async ([, flags, fault, words]) => {
    const url = fault === undefined ? server.url : server.urlOf(fault as 'html-200');
    const { code, stderr } = await run(['probe', 'policy.json', ...flags], {}, url);
    expect(code).toBe(2);
    expect(stderr).toMatch(words);
  });
});
