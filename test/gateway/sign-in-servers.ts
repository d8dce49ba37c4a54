import { afterEach, beforeAll, vi } from 'vitest';
import type { OidcFacts } from '../../src/gateway/types.ts';
import type { CheckResult } from '../../src/probe/types.ts';
import { CLIENT } from '../support/oidc-server.ts';
import { probeAt } from '../support/replay-run.ts';

// oidc-provider tells every default it falls back to.
beforeAll(() => {
  for (const method of ['info', 'warn'] as const) vi.spyOn(console, method).mockReturnValue();
});

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});
/** Closes a server after the test that started it. */
export function kept<T extends { close(): Promise<unknown> }>(server: T): T {
  open.push(server);
  return server;
}

/** A client at an identity provider, as the configuration names it. */
export const OIDC: OidcFacts = {
  key: 'inferenceGatewayOidc',
  clientId: CLIENT,
  bearerTokenType: 'id_token',
  broker: false,
};

/** The results of some checks. */
export async function look(
  facts: Parameters<typeof probeAt>[0]['facts'],
  only: readonly string[],
  more: Parameters<typeof probeAt>[0]['options'] = {},
  url = 'http://127.0.0.1:9',
): Promise<{ readonly results: readonly CheckResult[] }> {
  return probeAt({
    url,
    key: 'sk-test',
    ...(facts === undefined ? {} : { facts }),
    options: { only, ...more },
  });
}
