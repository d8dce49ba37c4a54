import { createClient } from '../../src/gateway/client.ts';
import type { GatewayFacts } from '../../src/probe/check.ts';
import { runProbe, type ProbeOptions, type ProbeReport } from '../../src/probe/probe.ts';
import type { CheckResult } from '../../src/probe/types.ts';
import type { Credential } from '../../src/gateway/types.ts';
import type { Route } from '../../src/net/types.ts';

interface ProbedGateway {
  readonly url: string;
  /** No key: the configuration gives no credential. */
  readonly key?: string;
  readonly facts?: Partial<GatewayFacts>;
  readonly route?: Route;
  readonly options?: Partial<Omit<ProbeOptions, 'client' | 'facts' | 'route' | 'credential'>>;
}

/** Probes a gateway on loopback, and closes the client whatever happens. */
export async function probeAt({
  url,
  key,
  facts = {},
  route = { env: {} },
  options = {},
}: ProbedGateway): Promise<ProbeReport> {
  const scheme = facts.scheme ?? 'bearer';
  const credential: Credential | undefined = key === undefined ? undefined : { scheme, token: key };
  const given = credential === undefined ? {} : { credential };
  const headers = facts.customHeaders ?? {};
  const client = createClient({ baseUrl: url, headers, route, ...given });
  try {
    return await runProbe({
      client,
      ...given,
      route,
      facts: { baseUrl: url, scheme, customHeaders: {}, models: [], ...facts },
      // Long enough for a machine that is busy; a test of silence gives shorter ones.
      timeouts: { connect: 5000, firstByte: 15_000, idle: 15_000, total: 30_000 },
      ...options,
    });
  } finally {
    await client.close();
  }
}

/** `id` of every result of a status, in order. */
export function idsOf(
  report: Pick<ProbeReport, 'results'>,
  status: CheckResult['status'],
): readonly string[] {
  return report.results.filter((result) => result.status === status).map(({ id }) => id);
}

export function resultOf(report: Pick<ProbeReport, 'results'>, id: string): CheckResult {
  const result = report.results.find((each) => each.id === id);
  if (result === undefined) throw new Error(`no result of ${id}`);
  return result;
}

/** Everything a report shows to a person. */
export function wordsOf({ results }: Pick<ProbeReport, 'results'>): string {
  return results.map(({ detail, hint }) => `${detail}\n${hint ?? ''}`).join('\n');
}

/** The status of each result, with the check that blocked it. */
export function statusesOf(results: readonly CheckResult[]): Record<string, string> {
  return Object.fromEntries(
    results.map(({ id, status, blockedBy }) => [
      id,
      blockedBy === undefined ? status : `skip < ${blockedBy}`,
    ]),
  );
}
