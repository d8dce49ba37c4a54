import { expect } from 'vitest';
import type { FaultName } from '../../../src/embedded-gateway/index.ts';
import { ask } from '../../support/gateway-client.ts';
import { tools, type World } from './world.ts';

/** Faults that need a request of their own to show. */
export const OTHERS = {
  waf: async ({ health, post }) => {
    expect(await health()).toMatchObject({ value: { status: 200 } });
    expect(await post(ask('cat /etc/passwd'))).toMatchObject({ value: { status: 403 } });
  },
  'body-limit-1mb': async ({ post }) => {
    const padded = (bytes: number): Uint8Array => {
      const body = Buffer.alloc(bytes, 0x20);
      Buffer.from(JSON.stringify(ask('.'))).copy(body);
      return body;
    };
    expect(await post(padded(900_000))).toMatchObject({ value: { status: 200 } });
    expect(await post(padded(1_200_000))).toMatchObject({
      value: { status: 413, json: undefined, text: expect.stringContaining('nginx') as string },
    });
  },
  'open-auth': async ({ post }) => {
    expect(await post(ask('.'), { credential: { scheme: 'bearer', token: 'wrong' } })).toMatchObject({
      value: { status: 200 },
    });
    expect(await post(ask('.'), { credential: 'none' })).toMatchObject({ value: { status: 200 } });
  },
  'bearer-only': async ({ gateway, health, post }) => {
    expect(await health()).toMatchObject({ value: { status: 200 } });
    expect(
      await post(ask('.'), { credential: { scheme: 'x-api-key', token: gateway.apiKey } }),
    ).toMatchObject({ value: { status: 401 } });
  },
  'both-headers-refused': async ({ health, post }) => {
    expect(await health()).toMatchObject({ value: { status: 200 } });
    expect(await post(ask('.'), { credential: 'both' })).toMatchObject({ value: { status: 400 } });
  },
  'count-tokens-404': (world) => counting(world, 404),
  'count-tokens-html': (world) => counting(world, 404),
  'count-tokens-hang': async ({ client, limits }) => {
    const outcome = await client.send({
      method: 'POST',
      path: '/v1/messages/count_tokens',
      body: ask('.'),
      ...limits(),
    });
    expect(outcome).toMatchObject({ failure: { kind: 'timeout' } });
  },
  'errors-text': (world) => shapeOf(world, { text: expect.not.stringContaining('{') as string }),
  'errors-openai': (world) => shapeOf(world, { json: { error: { code: null } } }),
  'errors-fastapi': (world) => shapeOf(world, { json: { detail: expect.any(String) as string } }),
  'errors-azure': (world) => shapeOf(world, { json: { statusCode: 404 } }),
  'errors-html': (world) => shapeOf(world, { text: expect.stringContaining('<center>') as string }),
  'errors-500': (world) => shapeOf(world, { status: 500 }),
  'unknown-model-answered': async ({ post }) => {
    expect(await post({ ...ask('Say yes.'), model: 'claude-none' })).toMatchObject({
      value: { status: 200 },
    });
  },
  'drops-fields': async ({ gateway, post }) => {
    const body = ask('.', { output_config: { effort: 'bogus' } });
    expect(await post(body)).toMatchObject({ value: { status: 200 } });
    gateway.faults.clear();
    expect(await post(body)).toMatchObject({ value: { status: 400 } });
  },
  'strips-betas': async ({ gateway, post }) => {
    const headers = { 'anthropic-beta': 'cowork-probe-9999-01-01' };
    expect(await post(ask('.'), { headers })).toMatchObject({ value: { status: 200 } });
    gateway.faults.clear();
    expect(await post(ask('.'), { headers })).toMatchObject({ value: { status: 400 } });
  },
  'tool-results-lost': async ({ post }) => {
    const outcome = await post(resulted());
    expect(outcome).toMatchObject({
      value: { status: 200, text: expect.not.stringContaining('nonce42') as string },
    });
  },
  'tool-results-refused': async ({ post }) => {
    expect(await post(resulted())).toMatchObject({ value: { status: 400 } });
  },
  'schemas-whole': async ({ post }) => {
    const whole = { $schema: 'https://json-schema.org/draft/2020-12/schema', additionalProperties: false };
    const statusWith = async (more: object): Promise<unknown> => {
      const input_schema = { type: 'object', properties: {}, ...more };
      const answer = await post(ask('.', { tools: [{ name: 'probe_echo', input_schema }] }));
      return answer.ok ? answer.value.status : answer.failure;
    };
    expect(await statusWith(whole)).toBe(200);
    expect(await statusWith({ ...whole, $schema: undefined })).toBe(400);
    expect(await statusWith({ ...whole, additionalProperties: true })).toBe(400);
  },
  'models-hang': async ({ models }) => {
    expect(await models()).toMatchObject({ failure: { kind: 'timeout', phase: 'first-byte' } });
  },
  'models-public': async ({ client, post }) => {
    expect(await client.send({ method: 'GET', path: '/v1/models', credential: 'none' })).toMatchObject({
      value: { status: 200 },
    });
    expect(await post(ask('.'), { credential: 'none' })).toMatchObject({ value: { status: 401 } });
  },
} as const satisfies Partial<Record<FaultName, (world: World) => Promise<void>>>;

async function counting({ client, limits }: World, status: number): Promise<void> {
  const outcome = await client.send({
    method: 'POST',
    path: '/v1/messages/count_tokens',
    body: ask('.'),
    ...limits(),
  });
  expect(outcome).toMatchObject({ value: { status } });
}

/** The shape of a true error: an unknown model. */
async function shapeOf({ health, post }: World, value: object): Promise<void> {
  expect(await health()).toMatchObject({ value: { status: 200 } });
  expect(await post({ ...ask('.'), model: 'claude-none' })).toMatchObject({
    ok: true,
    value: { status: 404, ...value },
  });
}

function resulted(): object {
  return {
    ...ask(''),
    tools,
    messages: [
      { role: 'user', content: 'Call the tool.' },
      { role: 'assistant', content: [{ type: 'tool_use', id: 'toolu_1', name: 'probe_echo', input: {} }] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: 'nonce42' }] },
    ],
  };
}
