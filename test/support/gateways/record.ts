import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { SeenAnswer } from '../../../src/probe/products/index.ts';
import type { Setting } from './run.ts';

/** An answer of a real product, as a fixture. */
export interface Recorded extends SeenAnswer {
  /** What was asked. */
  readonly request: string;
}

/** Below this folder lies a file a scenario. */
export const RECORDED = 'fixtures/gateways/recorded';

const MESSAGE = {
  model: 'claude-haiku-4-5',
  max_tokens: 20,
  messages: [{ role: 'user', content: 'Say hello' }],
};

/** Asks what shows a product best, and keeps the answers with keys, ids, dates and ports replaced. */
export async function record(
  id: string,
  setting: Setting,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  if (setting.certificates !== undefined || setting.proxy !== undefined) return;
  const ask = async (request: string, url: string, key: string, body?: unknown): Promise<Recorded> => {
    const send = (): Promise<Response> =>
      fetch(setting.base + url, {
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${key}`,
          'x-api-key': key,
          'anthropic-version': '2023-06-01',
          'anthropic-beta': 'claude-code-20250219',
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        redirect: 'manual',
        signal: AbortSignal.timeout(20_000),
      });
    // A server that refused the request before, unread, may have closed the connection that is used again.
    const answer = await send().catch(send);
    const text = (await answer.text()).slice(0, 1500);
    const clean = (value: string): string =>
      value
        .replaceAll(setting.key, 'KEY')
        .replaceAll('sk-upstream-0123456789', 'UPSTREAM-KEY')
        .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT')
        .replace(/\b[0-9a-f]{8}-[0-9a-f-]{27}\b|\b[0-9a-f]{64}\b/g, 'ID')
        .replace(/0x[0-9a-f]{8,16}|'127\.0\.0\.1', \d+/g, 'ID')
        .replace(/\/tmp\/[\w./-]+/g, '/DIR');
    const kept = [...answer.headers].filter(
      ([name]) => !/^(?:date|set-cookie|x-litellm-.*-ms|x-litellm-.*(?:cost|spend).*)$/.test(name),
    );
    return {
      request,
      status: answer.status,
      headers: Object.fromEntries(kept.map(([name, value]) => [name, clean(value)])),
      text: clean(text),
    };
  };
  const { key } = setting;
  const answers = [
    await ask('POST /v1/messages', '/v1/messages', key, MESSAGE),
    await ask('POST /v1/messages with a wrong key', '/v1/messages', 'sk-wrong', MESSAGE),
    await ask('POST /v1/messages with an unknown model', '/v1/messages', key, {
      ...MESSAGE,
      model: 'claude-none-1',
    }),
    await ask('POST /v1/messages of 150 KB', '/v1/messages', key, {
      ...MESSAGE,
      system: 'x'.repeat(150_000),
    }),
    await ask('GET /v1/models', '/v1/models', key),
    await ask('GET /nowhere', '/nowhere', key),
  ];
  mkdirSync(RECORDED, { recursive: true });
  writeFileSync(path.join(RECORDED, `${id.replace('/', '-')}.json`), `${JSON.stringify(answers, null, 2)}\n`);
}
