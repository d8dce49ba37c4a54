import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { detect } from '../../src/importers/index.ts';
import { startEmbeddedGateway } from '../../src/embedded-gateway/index.ts';
import { settingsOf } from '../../src/schema/index.ts';
import { runCli, type Run, type World } from '../support/io.ts';
import { cases, DRIVES, expectHarmless, elementsOf, JUNIT } from '../support/hostile-texts.ts';

describe('promise: nothing from outside can add to an exported file', () => {
  const BASE = {
    inferenceProvider: 'gateway',
    inferenceGatewayBaseUrl: 'https://llm-gateway.example.com',
    inferenceGatewayApiKey: 'placeholder',
  };
  /** Places of a valid configuration that hold free text. */
  const withText = (text: string): Record<string, unknown>[] => [
    { ...BASE, deploymentDisplayName: text },
    { ...BASE, organizationInstructions: `a\n${text}\n` },
    { ...BASE, inferenceModels: [{ name: 'claude-sonnet-5', labelOverride: text }] },
    { ...BASE, inferenceModels: [`claude-${text}`] },
    { ...BASE, inferenceCustomHeaders: { 'x-a': text } },
    { ...BASE, inferenceCustomHeaders: { [text]: 'a' } },
    { ...BASE, managedMcpServers: [{ name: text, transport: 'http', url: 'https://mcp.example.com' }] },
    { ...BASE, managedMcpServers: [{ name: 'a', transport: 'stdio', command: '/bin/x', args: [text] }] },
    { ...BASE, [text]: text },
    { ...BASE, [`a${text}`]: 1 },
  ];
  const IDENTITY = ['--identifier', '--organization', '--display-name'];

  /** What stands in a file, by the reader of its format and by its shape on the page. */
  function expectInPlace(run: Run, source: Record<string, unknown>, format: string): void {
    expectHarmless(run.stderr);
    if (run.code !== 0) {
      expect([1, 2]).toContain(run.code);
      expect(run.stdoutBytes).toHaveLength(0);
      return;
    }
    const detected = detect(run.stdoutBytes);
    if (!detected.ok) throw new Error(detected.failure.message);
    const decoded = detected.value.decode(run.stdoutBytes);
    if (!decoded.ok) throw new Error(decoded.failure.message);
    expect(decoded.value.format).toBe(format);
    // What Claude Desktop does not know is told and left out; nothing comes in.
    const read = settingsOf(decoded.value);
    expect([...read.keys()].filter((key) => !Object.hasOwn(source, key))).toEqual([]);
    for (const key of Object.keys(BASE)) expect(read.get(key)).toBe(source[key]);
    if (format === 'reg') {
      const text = new TextDecoder('utf-16le').decode(run.stdoutBytes);
      const lines = text.split('\r\n');
      expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
      expect(lines.filter((line) => line.startsWith('['))).toEqual([
        '[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude]',
      ]);
      expect(lines.filter((line) => line.startsWith('"'))).toHaveLength(read.size);
    }
    if (format === 'plist') {
      const text = run.stdoutBytes.toString('utf8');
      expect(text.match(/<key>/g)).toHaveLength(read.size);
      expect(text.match(/<(?!\/?(?:key|string|true|false|integer|dict|plist)\b|[?!])/g)).toBeNull();
      expect(text.match(/<[!?]/g)).toHaveLength(2);
    }
  }

  test.each(cases)('%s, as a value, a name and a model', async (_what, text) => {
    for (const source of withText(text))
      for (const format of ['reg', 'plist', 'mobileconfig', 'json']) {
        const files = { 'a.json': JSON.stringify(source) };
        const run = await runCli(['export', 'a.json', '--format', format], { files });
        expectInPlace(run, source, format);
      }
  });

  test.each(cases)('%s, as the identity of a profile', async (_what, text) => {
    const files = { 'a.json': JSON.stringify(BASE) };
    const plain = (await runCli(['export', 'a.json', '--format', 'mobileconfig'], { files })).stdout;
    for (const flag of IDENTITY) {
      const run = await runCli(['export', 'a.json', '--format', 'mobileconfig', flag, text], { files });
      expectInPlace(run, BASE, 'mobileconfig');
      // Each flag may bring its own key, and no other.
      const keys = (xml: string): string[] =>
        [...xml.matchAll(/<key>([^<]*)<\/key>/g)].map(([, key]) => key ?? '');
      if (run.code === 0)
        expect(
          keys(run.stdout).filter((key) => !['PayloadOrganization', 'PayloadDisplayName'].includes(key)),
        ).toEqual(keys(plain).filter((key) => !['PayloadOrganization', 'PayloadDisplayName'].includes(key)));
    }
  });

  test.each(cases)('%s, as the envelope of a profile that is read', async (_what, text) => {
    const escaped = text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
    const world = { files: { 'a.json': JSON.stringify(BASE) } };
    const { stdout } = await runCli(['export', 'a.json', '--format', 'mobileconfig'], world);
    const stdin = stdout.replace(
      /(<key>Payload(?:Identifier|DisplayName|Organization)<\/key>\s*<string>)[^<]*/g,
      (_, key: string) => `${key}${escaped}`,
    );
    for (const argv of [
      ['validate', '-'],
      ['diff', 'a.json', '-'],
      ['egress', '-'],
    ]) {
      const run = await runCli(argv, { ...world, stdin });
      expect(run.code).not.toBe(3);
      expectHarmless(run.stdout);
      expectHarmless(run.stderr);
    }
    const run = await runCli(['export', '-', '--format', 'mobileconfig'], { stdin });
    expectInPlace(run, BASE, 'mobileconfig');
  });

  test.each(cases)('%s, as the name of a file: written there and nowhere else', async (_what, text) => {
    const files = { 'a.json': JSON.stringify(BASE) };
    const run = await runCli(['export', 'a.json', '--format', 'json', '-o', text], { files });
    if (run.code === 0) expect([...run.written.keys()]).toEqual([text]);
    const all = await runCli(['export', 'a.json', '--all', 'out'], { files });
    expect([...all.written.keys()].every((name) => /^out[/\\][\w.-]+$/.test(name))).toBe(true);
  });
});

describe('promise: nothing a gateway answers gets out of its place', () => {
  let server: Server;
  let hostile = '';
  beforeAll(async () => {
    server = createServer((request, response) => {
      request.resume();
      request.on('end', () => {
        // A header carries no line break; everything else of the text, as Latin-1.
        const header = Buffer.from(hostile, 'utf8')
          .toString('latin1')
          .replace(/[^\u0020-\u007E\u0080-\u00FF]/g, ' ');
        if (request.method === 'GET') {
          response.writeHead(200, {
            'content-type': 'application/json',
            'request-id': header,
            server: header,
          });
          const row = (id: string): object => ({ id, type: 'model', display_name: hostile });
          response.end(
            JSON.stringify({ data: [row(hostile), row(`claude-${hostile}`), row('claude-sonnet-5')] }),
          );
          return;
        }
        response.writeHead(request.url?.includes('count') === true ? 302 : 400, {
          'content-type': 'application/json',
          location: header,
          'request-id': header,
          'www-authenticate': header,
          server: header,
        });
        response.end(
          JSON.stringify({ type: 'error', error: { type: hostile, message: hostile }, request_id: hostile }),
        );
      });
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  async function askedBy(url: string, key: string): Promise<void> {
    const config = {
      inferenceProvider: 'gateway',
      inferenceGatewayBaseUrl: url,
      inferenceGatewayApiKey: key,
      inferenceModels: ['claude-sonnet-5'],
    };
    const world: World = { files: { 'a.json': JSON.stringify(config) }, env: { NO_PROXY: '127.0.0.1' } };
    for (const argv of [
      ['probe', 'a.json', '--timeout', '3000'],
      ['probe', 'a.json', '--timeout', '3000', '--format', 'json'],
      ['probe', 'a.json', '--timeout', '3000', '--format', 'junit'],
      ['models', 'a.json'],
      ['models', 'a.json', '--format', 'json'],
      ['models', 'a.json', '--format', 'ids'],
      ['report', 'a.json', '--timeout', '3000'],
      ['models', 'a.json', '--write'],
    ]) {
      const run = await runCli(argv, world);
      expect([0, 1]).toContain(run.code);
      expectHarmless(run.stdout);
      expectHarmless(run.stderr);
      if (argv.includes('json')) expect(JSON.parse(run.stdout)).toMatchObject({ version: 1 });
      if (argv.includes('junit'))
        expect(elementsOf(run.stdout).filter((name) => !JUNIT.has(name))).toEqual([]);
      if (argv.includes('ids'))
        for (const id of run.stdout.trimEnd().split('\n')) expect(id).toMatch(/^\S*$/);
      const written = run.files.get('a.json')?.toString() ?? '';
      expect(Object.keys(JSON.parse(written) as object)).toEqual(Object.keys(config));
      expect(DRIVES.test(written)).toBe(false);
    }
  }

  // Each run of the probe takes a second: several texts at once, each at the beginning once.
  const groups = Array.from({ length: Math.ceil(cases.length / 4) }, (_, at) =>
    cases.slice(at * 4, at * 4 + 4),
  );
  test.each(groups.map((group) => [group.map(([what]) => what).join(', '), group] as const))(
    '%s',
    async (_what, group) => {
      hostile = group.map(([, text]) => text).join('\n');
      await askedBy(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, 'placeholder');
    },
    60_000,
  );

  test.each(['ansi-error', 'models-ansi'] as const)(
    'the embedded gateway with %s',
    async (fault) => {
      const gateway = await startEmbeddedGateway({ faults: [fault] });
      try {
        await askedBy(gateway.url, gateway.apiKey);
      } finally {
        await gateway.close();
      }
    },
    60_000,
  );
});
