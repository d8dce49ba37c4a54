import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startEmbeddedGateway, type EmbeddedGateway } from '../../../src/embedded-gateway/index.ts';

/*
 * What stands behind the gateways under test: the embedded gateway, which does what it is told, and in front of it
 * OpenAI's chat completions for gateways that translate. A verdict is then about the gateway, not about a model.
 */

/** The obedient upstream. */
export interface Upstream {
  /** Speaks the Messages API and POST /v1/chat/completions on one port. */
  readonly port: number;
  readonly key: string;
  close(): Promise<void>;
}

type Fields = Readonly<Record<string, unknown>>;

/** Starts it on a free loopback port. */
export async function startUpstream(models: readonly string[]): Promise<Upstream> {
  const messages = await startEmbeddedGateway({ apiKey: 'sk-upstream-0123456789', models, latencyMs: 4 });
  const server = createServer((request, response) => {
    answer(messages, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    key: messages.apiKey,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await messages.close();
    },
  };
}

async function answer(
  messages: EmbeddedGateway,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  if (request.url?.startsWith('/v1/chat/completions') !== true) {
    await passOn(messages.url, request, body, response);
    return;
  }
  const asked = JSON.parse(body.toString('utf8')) as Fields;
  const got = await fetch(`${messages.url}/v1/messages`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'anthropic-version': '2023-06-01',
      authorization: request.headers.authorization ?? '',
    },
    body: JSON.stringify(toMessages(asked)),
  });
  const json = (await got.json()) as Fields;
  if (!got.ok) {
    response.writeHead(got.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ error: json.error }));
    return;
  }
  if (asked.stream === true) await streamChat(json, asked, response);
  else {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(toChat(json, asked)));
  }
}

/** Everything but the translated route goes through byte by byte. */
async function passOn(
  base: string,
  request: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
): Promise<void> {
  const headers = Object.fromEntries(
    Object.entries(request.headers).filter(
      ([name]) => !/^(?:host|connection|content-length|transfer-encoding|expect|accept-encoding)$/.test(name),
    ),
  ) as Record<string, string>;
  const got = await fetch(base + (request.url ?? '/'), {
    method: request.method ?? 'GET',
    headers,
    ...(body.length === 0 ? {} : { body }),
  });
  const passed = [...got.headers].filter(
    ([name]) => !/^(?:connection|transfer-encoding|keep-alive)$/.test(name),
  );
  response.writeHead(got.status, Object.fromEntries(passed));
  if (got.body !== null) for await (const chunk of got.body) response.write(chunk);
  response.end();
}

/** A chat completion request as a Messages request. */
function toMessages(asked: Fields): Fields {
  const system: string[] = [];
  const messages: { role: string; content: unknown }[] = [];
  for (const message of asked.messages as readonly Fields[]) {
    const text = textOf(message.content);
    // LiteLLM makes such notes of the system messages that stand among the others.
    const isNote = message.role === 'user' && text.startsWith('Operator note (not from the user)');
    if (message.role === 'system' || message.role === 'developer' || isNote) system.push(text);
    else if (message.role === 'tool') {
      const result = { type: 'tool_result', tool_use_id: message.tool_call_id, content: text };
      const last = messages.at(-1);
      if (last?.role === 'user' && Array.isArray(last.content)) last.content.push(result);
      else messages.push({ role: 'user', content: [result] });
    } else if (message.role === 'assistant' && Array.isArray(message.tool_calls)) {
      const calls = (message.tool_calls as readonly { id: string; function: Fields }[]).map((call) => ({
        type: 'tool_use',
        id: call.id,
        name: call.function.name,
        input: JSON.parse(String(call.function.arguments) || '{}') as unknown,
      }));
      messages.push({
        role: 'assistant',
        content: [...(text === '' ? [] : [{ type: 'text', text }]), ...calls],
      });
    } else messages.push({ role: String(message.role), content: blocksOf(message.content) });
  }
  const tools = (asked.tools as readonly { function: Fields }[] | undefined)?.map((tool) => ({
    name: tool.function.name,
    description: tool.function.description,
    input_schema: tool.function.parameters,
  }));
  const forced = asked.tool_choice;
  return {
    model: modelBehind(String(asked.model)),
    max_tokens: asked.max_tokens ?? asked.max_completion_tokens ?? 4096,
    messages,
    ...(system.length === 0 ? {} : { system: system.map((text) => ({ type: 'text', text })) }),
    ...(tools === undefined || tools.length === 0 ? {} : { tools }),
    ...(typeof forced === 'object' && forced !== null
      ? { tool_choice: { type: 'tool', name: (forced as { function: Fields }).function.name } }
      : forced === 'required'
        ? { tool_choice: { type: 'any' } }
        : {}),
  };
}

/** Names of the other vendor stand for the models behind. */
function modelBehind(name: string): string {
  return name.replace(/^gpt-/, 'claude-');
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return (content as readonly Fields[]).map(({ text }) => (typeof text === 'string' ? text : '')).join('\n');
}

function blocksOf(content: unknown): unknown {
  if (!Array.isArray(content)) return content ?? '';
  return (content as readonly Fields[]).flatMap(({ type, text }) =>
    type === 'text' ? [{ type: 'text', text }] : [],
  );
}

interface Block {
  readonly type: string;
  readonly id?: string;
  readonly name?: string;
  readonly text?: string;
  readonly input?: unknown;
}

function chatParts({ content, stop_reason: stop, usage }: Fields): {
  readonly text: string;
  readonly calls: readonly Fields[];
  readonly reason: string;
  readonly usage: Fields;
} {
  const blocks = content as readonly Block[];
  const { input_tokens: input, output_tokens: output } = usage as {
    input_tokens: number;
    output_tokens: number;
  };
  return {
    text: blocks.map(({ text = '' }) => text).join(''),
    calls: blocks
      .filter(({ type }) => type === 'tool_use')
      .map(({ id = '', name, input: given }, index) => ({
        index,
        id: id.replace(/^toolu_/, 'call_'),
        type: 'function',
        function: { name, arguments: JSON.stringify(given) },
      })),
    reason: stop === 'tool_use' ? 'tool_calls' : stop === 'max_tokens' ? 'length' : 'stop',
    usage: { prompt_tokens: input, completion_tokens: output, total_tokens: input + output },
  };
}

function toChat(message: Fields, asked: Fields): Fields {
  const { text, calls, reason, usage } = chatParts(message);
  const said = {
    role: 'assistant',
    content: text === '' ? null : text,
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
  };
  return {
    id: 'chatcmpl-0001',
    object: 'chat.completion',
    created: 1,
    model: asked.model,
    choices: [{ index: 0, message: said, finish_reason: reason }],
    usage,
  };
}

async function streamChat(message: Fields, asked: Fields, response: ServerResponse): Promise<void> {
  const { text, calls, reason, usage } = chatParts(message);
  const head = { id: 'chatcmpl-0001', object: 'chat.completion.chunk', created: 1, model: asked.model };
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const send = async (choices: readonly unknown[], more: Fields = {}): Promise<void> => {
    response.write(`data: ${JSON.stringify({ ...head, choices, ...more })}\n\n`);
    await new Promise((resolve) => setTimeout(resolve, 4));
  };
  const piece = (delta: unknown, finish: string | null = null): Promise<void> =>
    send([{ index: 0, delta, finish_reason: finish }]);
  await piece({ role: 'assistant', content: '' });
  for (const part of text.match(/[\s\S]{1,8}/g) ?? []) await piece({ content: part });
  for (const call of calls) {
    const { arguments: input, name } = call.function as { arguments: string; name: string };
    await piece({ tool_calls: [{ ...call, function: { name, arguments: '' } }] });
    for (const part of input.match(/[\s\S]{1,16}/g) ?? [])
      await piece({ tool_calls: [{ index: call.index, function: { arguments: part } }] });
  }
  await piece({}, reason);
  await send([], { usage });
  response.end('data: [DONE]\n\n');
}
