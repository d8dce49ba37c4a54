import { describe, expect, test } from 'vitest';
import {
  knownAnswer,
  mergeSightings,
  nameProducts,
  PRODUCTS,
  productsIn,
  remedyIn,
  type SeenAnswer,
} from '../../src/probe/products/index.ts';
import { watchProducts } from '../../src/probe/products/watch.ts';
import { checks } from '../../src/probe/checks/index.ts';
import { ok } from '../../src/errors.ts';
import type { GatewayClient } from '../../src/gateway/types.ts';
import { exponentOf, NOT_QUADRATIC } from '../support/growth.ts';

/** Answers as products give them: header names lower case, bodies shortened. */
const ANSWERS: readonly {
  readonly name: string;
  readonly answer: Partial<SeenAnswer>;
  /** Every product that is to be seen, in order. */
  readonly seen: readonly string[];
  readonly version?: string;
  /** The topic of what it is known to mean. */
  readonly topic?: string;
}[] = [
  {
    name: 'a good answer of LiteLLM',
    answer: { status: 200, headers: { 'x-litellm-version': '1.106.12', 'x-litellm-call-id': 'a' } },
    seen: ['litellm'],
    version: '1.106.12',
  },
  {
    name: 'LiteLLM behind nginx',
    answer: { status: 200, headers: { server: 'nginx/1.22.1', 'x-litellm-version': '1.106.12' } },
    seen: ['litellm', 'nginx'],
    version: '1.106.12',
  },
  {
    name: 'a wrong key at LiteLLM without a database',
    answer: {
      status: 400,
      text: '{"error":{"message":"No connected db.","type":"no_db_connection","param":null,"code":"400"}}',
    },
    seen: ['litellm'],
    topic: 'key',
  },
  {
    name: 'LiteLLM in cool-down',
    answer: {
      status: 429,
      headers: { 'x-litellm-version': '1.106.12' },
      text: '{"error":{"message":"No deployments available for selected model, Try again in 5 seconds."}}',
    },
    seen: ['litellm'],
    version: '1.106.12',
    topic: 'upstream-down',
  },
  {
    name: 'an openai/ deployment of LiteLLM without /v1/responses',
    answer: {
      status: 404,
      text: '{"error":{"message":"litellm.NotFoundError: NotFoundError: OpenAIException - Not Found"}}',
    },
    seen: ['litellm'],
    topic: 'route',
  },
  {
    name: 'a wrong key of a deployment',
    answer: {
      status: 401,
      text: '{"error":{"message":"litellm.AuthenticationError: AnthropicException - {}"}}',
    },
    seen: ['litellm'],
    topic: 'upstream-key',
  },
  {
    name: 'a name LiteLLM does not serve',
    answer: {
      status: 400,
      headers: { 'x-litellm-version': '1.106.12' },
      text: '{"error":{"message":"anthropic_messages: Invalid model name passed in model=claude-x."}}',
    },
    seen: ['litellm'],
    version: '1.106.12',
    topic: 'model-missing',
  },
  { name: 'Portkey', answer: { status: 200, headers: { 'x-portkey-trace-id': 'a' } }, seen: ['portkey'] },
  {
    name: 'Portkey without its header',
    answer: {
      status: 400,
      text: '{"status":"failure","message":"Either x-portkey-config or x-portkey-provider header is required"}',
    },
    seen: ['portkey'],
    topic: 'required-header',
  },
  {
    name: 'Portkey that broke',
    answer: { status: 500, headers: { 'x-portkey-gateway-exception': 'true' } },
    seen: ['portkey'],
    topic: 'upstream-down',
  },
  {
    name: 'claude-code-router',
    answer: { status: 404, text: '{"error":{"message":"x","code":"provider_response_error"}}' },
    seen: ['claude-code-router'],
  },
  {
    name: 'OpenRouter before its first event',
    answer: { status: 200, text: ': OPENROUTER PROCESSING\n\n' },
    seen: ['openrouter'],
  },
  {
    name: 'OpenRouter without credits',
    answer: { status: 402, headers: { 'x-generation-id': 'gen-1' } },
    seen: ['openrouter'],
    topic: 'quota',
  },
  {
    name: 'Cloudflare AI Gateway',
    answer: { status: 200, headers: { 'cf-aig-log-id': 'a', 'cf-ray': 'b', server: 'cloudflare' } },
    seen: ['cloudflare-ai-gateway', 'cloudflare'],
  },
  {
    name: 'Databricks',
    answer: { status: 200, headers: { 'x-databricks-org-id': '1' } },
    seen: ['databricks'],
  },
  { name: 'new-api', answer: { status: 200, headers: { 'x-oneapi-request-id': '1' } }, seen: ['new-api'] },
  { name: 'Helicone', answer: { status: 200, headers: { 'helicone-id': '1' } }, seen: ['helicone'] },
  {
    name: 'Envoy AI Gateway',
    answer: { status: 404, headers: { server: 'envoy' }, text: 'no route for x-ai-eg-model' },
    seen: ['envoy-ai-gateway', 'envoy'],
  },
  {
    name: 'Claude apps gateway',
    answer: { status: 200, headers: { 'x-cc-gateway-version': '2.1.330' } },
    seen: ['claude-apps-gateway'],
  },
  {
    name: 'aimock',
    answer: { status: 200, headers: { 'access-control-expose-headers': 'X-Total-Count, X-Request-Id' } },
    seen: ['aimock'],
  },
  {
    name: 'Kong without a Route',
    answer: {
      status: 404,
      headers: { server: 'kong/3.8.0' },
      text: '{"message":"no Route matched with those values"}',
    },
    seen: ['kong'],
    topic: 'route',
  },
  {
    name: 'Kong in front of LiteLLM',
    answer: { status: 200, headers: { via: '1.1 kong/3.8.0', 'x-litellm-version': '1.106.12' } },
    seen: ['litellm', 'kong'],
    version: '1.106.12',
  },
  {
    name: 'API Management without its key',
    answer: {
      status: 401,
      text: '{ "statusCode": 401, "message": "Access denied due to missing subscription key. Make sure to …" }',
    },
    seen: ['azure-apim'],
    topic: 'required-header',
  },
  {
    name: 'a spent quota of API Management',
    answer: {
      status: 403,
      text: '{ "statusCode": 403, "message": "Out of call volume quota. Quota will be replenished in 00:41:12." }',
    },
    seen: ['azure-apim'],
    topic: 'quota',
  },
  {
    name: 'Amazon API Gateway',
    answer: {
      status: 403,
      headers: { 'x-amz-apigw-id': 'a=' },
      text: '{"message":"Missing Authentication Token"}',
    },
    seen: ['aws-api-gateway'],
    topic: 'route',
  },
  {
    name: 'Apigee',
    answer: {
      status: 429,
      text: '{"fault":{"faultstring":"Rate limit","detail":{"errorcode":"policies.ratelimit.QuotaViolation"}}}',
    },
    seen: ['apigee'],
    topic: 'quota',
  },
  { name: 'Tyk', answer: { status: 401, text: '{"error":"Authorization field missing"}' }, seen: ['tyk'] },
  {
    name: 'BIG-IP',
    answer: {
      status: 200,
      headers: { server: 'BigIP' },
      text: '<html>The requested URL was rejected. Please consult with your administrator.</html>',
    },
    seen: ['f5'],
  },
  {
    name: 'Imperva',
    answer: { status: 403, headers: { 'x-iinfo': '1' }, text: 'Incapsula incident ID: 1' },
    seen: ['imperva'],
  },
  { name: 'Zscaler', answer: { status: 403, headers: { server: 'Zscaler/6.2' } }, seen: ['zscaler'] },
  ...(
    [
      [413, 'Request Entity Too Large', 'body-size'],
      [502, 'Bad Gateway', 'upstream-down'],
      [503, 'Service Temporarily Unavailable', 'rate-limit'],
      [504, 'Gateway Time-out', 'timeout'],
      [403, 'Forbidden', 'firewall'],
      [404, 'Not Found', 'route'],
      [405, 'Not Allowed', 'route'],
      [429, 'Too Many Requests', 'rate-limit'],
    ] as const
  ).map(([status, reason, topic]) => ({
    name: `nginx ${String(status)}`,
    answer: {
      status,
      text: `<html><head><title>${String(status)}</title></head><body><center><h1>${String(status)} ${reason}</h1></center><hr><center>nginx</center></body></html>`,
    },
    seen: ['nginx'],
    topic,
  })),
  {
    name: 'nginx without a client certificate',
    answer: {
      status: 400,
      text: '<center><h1>400 Bad Request</h1></center><center>No required SSL certificate was sent</center><hr><center>nginx/1.22.1</center>',
    },
    seen: ['nginx'],
    topic: 'client-certificate',
  },
  {
    name: 'HAProxy with nobody behind',
    answer: {
      status: 503,
      text: '<html><body><h1>503 Service Unavailable</h1>\nNo server is available to handle this request.\n</body></html>\n',
    },
    seen: ['haproxy'],
    topic: 'upstream-down',
  },
  {
    name: 'Apache with nobody behind',
    answer: {
      status: 503,
      text: '<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head>\n<title>503 Service Unavailable</title>',
    },
    seen: ['apache'],
    topic: 'upstream-down',
  },
  {
    name: 'Caddy with nobody behind',
    answer: { status: 502, headers: { server: 'Caddy' } },
    seen: ['caddy'],
    topic: 'upstream-down',
  },
  {
    name: 'Envoy with nobody behind',
    answer: { status: 503, headers: { server: 'istio-envoy' }, text: 'no healthy upstream' },
    seen: ['envoy'],
    topic: 'upstream-down',
  },
  { name: 'Traefik', answer: { status: 502, headers: { server: 'Traefik' } }, seen: ['traefik'] },
  { name: 'IIS', answer: { status: 500, headers: { server: 'Microsoft-IIS/10.0' } }, seen: ['iis'] },
  {
    name: 'Azure Application Gateway',
    answer: { status: 502, headers: { server: 'Microsoft-Azure-Application-Gateway/v2' } },
    seen: ['azure-application-gateway'],
  },
  {
    name: 'Squid that denies',
    answer: {
      status: 403,
      headers: { 'x-squid-error': 'ERR_ACCESS_DENIED 0', via: '1.1 proxy.example (squid/5.7)' },
    },
    seen: ['squid'],
    version: '5.7',
    topic: 'firewall',
  },
  {
    name: 'tinyproxy that denies',
    answer: { status: 403, headers: { server: 'tinyproxy/1.11.1' } },
    seen: ['tinyproxy'],
    topic: 'firewall',
  },
  {
    name: 'an AWS load balancer',
    answer: { status: 502, headers: { server: 'awselb/2.0' } },
    seen: ['aws-load-balancer'],
  },
  {
    name: 'CloudFront',
    answer: { status: 200, headers: { via: '1.1 abc.cloudfront.net (CloudFront)' } },
    seen: ['cloudfront'],
  },
  {
    name: 'a block page of Cloudflare',
    answer: { status: 403, headers: { 'cf-ray': 'a' }, text: 'error code: 1020' },
    seen: ['cloudflare'],
    topic: 'firewall',
  },
  { name: 'Akamai', answer: { status: 403, headers: { server: 'AkamaiGHost' } }, seen: ['akamai'] },
  {
    name: 'a Google load balancer',
    answer: { status: 200, headers: { via: '1.1 google' } },
    seen: ['google-front-end'],
  },
];

function answerOf(part: Partial<SeenAnswer>): SeenAnswer {
  return { status: 200, headers: {}, text: '', ...part };
}

describe('products and what gives them away', () => {
  test.each(ANSWERS)('$name', ({ answer, seen, version, topic }) => {
    const sightings = productsIn(answerOf(answer));
    expect(sightings.map(({ product }) => product.id)).toEqual(seen);
    expect(sightings[0]?.version).toBe(version);
    expect(knownAnswer(answerOf(answer))?.topic).toBe(topic);
  });

  test('every product has an answer here that shows it', () => {
    const shown = new Set(ANSWERS.flatMap(({ seen }) => seen));
    expect(PRODUCTS.map(({ id }) => id).filter((id) => !shown.has(id))).toEqual([]);
  });

  test.each([
    {
      name: 'an answer of the API itself',
      headers: { 'request-id': 'req_1', 'content-type': 'application/json' },
    },
    { name: 'an unknown server', headers: { server: 'gateway', via: '1.1 internal' } },
  ])('$name shows no product', ({ headers }) => {
    expect(productsIn(answerOf({ headers, text: '{"type":"message"}' }))).toEqual([]);
  });

  test('what a model says is no sign of a product', () => {
    const text =
      '{"content":[{"type":"text","text":"litellm.BadRequestError, <center>nginx</center>, x-portkey-config"}]}';
    expect(productsIn(answerOf({ text }))).toEqual([]);
  });

  test('a good answer is never a known refusal', () => {
    expect(knownAnswer(answerOf({ headers: { server: 'nginx' }, text: '<h1>413 ' }))).toBeUndefined();
  });

  test('a version that is no version is left out', () => {
    const [sighting] = productsIn(answerOf({ headers: { 'x-litellm-version': '<script>' } }));
    expect(sighting?.version).toBeUndefined();
  });

  test.for(['<center>', '<html><body><h1>503 a', '"fault": ', 'Generated ', '<!DOCTYPE '])(
    'a hostile body of %s costs linear time',
    async (part) => {
      const answer = (n: number): SeenAnswer => answerOf({ status: 500, text: part.repeat(n) });
      expect(await exponentOf(10_000, answer, productsIn)).toBeLessThan(NOT_QUADRATIC);
    },
  );
});

describe('remedies', () => {
  const litellm = productsIn(answerOf({ headers: { 'x-litellm-version': '1.106.12' } }));
  const nginx = productsIn(answerOf({ headers: { server: 'nginx/1.22.1' } }));

  test('two lists of sightings become one, versions kept', () => {
    const plain = productsIn(answerOf({ headers: { 'x-litellm-call-id': 'a' } }));
    const merged = mergeSightings(mergeSightings(nginx, plain), litellm);
    expect(nameProducts(merged)).toBe('LiteLLM 1.106.12 behind nginx 1.22.1');
    expect(nameProducts([])).toBeUndefined();
  });

  test('the first product that has a remedy for a topic gives it', () => {
    const both = mergeSightings(litellm, nginx);
    expect(remedyIn(both, 'buffering')?.remedy).toContain('proxy_buffering off');
    expect(remedyIn(both, 'fields')?.remedy).toContain('drop_params');
    expect(remedyIn([], 'fields')).toBeUndefined();
  });

  test('a topic that a check names has a remedy of some product', () => {
    const told = new Set(PRODUCTS.flatMap(({ remedies = {} }) => Object.keys(remedies)));
    expect(checks.filter(({ topic }) => topic !== undefined && !told.has(topic)).map(({ id }) => id)).toEqual(
      [],
    );
  });

  test('every remedy is one plain imperative sentence', () => {
    const all = PRODUCTS.flatMap(({ remedies = {}, known = [] }) => [
      ...Object.values(remedies),
      ...known.flatMap(({ cause, remedy }) => [cause, remedy]),
    ]);
    for (const text of all) expect(text).toMatch(/^[A-Z"a-z][^\n]{10,300}[.;]$/);
  });
});

test('a watched client remembers who answered, and changes nothing', async () => {
  const answer = {
    status: 200,
    headers: { server: 'nginx/1.22.1' },
    text: '',
    json: undefined,
    firstByteMs: 1,
    ms: 1,
  };
  const client: GatewayClient = {
    baseUrl: 'https://gateway.example',
    secrets: ['s'],
    send: () => Promise.resolve(ok(answer)),
    stream: () => Promise.resolve(ok({ ...answer, events: [], reads: [], end: 'stopped' as const })),
    close: () => Promise.resolve(),
  };
  const watched = watchProducts(client);
  expect(watched.products()).toEqual([]);
  expect(await watched.send({ method: 'GET', path: '/v1/models' })).toEqual(ok(answer));
  expect(nameProducts(watched.products())).toBe('nginx 1.22.1');
  expect(watched.secrets).toEqual(['s']);
});
