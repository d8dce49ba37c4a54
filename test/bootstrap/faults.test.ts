import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  SERVED_FAULTS,
  servedFaultNames,
  startBootstrapServer,
  type BootstrapServer,
} from '../../src/embedded-bootstrap/index.ts';
import { golden } from '../support/golden.ts';
import { runCli } from '../support/io.ts';
import { checked, ROLE } from './support.ts';

/** Faults of time take as long as the limit. */
const SLOW: readonly string[] = ['slow-body', 'drip'];
const PATIENCE = '3000';

/** What is said of each fault: of the answer, of its body, and of what the app makes of it. */
const texts = golden('bootstrap/faults.txt');
/** Without what differs from run to run. */
const steady = (text: string): string =>
  text
    .replaceAll(/(127\.0\.0\.1|localhost|\[::1\]):\d+/g, '$1:PORT')
    .replaceAll(/\b\d+(?:\.\d+)? m?s\b/g, 'TIME')
    .replaceAll(/\byear \d+|\b1\d{9}(?:\d{3}){0,2}\b|\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'DATE');

let server: BootstrapServer;
let token: string;
beforeAll(async () => {
  server = await startBootstrapServer({ roles: new Map([['everybody', ROLE]]), expiresInMs: 3_600_000 });
  token = server.tokens.get('everybody') ?? '';
});
afterAll(() => server.close());

describe('every fault of the embedded bootstrap server is named, and nothing else', () => {
  test('there are many, and a few good ones', () => {
    expect(servedFaultNames.length).toBeGreaterThan(80);
    expect(servedFaultNames.filter((name) => name.startsWith('good'))).toHaveLength(4);
  });
  test('the address without a fault is good', async () => {
    for (const url of [server.url, `${server.origin}/bootstrap`]) {
      const { report, problems } = await checked(url, token, [], { OTHER: server.foreignToken });
      expect([report.outcome, problems]).toEqual(['good', []]);
    }
  });
  test.for(servedFaultNames)('%s', async (name) => {
    const flags = ['--timeout', SLOW.includes(name) ? '400' : PATIENCE];
    const { report, problems, run } = await checked(server.urlOf(name), token, flags, {
      OTHER: server.foreignToken,
    });
    const fault = SERVED_FAULTS[name];
    expect([...problems].sort()).toEqual([...fault.says].sort());
    if (fault.says.length === 0) {
      expect(run.code).toBe(0);
      expect(report.outcome).toBe('good');
      // Notes are no warnings; without them it is silent.
      expect(report.body?.diagnostics.filter(({ severity }) => severity !== 'info')).toEqual([]);
    }
    expect(run.stdout + run.stderr).not.toContain(token);
    if (SLOW.includes(name)) return;
    const { checks, body } = report;
    const lines = [
      ...checks
        .filter(({ status }) => status !== 'pass')
        .map(
          (one) => `${one.status} ${one.id}: ${one.detail}${one.hint === null ? '' : `\n  → ${one.hint}`}`,
        ),
      ...(body === null
        ? ['no body']
        : [
            `form ${body.form}`,
            ...body.diagnostics.map((one) => `${one.severity} ${one.code}: ${one.message}`),
            ...body.dropped.map(({ path, why }) => `dropped ${path}: ${why}`),
            ...body.consent.map(({ path, does }) => `consent ${path}: ${does}`),
          ]),
    ];
    texts.check(name, steady(lines.join('\n')));
  });

  /* The reports that people and build servers read, of an answer with much to say. */
  const POLICY = {
    bootstrapUrl: 'https://config.example.com/user/bootstrap',
    disableAutoUpdates: true,
    inferenceProvider: 'gateway',
  };
  test.for([
    ['good', 'text'],
    ['good', 'text', '--quiet'],
    ['good', 'junit'],
    ['no-etag', 'text'],
    ['no-etag', 'junit', '--strict'],
    ['excluded-keys', 'text', '--managed', 'policy.json'],
    ['excluded-keys', 'junit', '--managed', 'policy.json'],
    ['cacheable', 'text', '--quiet'],
    ['html-200', 'text'],
    ['html-200', 'junit'],
  ])('%s', async ([fault = '', format = '', ...flags]) => {
    const run = await runCli(
      ['bootstrap', 'check', server.urlOf(fault as 'good'), '--token-env', 'T', '--format', format, ...flags],
      {
        files: { 'policy.json': JSON.stringify(POLICY) },
        env: { T: token, NO_PROXY: '127.0.0.1' },
        now: Date.now,
      },
    );
    const title = `${[fault, format, ...flags].join(' ')}: exit ${String(run.code)}`;
    texts.check(title, steady(run.stdout + run.stderr).replace(/time="[\d.]+"/g, 'time="0"'));
  });
});
