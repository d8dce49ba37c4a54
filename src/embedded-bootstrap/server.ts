import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deliver, send } from './deliver.ts';
import { DeviceCodes, type OauthAnswer } from './device-code.ts';
import { isServedFault, SERVED_FAULTS, type ServedFaultName } from './faults.ts';
import { verifyPage, type Page } from './page.ts';
import type { FaultContext, Reply, ServedFault } from './reply.ts';

/** What the server answers with. */
interface BootstrapServerOptions {
  /** Role -> its settings, without expiresAt. At least one. */
  readonly roles: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  /** Default: any free port. */
  readonly port?: number;
  /** Faults of the address itself; each fault has an address of its own as well. */
  readonly faults?: readonly ServedFaultName[];
  /** Milliseconds an answer counts; undefined: no expiresAt. */
  readonly expiresInMs?: number | undefined;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Called for each request: method, path and status. */
  readonly onRequest?: (line: string) => void;
}

/** A bootstrap server on loopback. */
export interface BootstrapServer {
  /** `http://127.0.0.1:PORT/user/bootstrap` */
  readonly url: string;
  readonly origin: string;
  /** Role -> its bearer token, made up for this run. */
  readonly tokens: ReadonlyMap<string, string>;
  /** A token that was made out to another application. */
  readonly foreignToken: string;
  /** The address with one fault. */
  urlOf(fault: ServedFaultName): string;
  close(): Promise<void>;
}

const MAX_FORM_BYTES = 16_384;

/** Starts a server on 127.0.0.1 for trying out and for tests. Rejects when the port is taken. */
export async function startBootstrapServer(options: BootstrapServerOptions): Promise<BootstrapServer> {
  const now = options.now ?? Date.now;
  const tokens = new Map(
    [...options.roles.keys()].map((role) => [role, `trial-${randomBytes(18).toString('base64url')}`]),
  );
  const foreignToken = `other-${randomBytes(18).toString('base64url')}`;
  const codes = new DeviceCodes(tokens, now);
  let origin = '';
  const server = createServer((request, response) => {
    response.on('finish', () =>
      options.onRequest?.(`${request.method ?? ''} ${pathOf(request)} ${response.statusCode}`),
    );
    answer(request, response).catch(() => {
      response.destroy();
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = pathOf(request);
    const [, fault = '', rest = ''] =
      /^(?:\/([\w-]+))??(\/user\/bootstrap|\/bootstrap|\/\.well-known\/[\w-]+)$/.exec(path) ?? [];
    const known = fault === '' || (isServedFault(fault) && rest !== '');
    if (rest.endsWith('/bootstrap') && known) {
      if (request.method !== 'GET') {
        send(response, { status: 405, headers: { allow: 'GET' }, body: '' });
        return;
      }
      configuration(request, response, faultsOf(fault));
      return;
    }
    if (rest === '/.well-known/oauth-authorization-server' && known) {
      metadata(response, faultsOf(fault));
      return;
    }
    if (path === '/device' && request.method === 'POST') {
      oauth(response, codes.begin(origin));
      return;
    }
    if (path === '/token' && request.method === 'POST') {
      oauth(response, codes.token(await form(request)));
      return;
    }
    if (path === '/verify') {
      page(response, await verify(request));
      return;
    }
    send(response, {
      status: 404,
      headers: { 'content-type': 'application/json' },
      body: '{"error":"not_found"}',
    });
  }

  function faultsOf(name: string): readonly ServedFault[] {
    if (name !== '') return isServedFault(name) ? [SERVED_FAULTS[name]] : [];
    return (options.faults ?? []).map((one) => SERVED_FAULTS[one]);
  }

  function configuration(
    request: IncomingMessage,
    response: ServerResponse,
    faults: readonly ServedFault[],
  ): void {
    const token = bearerOf(request);
    const role = roleOf(token, faults);
    const context: FaultContext = {
      settings: options.roles.get(role ?? '') ?? {},
      now: Math.floor(now() / 1000),
      token,
      origin,
    };
    if (role === undefined) {
      const refused = faults.map(({ refuse }) => refuse?.(context)).find((one) => one !== undefined);
      const { status = 401, type, body = '', headers = { 'www-authenticate': 'Bearer' } } = refused ?? {};
      send(response, {
        status,
        body,
        headers: {
          'cache-control': 'no-store',
          ...(type ? { 'content-type': type } : {}),
          ...(status === 401 || refused?.headers ? headers : {}),
        },
      });
      return;
    }
    const { expiresInMs } = options;
    const settings =
      expiresInMs === undefined
        ? context.settings
        : { ...context.settings, expiresAt: Math.floor((now() + expiresInMs) / 1000) };
    const good: Reply = {
      status: 200,
      type: 'application/json; charset=utf-8',
      cache: 'no-store',
      body: JSON.stringify(settings),
      etag: 'hash',
    };
    const reply = faults.reduce<Reply>((one, fault) => fault.reply?.(one, context) ?? one, good);
    deliver(request, response, reply, hash(JSON.stringify(context.settings)));
  }

  /** The role of a token; of a faulty server also of tokens that are none. */
  function roleOf(token: string, faults: readonly ServedFault[]): string | undefined {
    for (const [role, one] of tokens) if (same(one, token)) return role;
    const [first] = tokens.keys();
    const opens = faults.map((fault) => fault.opens);
    if (opens.includes('all')) return first;
    if (opens.includes('any-token') && token !== '') return first;
    return opens.includes('other-audience') && same(foreignToken, token) ? first : undefined;
  }

  function metadata(response: ServerResponse, faults: readonly ServedFault[]): void {
    const changed = faults.map((fault) => fault.metadata?.(origin)).find((one) => one !== undefined);
    if (typeof changed === 'string') {
      send(response, { status: 200, headers: { 'content-type': 'text/html' }, body: changed });
      return;
    }
    oauth(response, {
      status: 200,
      json: {
        issuer: origin,
        device_authorization_endpoint: `${origin}/device`,
        token_endpoint: `${origin}/token`,
        grant_types_supported: ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'],
        ...changed,
      },
    });
  }

  async function verify(request: IncomingMessage): Promise<Page> {
    const roles = [...tokens.keys()];
    if (request.method !== 'POST') {
      const code = new URL(request.url ?? '/', origin).searchParams.get('user_code') ?? '';
      return { kind: codes.waits(code) ? 'choose' : 'enter', code, roles };
    }
    const sent = await form(request);
    const code = sent.get('user_code') ?? '';
    const role = sent.get('role');
    if (role === null) return { kind: codes.waits(code) ? 'choose' : 'enter', code, roles };
    return codes.approve(code, role === '' ? undefined : role)
      ? { kind: role === '' ? 'denied' : 'done', code, roles }
      : { kind: 'enter', code, roles };
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: options.port ?? 0, host: '127.0.0.1' }, resolve);
  });
  origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    url: `${origin}/user/bootstrap`,
    origin,
    tokens,
    foreignToken,
    urlOf: (fault) => `${origin}/${fault}/user/bootstrap`,
    close: () => closed(server),
  };
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?')[0] ?? '/';
}

function bearerOf({ headers }: IncomingMessage): string {
  return /^bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
}

function same(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

async function form(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_FORM_BYTES) break;
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}

function oauth(response: ServerResponse, { status, json }: OauthAnswer): void {
  send(response, {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: JSON.stringify(json),
  });
}

function page(response: ServerResponse, shown: Page): void {
  send(response, {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; form-action 'self'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
    },
    body: verifyPage(shown),
  });
}
