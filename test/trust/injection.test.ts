import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { detect } from '../../src/importers/index.ts';
import { startEmbeddedGateway } from '../../src/embedded-gateway/index.ts';
import { forTerminal, inert, printable } from '../../src/text/printable.ts';
import { wrap } from '../../src/report/wrap.ts';
import { settingsOf } from '../../src/schema/index.ts';
import { runCli, type Run, type World } from '../support/io.ts';

/*
 * Two promises: nothing from outside drives the terminal, and nothing from outside adds to a report or a file.
 * Every hostile text stands once in every place that somebody else fills in; every output is then read as its
 * reader reads it.
 */

const MARK = 'PWNED';
const HOSTILE: Readonly<Record<string, string>> = {
  'a registry key': `x"\r\n\r\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\${MARK}]\r\n"${MARK}"="1`,
  'a registry escape': `\\"\r\n"${MARK}"=dword:00000001;\\`,
  'a plist element': `</string><key>${MARK}</key><string>`,
  'a plist comment and entity': `<!-- &lt;${MARK}&#10; --> &${MARK}; <!ENTITY ${MARK} "x">`,
  'the end of CDATA': `]]><${MARK}/><![CDATA[`,
  'a test case': `"/></testcase><testcase name="${MARK}"/><x a='`,
  'a JSON member': `"},"${MARK}":{"a":"\\`,
  'a GitHub command': `\n::error::${MARK}`,
  'a GitHub command after words': `words that wrap ::add-mask::${MARK} and ::set-output name=a::${MARK}`,
  'a GitHub command behind blanks': `\u00A0\u3000 ::error file=a,line=1::${MARK}`,
  'an old GitHub command': `##[error]${MARK} ##[set-env name=A]${MARK}`,
  'an Azure command': `##vso[task.setvariable variable=${MARK}]1`,
  'an Azure command with invisible characters': `#\u00AD#\u200Bvso[task.complete result=Failed]${MARK}`,
  'a TeamCity command': `##teamcity[buildStatus text='${MARK}']`,
  'escaped line ends': `%0A::error::${MARK}%0D%0A##vso[task.complete]`,
  'annotation properties': `a,line=99,title=${MARK}::x`,
  colours: `\u001B[31m${MARK}\u001B[0m\u001B[2J\u001B[1A`,
  'a link': `\u001B]8;;https://evil.example\u0007${MARK}\u001B]8;;\u0007`,
  'a window title': `\u001B]0;${MARK}\u001B\\ \u001BP${MARK}\u001B\\`,
  'C1 controls': `\u009B31m${MARK}\u009D0;t\u009C\u0085\u0090q\u009C`,
  'an escape in an escape': `\u001B\u001B[0m[31m${MARK}\u001B[\u001B[m2J`,
  'a command in an escape': `:\u001B[0m:error::${MARK} #\u001B[0m#vso[task.complete]`,
  'bidi controls': `\u202Egnp.${MARK}\u2066\u200F\u061C`,
  'line separators': `a\u2028::error::${MARK}\u2029##[error]b\u0085::warning::c`,
  'a log line': `ok\r\n2026-11-23 00:00:00 ERROR ${MARK}\r`,
  'shell words': `a'; touch ${MARK} #\`touch ${MARK}\` $(touch ${MARK}) & | > ${MARK}`,
  'another folder': `../../../../tmp/${MARK}`,
  'an absolute path': `/etc/${MARK}\\..\\..\\${MARK}`,
  'a markdown link': `[${MARK}](https://evil.example) \\[x\\](y)`,
  'a zero': `\u0000${MARK}\u0007\b\u007F`,
  'a half character': `\uD800${MARK}\uDC00`,
  'a prototype': '__proto__',
};
const cases = Object.entries(HOSTILE);

/* What must hold of every text, whatever format it is in. */

// eslint-disable-next-line no-control-regex -- naming control characters is the purpose
const DRIVES = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/;
const LONE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** A line as runners see it: blank space before it and invisible characters do not count. */
function obeyed(text: string): string[] {
  return text
    .split(/[\n\r]/)
    .map((line) => line.replace(/\p{DI}/gu, '').trimStart())
    .filter((line) => /^::[a-z-]+(?: [^\n]*)?::/i.test(line) || /##[a-z]*\[/i.test(line));
}

function expectHarmless(text: string, commands = false): void {
  expect(DRIVES.exec(text)?.[0], text).toBeUndefined();
  expect(LONE.test(text)).toBe(false);
  if (!commands) expect(obeyed(text)).toEqual([]);
}

/** Reads a whole XML text by a grammar as narrow as what we write: known elements, attributes in quotes. */
function elementsOf(xml: string): string[] {
  const TOKEN =
    /<\?xml version="1\.0" encoding="UTF-8"\?>|<(\/?)([a-z-]+)((?: [a-z]+="[^"<&]*(?:&(?:amp|lt|gt|quot|apos);[^"<&]*)*")*)(\/?)>|(?:[^<&]|&(?:amp|lt|gt|quot|apos);)+/y;
  const names: string[] = [];
  while (TOKEN.lastIndex < xml.length) {
    const at = TOKEN.lastIndex;
    const found = TOKEN.exec(xml);
    if (found === null) throw new Error(`not our XML: ${xml.slice(at, at + 80)}`);
    if (found[2] !== undefined && found[1] === '') names.push(found[2]);
  }
  return names;
}
const JUNIT = new Set(['testsuites', 'testsuite', 'testcase', 'failure', 'error', 'skipped', 'system-out']);

/* Every place of a configuration that somebody fills in. */

function poisoned(text: string): Record<string, unknown> {
  return {
    inferenceProvider: text,
    inferenceGatewayBaseUrl: `https://${text}`,
    inferenceGatewayAuthScheme: text,
    inferenceGatewayHeaders: [`${text}: ${text}`, text],
    inferenceModels: [text, { name: text, labelOverride: text, [text]: text }, { name: text }],
    [`inferenceModel ${text}`]: 1,
    inferenceCustomHeaders: { [text]: text, 'x-a': text },
    inferenceCredentialHelper: text,
    inferenceCredentialHelperArgs: [text],
    deploymentOrganizationUuid: text,
    deploymentDisplayName: text,
    organizationInstructions: text,
    egressProxyUrl: `http://${text}@proxy/${text}`,
    coworkEgressAllowedHosts: [text, `*.${text}`, `https://${text}`],
    otlpEndpoint: `ftp://${text}`,
    otlpHeaders: `${text}=${text}`,
    disableAutoUpdates: text,
    isClaudeCodeForDesktopEnabled: [text],
    managedMcpServers: [
      { name: text, transport: text, url: text, headers: { [text]: text } },
      { name: text, transport: 'stdio', command: text, args: [text], env: { [text]: text } },
      { [text]: { [text]: [text] } },
    ],
    inferenceBedrockRegion: `\${env:${text}}`,
    inferenceVertexProjectId: `\${file:${text}}`,
    inferenceVertexRegion: '${env:HOSTILE}',
    [text]: { [text]: text },
  };
}

/** The file has a hostile name as well. */
function worldOf(text: string): World & { readonly name: string } {
  const name = `a${text}b.json`;
  const bad = JSON.stringify(poisoned(text), null, 2);
  const files = {
    [name]: bad,
    'cut.json': bad.slice(0, bad.length / 2),
    [`cut${text}.json`]: bad.slice(0, bad.length / 2),
    'good.json': '{"inferenceProvider":"gateway"}',
    [`empty${text}`]: '',
    [`unknown${text}`]: 'nothing known',
  };
  return { files, env: { HOSTILE: text }, name };
}

describe('promise: nothing from outside can drive the terminal', () => {
  test.each(cases)('%s, in every command that says something in text', async (_what, text) => {
    const world = worldOf(text);
    const { name } = world;
    for (const argv of [
      ['validate', name],
      ['validate', '--resolve', '--strict', '--target', 'latest', name],
      ['validate', `missing${text}`, `empty${text}`, `unknown${text}`, `cut${text}.json`],
      ['validate', '--format', 'json', `missing${text}`],
      ['validate', '--ignore', text, name],
      ['validate', '--format', text, name],
      ['validate', '--platform', text, name],
      ['validate', '--target', text, name],
      ['validate', `*${text}`],
      ['diff', 'good.json', name],
      ['diff', name, name],
      ['diff', `cut${text}.json`, name],
      ['migrate', '--check', name],
      ['migrate', '--check', '--target', '1.5354', name],
      ['migrate', `cut${text}.json`],
      ['egress', name],
      ['egress', '--format', 'hosts', name],
      ['export', name, '--format', 'reg', '-o', text],
      ['export', 'good.json', '-o', text],
      ['export', 'good.json', '--format', 'json', '--check', name],
      ['export', 'good.json', '--format', 'json', '--check', `missing${text}`],
      ['explain', text],
      ['completion', text],
      ['init', '--yes', '--set', `${text}=${text}`, '-o', name],
      ['init', '--yes', '--set', `organizationInstructions=${text}`, '-o', `new${text}`],
      ['init', '--yes', '--from', name, `new${text}`],
      ['models', name],
      ['report', '--offline', name, '-o', `${text}.html`, '--title', text],
      ['report', name, '--results', text],
      ['probe', name],
      ['probe', '--only', text, name],
      [text],
      [`--${text}`],
      ['validate', `--${text}`],
      ['help', text],
    ]) {
      const run = await runCli(argv, world);
      const said = `${argv.join(' ')}: ${run.stdout}${run.stderr}`;
      expect(run.code, said).not.toBe(3);
      expectHarmless(run.stdout);
      expectHarmless(run.stderr);
      // No line of ours begins with a text of theirs.
      expect(`${run.stdout}${run.stderr}`).not.toMatch(new RegExp(`^(?:\\d{4}-|\\[|")?${MARK}`, 'm'));
    }
  });

  test('a file that is written to a terminal', async () => {
    const text = `// \u001B[31m red \u009B2J \u202E\n{"deploymentDisplayName": "a\u009B31mb\u2028"}\n`;
    for (const argv of [
      ['migrate', '-'],
      ['export', '-', '--format', 'plist'],
      ['export', '-', '--format', 'json'],
    ])
      expectHarmless((await runCli(argv, { stdin: text, isTTY: true })).stdout);
    // Elsewhere it is a file and stays as it is.
    expect((await runCli(['migrate', '-'], { stdin: text })).stdout).toBe(text);
  });

  test('every text of one or two signs around an escape', () => {
    const signs = [
      '\u001B',
      '[',
      ']',
      '\u009B',
      '\u0007',
      '0',
      'm',
      '\n',
      ' ',
      ':',
      '#',
      '\u202E',
      '\u00AD',
      '\uD800',
    ];
    for (const a of signs)
      for (const b of signs)
        for (const c of signs)
          for (const d of signs) {
            const text = `${a}${b}${c}${d}:error::x##vso[a.b]`;
            expectHarmless(printable(text));
            expect(DRIVES.test(forTerminal(text).replace(/[\n\r]/g, ''))).toBe(false);
          }
  });

  test('a line may be broken anywhere without making a command', () => {
    for (const [, text] of cases)
      for (let width = 1; width < 60; width += 1)
        expect(obeyed(wrap(printable(`It holds ${text}.`, 500), width, '    '))).toEqual([]);
    expect(inert('http://[::1]:8080 and ::1, ::ffff:10.0.0.1, std::string, a::b::c, # a, ## b')).toBe(
      'http://[::1]:8080 and ::1, ::ffff:10.0.0.1, std::string, a::b::c, # a, ## b',
    );
  });
});

describe('promise: nothing from outside can add to a report', () => {
  const files = (text: string, { name }: { name: string }): string[] => [
    name,
    `cut${text}.json`,
    // A sign of a glob would make it one.
    `missing${text.replace(/[*?[\]{}]/g, '')}`,
    'good.json',
  ];

  test.each(cases)('%s, in JSON', async (_what, text) => {
    const world = worldOf(text);
    const run = await runCli(['validate', '--format', 'json', ...files(text, world)], world);
    expectHarmless(run.stdout);
    const report = JSON.parse(run.stdout) as { files: { file: string; diagnostics: unknown[] }[] };
    expect(Object.keys(report)).toEqual(['version', 'command', 'files', 'summary', 'exitCode']);
    expect(report.files.map(({ file }) => file)).toEqual(files(text, world));
    for (const argv of [
      ['diff', '--format', 'json', 'good.json', world.name],
      ['migrate', '--check', '--format', 'json', world.name],
      ['egress', '--format', 'json', world.name],
    ]) {
      const { stdout, stderr } = await runCli(argv, world);
      expectHarmless(stdout);
      expectHarmless(stderr);
      if (stdout !== '') expect(JSON.parse(stdout)).toMatchObject({ version: 1, command: argv[0] });
    }
  });

  test.each(cases)('%s, in GitHub annotations: a line a finding', async (_what, text) => {
    const world = worldOf(text);
    const names = files(text, world);
    const run = await runCli(['validate', '--format', 'github', ...names], world);
    const json = await runCli(['validate', '--format', 'json', ...names], world);
    const { summary } = JSON.parse(json.stdout) as { summary: Record<string, number> };
    const lines = run.stdout.trimEnd().split('\n');
    expectHarmless(run.stdout, true);
    expectHarmless(run.stderr);
    expect(lines).toHaveLength((summary.errors ?? 0) + (summary.warnings ?? 0) + (summary.infos ?? 0) + 2);
    expect(lines.pop()).toMatch(/^cowork-3p: 1 file could not be read, \d+ errors?/);
    for (const line of lines)
      expect(line).toMatch(
        /^::(?:error|warning|notice) file=[^:,]*(?:,(?:line|endLine|col|endColumn)=\d+)*,title=[^:,]*::\S/,
      );
    expect(lines.filter((line) => line.includes('%0A::') || /##[a-z]*\[/i.test(line))).toEqual([]);
  });

  test.each(cases)('%s, in SARIF: no rule, no result, no link', async (_what, text) => {
    const world = worldOf(text);
    const run = await runCli(['validate', '--format', 'sarif', ...files(text, world)], world);
    expectHarmless(run.stdout);
    const { runs } = JSON.parse(run.stdout) as Sarif;
    expect(runs).toHaveLength(1);
    for (const { tool, results, invocations } of runs) {
      expect(invocations).toHaveLength(1);
      for (const { id } of tool.driver.rules) expect(id).toMatch(/^[a-z0-9-]+$/);
      for (const { message, locations } of results) {
        expect(message.text).not.toMatch(/(?<!\\)\]\(/);
        for (const { physicalLocation } of locations)
          expect(physicalLocation.artifactLocation.uri).toMatch(/^(?:[\w.!~*'()/-]|%[0-9A-F]{2})+$/);
      }
    }
  });

  test.each(cases)('%s, in JUnit: no element', async (_what, text) => {
    const world = worldOf(text);
    const run = await runCli(['validate', '--format', 'junit', ...files(text, world)], world);
    expectHarmless(run.stdout);
    const elements = elementsOf(run.stdout);
    expect(elements.filter((name) => !JUNIT.has(name))).toEqual([]);
    expect(elements.filter((name) => name === 'testsuite')).toHaveLength(4);
    const declared = [...run.stdout.matchAll(/<testsuite name="[^"]*" tests="(\d+)"/g)].map(([, n]) =>
      Number(n),
    );
    expect(elements.filter((name) => name === 'testcase')).toHaveLength(declared.reduce((a, b) => a + b, 0));
  });

  test.each(cases)('%s, in the text of hosts: a host a line', async (_what, text) => {
    const world = worldOf(text);
    const json = await runCli(['egress', '--format', 'json', world.name], world);
    if (json.stdout === '') return;
    const { hosts } = JSON.parse(json.stdout) as { hosts: { host: string; port: number }[] };
    const { stdout } = await runCli(['egress', '--format', 'hosts', world.name], world);
    const lines = stdout.split('\n').filter((line) => line !== '');
    expect(lines).toHaveLength(new Set(hosts.map(({ host, port }) => `${host}:${port}`)).size);
    for (const line of lines) expect(line).toMatch(/^[\w*.[\]:-]+$/);
  });
});

interface Sarif {
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
    readonly invocations: readonly unknown[];
    readonly results: readonly {
      readonly message: { readonly text: string };
      readonly locations: readonly {
        readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } };
      }[];
    }[];
  }[];
}

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
