import { createClient } from '../../src/gateway/client.ts';
import type { ClientOptions, GatewayClient } from '../../src/gateway/types.ts';
import {
  startEmbeddedGateway,
  type EmbeddedGateway,
  type EmbeddedOptions,
} from '../../src/embedded-gateway/index.ts';

/** Runs a test against an embedded gateway with a client for it, and closes both whatever happens. */
export async function withGateway<T>(
  options: EmbeddedOptions,
  test: (world: { gateway: EmbeddedGateway; client: GatewayClient }) => Promise<T>,
): Promise<T> {
  const gateway = await startEmbeddedGateway(options);
  const client = clientFor(gateway.url, { credential: { scheme: 'bearer', token: gateway.apiKey } });
  try {
    return await test({ gateway, client });
  } finally {
    await client.close();
    await gateway.close();
  }
}

/** A client that sees no environment of the machine it runs on. */
export function clientFor(baseUrl: string, options: Partial<ClientOptions> = {}): GatewayClient {
  return createClient({ baseUrl, route: { env: {} }, ...options });
}

export const MESSAGES = '/v1/messages?beta=true';

export function ask(content: string, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { model: 'claude-haiku-4-5', max_tokens: 400, messages: [{ role: 'user', content }], ...more };
}
