import { generateKeyPairSync } from 'node:crypto';
import { createServer, request as httpRequest, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import type { EmbeddedGateway } from '../../src/embedded-gateway/index.ts';

interface RunningServer {
  readonly url: string;
  close(): Promise<void>;
}

export async function serve(make: (url: string) => RequestListener): Promise<RunningServer> {
  let listener: RequestListener = (_request, response) => response.writeHead(503).end();
  const server = createServer((request, response) => listener(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  listener = make(url);
  return {
    url,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

export const CLIENT = 'desktop-client';

/** A real identity provider with a public native client, PKCE and the device grant. */
export function startProvider(): Promise<RunningServer> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = { ...privateKey.export({ format: 'jwk' }), use: 'sig', kid: 'test' };
  return serve((url) =>
    new Provider(url, {
      jwks: { keys: [key] },
      cookies: { keys: ['only-for-tests'] },
      pkce: { required: () => true },
      features: { devInteractions: { enabled: true }, deviceFlow: { enabled: true } },
      clients: [
        {
          client_id: CLIENT,
          application_type: 'native',
          token_endpoint_auth_method: 'none',
          redirect_uris: ['http://127.0.0.1/callback'],
          response_types: ['code'],
          grant_types: [
            'authorization_code',
            'refresh_token',
            'urn:ietf:params:oauth:grant-type:device_code',
          ],
        },
      ],
    }).callback(),
  );
}

/** A person with a browser: follows redirects, keeps cookies, fills in every form and sends it. */
export async function browse(start: string, values: Readonly<Record<string, string>> = {}): Promise<string> {
  const jar = new Map<string, string>();
  let url = start;
  let body: URLSearchParams | undefined;
  for (let step = 0; step < 25; step += 1) {
    const response = await fetch(url, {
      method: body === undefined ? 'GET' : 'POST',
      redirect: 'manual',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(body === undefined ? {} : { body }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    body = undefined;
    const location = response.headers.get('location');
    if (location !== null) {
      await response.arrayBuffer();
      url = new URL(location, url).href;
      continue;
    }
    const text = await response.text();
    const form = /<form[^>]*action="([^"]+)"[^>]*>([\s\S]*?)<\/form>/.exec(text);
    if (form === null) return text;
    url = new URL((form[1] ?? '').replaceAll('&amp;', '&'), url).href;
    body = new URLSearchParams();
    for (const [input] of (form[2] ?? '').matchAll(/<input[^>]*>/g)) {
      const name = /name="([^"]+)"/.exec(input)?.[1];
      if (name !== undefined) body.set(name, values[name] ?? /value="([^"]*)"/.exec(input)?.[1] ?? 'someone');
    }
  }
  throw new Error('the pages do not end');
}

export interface OwnServerOptions {
  /** Changes the metadata. */
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly metadataPath?: string;
  /** Answers of the token endpoint, in turn; the last one stays. */
  readonly polls?: readonly (readonly [number, Readonly<Record<string, unknown>>])[];
  readonly device?: Readonly<Record<string, unknown>>;
  readonly deviceStatus?: number;
}

export const DEVICE_CODE = 'device-canary-0123456789';

/** A gateway that is its own authorization server: sign-in here, everything else by the embedded one. */
export function startOwnServer(
  gateway: EmbeddedGateway,
  options: OwnServerOptions = {},
): Promise<RunningServer> {
  let polled = 0;
  return serve((url) => (request, response) => {
    const path = (request.url ?? '').split('?')[0];
    const json = (status: number, value: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(value));
    };
    switch (path) {
      case options.metadataPath ?? '/.well-known/oauth-authorization-server':
        json(200, {
          issuer: url,
          token_endpoint: `${url}/oauth/token`,
          device_authorization_endpoint: `${url}/oauth/device_authorization`,
          ...options.metadata,
        });
        return;
      case '/oauth/device_authorization':
        json(options.deviceStatus ?? 200, {
          device_code: DEVICE_CODE,
          user_code: 'WDJB-MJHT',
          verification_uri: `${url}/device`,
          expires_in: 600,
          interval: 1,
          ...options.device,
        });
        return;
      case '/oauth/token': {
        const polls = options.polls ?? [[400, { error: 'authorization_pending' }]];
        const [status, body] = polls[Math.min(polled, polls.length - 1)] ?? [500, {}];
        polled += 1;
        json(status, body);
        return;
      }
      default: {
        const onward = httpRequest(
          new URL(request.url ?? '/', gateway.url),
          { method: request.method, headers: { ...request.headers, host: new URL(gateway.url).host } },
          (answer) => {
            response.writeHead(answer.statusCode ?? 502, answer.headers);
            answer.pipe(response);
          },
        );
        onward.on('error', () => response.destroy());
        request.pipe(onward);
      }
    }
  });
}
