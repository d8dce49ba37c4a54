import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Scenario } from '../../gateways/scenarios.ts';
import { ENGINE, runEngine, type Turn, type TurnKind } from '../engine.ts';
import { makeCertificates, type Certificates } from '../gateway-certificates.ts';
import { runCli } from '../io.ts';
import { findProgram, type Program } from './programs.ts';
import { startProgram, type Running, type Values } from './start.ts';
import type { Upstream } from './upstream.ts';

const FIXTURES = path.resolve('fixtures/gateways');

/** A scenario that runs, and how to reach it. */
export interface Setting {
  /** What the app is told as base URL. */
  readonly base: string;
  readonly key: string;
  /** The proxy of the way, for a scenario that is one. */
  readonly proxy?: string;
  readonly certificates?: Certificates;
  log(): string;
  close(): Promise<void>;
}

/** What probe said. */
export interface Probed {
  readonly code: number;
  readonly works: string;
  readonly sentence: string;
  /** Names of the products it recognised. */
  readonly products: readonly string[];
  /** Detail and hint of everything that is not a pass, a line each. */
  readonly trouble: string;
  readonly stderr: string;
}

/** The programs a scenario needs, or the name of the first that is missing. */
export function programsOf({ program, front }: Scenario): readonly Program[] | string {
  const wanted = [program, ...(front === undefined ? [] : [front.program])];
  const found = wanted.map((id) => findProgram(id));
  const missing = wanted.find((_, at) => found[at] === undefined);
  return missing ?? found.filter((one) => one !== undefined);
}

/** Starts the products of a scenario in front of the upstream. */
export async function startScenario(
  scenario: Scenario,
  programs: readonly Program[],
  upstream: Upstream,
): Promise<Setting> {
  const certificates = scenario.tls === undefined ? undefined : makeCertificates();
  const values = (template: string, port: number): Values => ({
    template: path.resolve(FIXTURES, template),
    upstreamPort: port,
    upstreamKey: upstream.key,
    files: { ...filesOf(scenario), ...pemFiles(certificates) },
  });
  const running: Running[] = [];
  const close = async (): Promise<void> => {
    for (const one of running.toReversed()) await one.close();
  };
  try {
    const [program, front] = programs;
    if (program === undefined) throw new Error('no program');
    running.push(await startProgram(program, values(scenario.template, upstream.port)));
    if (front !== undefined && scenario.front !== undefined)
      running.push(await startProgram(front, values(scenario.front.template, portOf(running))));
  } catch (error) {
    await close();
    throw error;
  }
  const scheme = scenario.tls === undefined ? 'http' : 'https';
  const own = `${scheme}://127.0.0.1:${String(portOf(running))}`;
  return {
    base:
      scenario.forward === true ? `http://127.0.0.1:${String(upstream.port)}` : own + (scenario.path ?? ''),
    key: scenario.key ?? upstream.key,
    ...(scenario.forward === true ? { proxy: own } : {}),
    ...(certificates === undefined ? {} : { certificates }),
    log: () => running.map((one) => one.log()).join('\n'),
    close,
  };
}

function portOf(running: readonly Running[]): number {
  return running.at(-1)?.port ?? 0;
}

function filesOf({ files = [] }: Scenario): Record<string, string> {
  return Object.fromEntries(
    files.map((file) => [path.basename(file), readFileSync(path.join(FIXTURES, file), 'utf8')]),
  );
}

function pemFiles(certificates: Certificates | undefined): Record<string, string> {
  if (certificates === undefined) return {};
  const { ca, good } = certificates;
  return { 'ca.pem': ca, 'server.pem': good.cert, 'server.key': good.key };
}

/** The configuration of Claude Desktop that a scenario has. */
export function configOf({ id, config = 'cowork-3p.json' }: Scenario): string {
  return readFileSync(path.join(FIXTURES, path.dirname(id), config), 'utf8');
}

/** Probes a scenario through the whole program. */
export async function probeScenario(
  scenario: Scenario,
  setting: Setting,
  upstream: Upstream,
): Promise<Probed> {
  const { certificates, proxy } = setting;
  const tls =
    certificates === undefined
      ? []
      : [
          '--ca',
          'ca.pem',
          ...(scenario.tls === 'client' ? ['--client-cert', 'c.pem', '--client-key', 'c.key'] : []),
        ];
  const run = await runCli(['probe', 'cowork-3p.json', '--format', 'json', '--timeout', '15000', ...tls], {
    files: {
      'cowork-3p.json': configOf(scenario),
      ...(certificates === undefined
        ? {}
        : { 'ca.pem': certificates.ca, 'c.pem': certificates.client.cert, 'c.key': certificates.client.key }),
    },
    env: {
      GATEWAY_URL: setting.base,
      INFERENCE_GATEWAY_API_KEY: setting.key,
      UPSTREAM_URL: `http://127.0.0.1:${String(upstream.port)}/v1`,
      ...(proxy === undefined ? {} : { HTTP_PROXY: proxy, HTTPS_PROXY: proxy }),
    },
    now: () => Date.now(),
  });
  return { code: run.code, stderr: run.stderr, ...readReport(run.stdout) };
}

interface Report {
  readonly verdict?: { readonly works?: string; readonly sentence?: string };
  readonly products?: readonly { readonly name: string; readonly version?: string }[];
  readonly checks: readonly {
    readonly id: string;
    readonly status: string;
    readonly inconclusive?: boolean;
    readonly detail: string;
    readonly hint?: string | null;
  }[];
}

function readReport(text: string): Omit<Probed, 'code' | 'stderr'> {
  const { verdict = {}, products = [], checks } = JSON.parse(text) as Report;
  return {
    works: verdict.works ?? 'none',
    sentence: verdict.sentence ?? '',
    products: products.map(({ name, version }) => (version === undefined ? name : `${name} ${version}`)),
    trouble: checks
      .filter(({ status, inconclusive }) => status === 'warn' || status === 'fail' || inconclusive === true)
      .map(({ id, status, detail, hint }) => `${status} ${id}: ${detail} => ${hint ?? ''}`)
      .join('\n'),
  };
}

/** What the engine does on text and tool turns of each model. */
export async function engineOn(
  scenario: Scenario,
  setting: Setting,
  upstream: Upstream,
): Promise<readonly Turn[]> {
  if (ENGINE === undefined || scenario.engine === 'skip') return [];
  const { proxy, certificates } = setting;
  const env: Record<string, string> = {
    ...(proxy === undefined ? {} : { HTTP_PROXY: proxy, HTTPS_PROXY: proxy, NO_PROXY: '' }),
    // Its own number of retries.
    ...(scenario.counts === true ? { CLAUDE_CODE_MAX_RETRIES: '10' } : {}),
  };
  const tls = certificates === undefined ? {} : { ca: certificates.ca };
  const turns: Turn[] = [];
  for (const model of scenario.models ?? ['claude-haiku-4-5', 'claude-sonnet-4-6', 'claude-opus-4-8']) {
    for (const kind of ['text', 'tool'] satisfies TurnKind[]) {
      turns.push(
        await runEngine({
          base: setting.base,
          key: setting.key,
          model,
          kind,
          env,
          headers: headersOf(scenario, setting, upstream),
          tls: { ...tls, ...(scenario.tls === 'client' ? certificates?.client : {}) },
          scheme: scenario.program.startsWith('portkey') ? 'x-api-key' : 'bearer',
        }),
      );
    }
  }
  return turns;
}

/** `inferenceCustomHeaders` of the configuration, references filled in. */
export function headersOf(scenario: Scenario, setting: Setting, upstream: Upstream): Record<string, string> {
  const { inferenceCustomHeaders: headers = {} } = JSON.parse(configOf(scenario)) as {
    readonly inferenceCustomHeaders?: Record<string, string>;
  };
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      value
        .replaceAll('${env:INFERENCE_GATEWAY_API_KEY}', setting.key)
        .replaceAll('${env:UPSTREAM_URL}', `http://127.0.0.1:${String(upstream.port)}/v1`),
    ]),
  );
}
