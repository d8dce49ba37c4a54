import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/* A gateway that brings back the credential it was sent: in every place of an answer, and written in every way. */

/** Ways to write a secret that are promised to be found, and what only looks like another way. */
export const FORMS: Readonly<Record<string, (secret: string) => string>> = {
  plain: (s) => s,
  'behind a scheme': (s) => `Bearer ${s}`,
  'sequences of a terminal inside': (s) =>
    `${s.slice(0, 5)}\u001b[0m${s.slice(5, 10)}\u001b[1m${s.slice(10)}`,
  'control characters between': (s) => Array.from(s).join('\u0007'),
  'marks between': (s) => `${s.slice(0, 6)}\uFEFF${s.slice(6, 12)}\u202E${s.slice(12)}`,
  'characters between that nobody sees': (s) => `${s.slice(0, 5)}\u200B${s.slice(5, 10)}\u00AD${s.slice(10)}`,
  base64: (s) => Buffer.from(s).toString('base64'),
  'base64 behind a user': (s) => Buffer.from(`user:${s}`).toString('base64'),
  base64url: (s) => Buffer.from(s).toString('base64url'),
  hexadecimal: (s) => Buffer.from(s).toString('hex'),
  'URL-encoded': (s) => encodeURIComponent(s),
  'JSON-escaped': (s) => JSON.stringify(s),
  'without its end': (s) => s.slice(0, -3),
  'without its beginning': (s) => s.slice(3),
};

type Answer = (echo: string, request: Asked, response: ServerResponse) => void;
interface Asked {
  readonly url: string;
  readonly body: string;
}

const JSON_TYPE = { 'content-type': 'application/json' };
const failure = (type: string, message: string): string =>
  JSON.stringify({ type: 'error', error: { type, message } });
const event = (value: { readonly type: string }): string =>
  `event: ${value.type}\ndata: ${JSON.stringify(value)}\n\n`;
const message = (text: string, more: object = {}): object => ({
  id: text,
  type: 'message',
  role: 'assistant',
  model: text,
  content: [{ type: 'text', text }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: { input_tokens: 1, output_tokens: 1 },
  ...more,
});
const model = (id: string, name: string): object => ({
  type: 'model',
  id,
  display_name: name,
  created_at: name,
});
const list = (...data: readonly object[]): string => JSON.stringify({ data, has_more: false });
const HEADERS = [
  'server',
  'www-authenticate',
  'x-request-id',
  'request-id',
  'retry-after',
  'via',
  'x-litellm-version',
  'set-cookie',
  'location',
  'x-echo',
];

/** A header is left out where the echo cannot stand in one. */
function withHeaders(response: ServerResponse, names: readonly string[], value: string): void {
  for (const name of names)
    try {
      response.setHeader(name, value);
    } catch {
      // No character for a field.
    }
}

/** Where the credential comes back. */
export const PLACES: Readonly<Record<string, Answer>> = {
  'the message of a refusal': (s, _, response) =>
    response.writeHead(401, JSON_TYPE).end(failure('authentication_error', `invalid key ${s}`)),
  'the type of an error': (s, _, response) => response.writeHead(400, JSON_TYPE).end(failure(s, `bad ${s}`)),
  'plain text': (s, _, response) =>
    response.writeHead(500, { 'content-type': 'text/plain' }).end(`oops ${s}`),
  'a page': (s, _, response) =>
    response.writeHead(403, { 'content-type': 'text/html' }).end(`<title>${s}</title><h1>denied ${s}</h1>`),
  'a body in pieces': (s, _, response) => {
    const body = failure('rate_limit_error', `slow down ${s}`);
    response.writeHead(429, { ...JSON_TYPE, 'retry-after': '0' }).write(body.slice(0, 70));
    setTimeout(() => response.end(body.slice(70)), 5);
  },
  'errors of another kind': (s, _, response) =>
    response
      .writeHead(422, JSON_TYPE)
      .end(
        JSON.stringify({ detail: [{ loc: ['body', s], msg: s, type: s }], message: { [s]: s }, errors: [s] }),
      ),
  headers: (s, _, response) => {
    withHeaders(response, HEADERS, s);
    response.writeHead(401, JSON_TYPE).end(failure('authentication_error', 'x'));
  },
  'the type of the content': (s, _, response) => {
    withHeaders(response, ['content-type'], s);
    response.writeHead(200).end(s);
  },
  'the path of a redirect': (s, _, response) =>
    response.writeHead(302, { location: `https://evil.example.com/${encodeURIComponent(s)}/x?key=x` }).end(),
  'the host of a redirect': (s, _, response) =>
    response.writeHead(307, { location: `https://u:p@${/^[\w-]+$/.test(s) ? s : 'x'}.example.com/` }).end(),
  'the list of models': (s, { url }, response) =>
    response
      .writeHead(200, JSON_TYPE)
      .end(
        url.includes('models')
          ? list(model(`claude-${s}`, s), model(s, `Claude ${s}`), model('claude-opus-5', 'x'))
          : JSON.stringify(message(`claude-${s}`)),
      ),
  'a message and its stream': (s, { url, body }, response) => {
    if (url.includes('models')) response.writeHead(200, JSON_TYPE).end(list(model('claude-opus-5', 'x')));
    else if (/"stream":\s*true/.test(body)) {
      const delta = event({
        type: 'content_block_delta',
        ...{ index: 0, delta: { type: 'input_json_delta', partial_json: `{"${s}"` } },
      });
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(event({ type: 'message_start', ...{ message: message(s, { content: [] }) } }));
      response.write(
        event({
          type: 'content_block_start',
          ...{ index: 0, content_block: { type: 'tool_use', id: s, name: s, input: {} } },
        }),
      );
      response.write(delta.slice(0, delta.length / 2));
      setTimeout(() => {
        response.write(`${delta.slice(delta.length / 2)}event: ${s}\ndata: ${s}\n\n${event({ type: s })}`);
        response.end(event({ type: 'error', ...{ error: { type: s, message: `boom ${s}` } } }));
      }, 5);
    } else
      response.writeHead(200, JSON_TYPE).end(JSON.stringify(message(s, { stop_reason: s, role: s, [s]: s })));
  },
};

/** Which place and form the next answers take. */
export interface EchoingGateway {
  readonly url: string;
  answer(place: string, form: string): void;
  close(): Promise<void>;
}

/** On loopback; it echoes a bearer token, a key, or the header `x-tenant`. */
export async function startEchoingGateway(): Promise<EchoingGateway> {
  let place: Answer | undefined;
  let write = (secret: string): string => secret;
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const sent = sentIn(request);
      if (sent === '' || place === undefined) response.writeHead(404).end('{}');
      else place(write(sent), { url: request.url ?? '', body }, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    answer(where, form) {
      place = PLACES[where];
      write = FORMS[form] ?? write;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function sentIn({ headers }: IncomingMessage): string {
  const sent =
    headers['x-tenant'] ?? headers.authorization?.replace(/^Bearer /, '') ?? headers['x-api-key'] ?? '';
  return String(sent);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}
