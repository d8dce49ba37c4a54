import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { GatewayFacts } from '../../src/probe/check.ts';
import { checks } from '../../src/probe/checks/index.ts';
import type { CheckId } from '../../src/probe/probe.ts';
import type { GatewayAnswer } from '../../src/protocol/answer.ts';
import { answerOf, refusal } from '../support/answers.ts';
import { envelope, GONE, GOOD, limited, list, PAGE, run, seen, type Row, type World } from './check-world.ts';
import { DEEP_ROWS } from './deep-rows.ts';
import { MESSAGE_ROWS } from './message-rows.ts';
import { REACH_ROWS } from './reach-rows.ts';
import { SIGN_IN_ROWS } from './sign-in-rows.ts';
import { WIRE_ROWS } from './wire-rows.ts';

/* What single checks say of answers that are given to them here: each branch with the least that leads to it. */

const [HAIKU, OPUS, SONNET] = ['claude-haiku-4-5', 'claude-opus-5', 'claude-sonnet-5'] as const;
/** A configuration that names these models. */
const offering = (...names: readonly string[]): { readonly facts: Partial<GatewayFacts> } => ({
  facts: { models: names.map((name) => ({ name })) },
});
/** The refusal of a beta that nobody knows. */
const NO_BETA = refusal(400, 'Unexpected value(s) `cowork-probe-9999-01-01` for the `anthropic-beta` header');
/** What each model answers to a first turn of real size, where a small one was refused for its beta. */
const sized = (answers: Readonly<Record<string, GatewayAnswer>>): World => ({
  models: Object.keys(answers),
  observed: [seen('beta', NO_BETA)],
  streams: Object.fromEntries(
    Object.entries(answers).map(([model, answer]) => [`turn-size ${model}`, answer]),
  ),
});
/** A list of so many models. */
const rows = (count: number): GatewayAnswer =>
  list(...Array.from({ length: count }, (_, at) => ({ id: `m${String(at)}` })));

const ROWS: readonly Row[] = [
  ...REACH_ROWS,
  ...WIRE_ROWS,
  ...SIGN_IN_ROWS,
  ...MESSAGE_ROWS,
  ...DEEP_ROWS,
  // What looks at all answers of a run.
  ['user-agent', {}, 'nothing', /^$/],
  ['user-agent', { clientName: 'claude-cli/2' }, 'warn', /User-Agent claude-cli\/2/],
  ['rate-limit', {}, 'skip', /No rate limit/],
  [
    'rate-limit',
    { observed: [seen('health', answerOf(429, '', { 'retry-after': '1' }))] },
    'pass',
    /with retry-after/,
  ],
  [
    'rate-limit',
    { observed: [seen('health', answerOf(429, '', { 'retry-after': '1' })), seen('x', limited)] },
    'warn',
    /without/,
  ],
  ['rate-limit', { observed: [seen('health', answerOf(503))] }, 'skip', /No rate limit/],
  ['request-id', {}, 'skip', /no answer/],
  [
    'request-id',
    { observed: [seen('health', answerOf(200, '', { 'request-id': 'r' }))] },
    'pass',
    /carries one/,
  ],
  [
    'request-id',
    { observed: [seen('health', answerOf(200, '', { 'request-id': 'r' })), seen('x', GOOD)] },
    'warn',
    /no request-id/,
  ],
  ['request-id', { observed: [seen('models', GOOD)] }, 'skip', /no answer/],
  ['request-id', { observed: [seen('health', PAGE)] }, 'skip', /no answer/],
  ['request-id', { observed: [seen('health', answerOf(404))] }, 'skip', /no answer/],
  ...[
    'x-request-id',
    'x-amzn-requestid',
    'x-correlation-id',
    'x-ms-request-id',
    'apim-request-id',
    'x-trace-id',
    'cf-ray',
  ].map(
    (name) =>
      [
        'request-id',
        { observed: [seen('health', answerOf(200, '', { [name]: 'r' }))] },
        'warn',
        new RegExp(`carry ${name} only`),
      ] as const,
  ),
  ['secret-echo', {}, 'skip', /no answer/],
  ['secret-echo', { sent: ['sk-12345'], observed: [seen('health', GOOD)] }, 'pass', /None of 1/],
  [
    'secret-echo',
    { sent: ['sk-12345'], observed: [seen('x', refusal(401, 'bad sk-12345'))] },
    'fail',
    /HTTP 401/,
  ],
  [
    'secret-echo',
    { sent: ['sk-12345'], observed: [seen('x', answerOf(200, '', { a: 'sk-12345' }))] },
    'fail',
    /HTTP 200/,
  ],
  ['secret-echo', { sent: ['sk-1234'], observed: [seen('x', refusal(401, 'sk-1234'))] }, 'pass', /None/],
  [
    'secret-echo',
    { sent: ['placeholder'], observed: [seen('x', refusal(401, 'placeholder'))] },
    'pass',
    /None/,
  ],
  [
    'secret-echo',
    { sent: ['PlaceHolder'], observed: [seen('x', refusal(401, 'PlaceHolder'))] },
    'pass',
    /None/,
  ],
  [
    'secret-echo',
    { sent: ['a'.repeat(20)], observed: [seen('x', refusal(401, 'a'.repeat(20)))] },
    'fail',
    /repeats/,
  ],
  ['error-envelope', {}, 'skip', /No error answer/],
  [
    'error-envelope',
    { observed: [seen('health', GOOD), seen('else', refusal(400, 'x'))] },
    'skip',
    /No error answer/,
  ],
  [
    'error-envelope',
    { failed: ['not-html'], observed: [seen('health', answerOf(400))] },
    'skip',
    /did not answer/,
  ],
  ['error-envelope', { failed: ['mtls'] }, 'skip', /did not answer/],
  ...[
    'health',
    'route',
    'message',
    'stream',
    'tool',
    'tool-stream',
    'tool-result',
    'rich',
    'bad-key',
    'auth-scheme',
    'beta',
    'field',
    'unknown-model',
    'bad-json',
    'max-tokens',
  ].map(
    (label) =>
      [
        'error-envelope',
        { observed: [seen(label, answerOf(400, 'no'))] },
        'warn',
        /plain text \(HTTP 400\)/,
      ] as const,
  ),
  ...(
    [
      [400, 'invalid_request_error'],
      [401, 'authentication_error'],
      [402, 'billing_error'],
      [403, 'permission_error'],
      [404, 'not_found_error'],
      [409, 'conflict_error'],
      [413, 'request_too_large'],
      [429, 'rate_limit_error'],
      [500, 'api_error'],
      [501, 'not_supported'],
      [504, 'timeout_error'],
      [529, 'overloaded_error'],
      [418, 'teapot_error'],
    ] as const
  ).map(
    ([status, type]) =>
      ['error-envelope', { observed: [seen('health', envelope(status, type))] }, 'pass', /^1 error/] as const,
  ),
  [
    'error-envelope',
    { observed: [seen('health', envelope(400, 'api_error'))] },
    'warn',
    /type api_error instead of invalid_request_error/,
  ],
  [
    'error-envelope',
    { observed: [seen('health', envelope(400, 'invalid_request_error', {}))] },
    'warn',
    /no request_id/,
  ],
  [
    'error-envelope',
    { observed: [seen('health', answerOf(400, { error: { message: 'x' } }))] },
    'warn',
    /OpenAI's shape/,
  ],
  ['error-envelope', { observed: [seen('health', answerOf(400, { detail: 'x' }))] }, 'warn', /FastAPI's/],
  [
    'error-envelope',
    { observed: [seen('health', answerOf(400, { statusCode: 400, message: 'x' }))] },
    'warn',
    /Azure's/,
  ],
  ['error-envelope', { observed: [seen('health', answerOf(400, { x: 1 }))] }, 'warn', /of its own/],
  ['error-envelope', { observed: [seen('health', answerOf(400))] }, 'warn', /empty body/],
  ['error-envelope', { observed: [seen('health', { ...PAGE, status: 400 })] }, 'warn', /HTML page/],
  // The configuration alone.
  ['custom-headers', {}, 'nothing', /^$/],
  ['custom-headers', { facts: { customHeaders: { 'x-a': 'b' } } }, 'pass', /^One extra header is/],
  [
    'custom-headers',
    { facts: { customHeaders: { 'x-a': 'b', 'x-c': 'd' } } },
    'pass',
    /^2 extra headers are/,
  ],
  ['custom-headers', { facts: { customHeaders: { 'x a': 'b' } } }, 'fail', /cannot be sent/],
  [
    'custom-headers',
    { facts: { customHeaders: { 'Proxy-Authorization': 'b' } } },
    'fail',
    /holds Proxy-Authorization, which cannot be sent/,
  ],
  ...['Authorization', 'X-Api-Key', 'Cookie'].map(
    (name) =>
      [
        'custom-headers',
        { facts: { customHeaders: { [name]: 'b' } } },
        'fail',
        /carries the credential itself/,
      ] as const,
  ),
  [
    'custom-headers',
    { facts: { customHeaders: { 'x-auth-token': 'b' } } },
    'warn',
    /looks like a credential/,
  ],
  ['helper-output', {}, 'nothing', /^$/],
  ['helper-output', { facts: { helper: { ms: 5, warnings: [] } } }, 'pass', /in 5 ms/],
  ['helper-output', { facts: { helper: { ms: 5000, warnings: [] } } }, 'pass', /in 5000 ms/],
  ['helper-output', { facts: { helper: { ms: 5001, warnings: [] } } }, 'warn', /took 5 s/],
  ['helper-output', { facts: { helper: { ms: 9000, warnings: ['W1.', 'W2.'] } } }, 'warn', /^W1\. W2\.$/],
  ['helper-output', { facts: { helper: { ms: 5, warnings: ['W.'], problem: 'P.' } } }, 'fail', /^P\.$/],
  ['base-url-scheme', { facts: { baseUrl: 'gw' } }, 'fail', /not an http or https URL/],
  ['base-url-scheme', { facts: { baseUrl: 'https://u@gw.example' } }, 'fail', /user name or password/],
  ['base-url-scheme', { facts: { baseUrl: 'https://:p@gw.example' } }, 'fail', /user name or password/],
  ['base-url-scheme', { facts: { baseUrl: 'https://gw.example/?a' } }, 'fail', /query or a fragment/],
  ['base-url-scheme', { facts: { baseUrl: 'https://gw.example/#a' } }, 'fail', /query or a fragment/],
  ['base-url-scheme', {}, 'pass', /^https\.$/],
  ['base-url-scheme', { facts: { baseUrl: 'http://127.0.0.1:1' } }, 'pass', /allowed on loopback/],
  ['base-url-scheme', { facts: { baseUrl: 'http://[::1]:1' } }, 'pass', /allowed on loopback/],
  ['base-url-scheme', { facts: { baseUrl: 'http://localhost:1' } }, 'warn', /on localhost/],
  ['base-url-scheme', { facts: { baseUrl: 'http://gw.example' } }, 'fail', /refuses off loopback/],
  // The app takes three names for loopback, and no other address of 127.0.0.0/8.
  ['base-url-scheme', { facts: { baseUrl: 'http://127.0.0.2:1' } }, 'fail', /refuses off loopback/],
  // One request each.
  ['limits-honoured', {}, 'pass', /no more came/],
  ['limits-honoured', { other: answerOf(200, { usage: { output_tokens: 2 } }) }, 'warn', /2 were counted/],
  ['limits-honoured', { other: answerOf(200, {}) }, 'skip', /says how many/],
  ['limits-honoured', { other: GONE }, 'skip', /says how many/],
  ['limits-honoured', { other: { ...GOOD, status: 400 } }, 'skip', /says how many/],
  ['error-bad-json', { other: refusal(400, 'no') }, 'pass', /HTTP 400/],
  ['error-bad-json', { other: refusal(422, 'no') }, 'warn', /another status/],
  ['error-bad-json', { other: refusal(500, 'no') }, 'fail', /not refused with 400/],
  ['error-bad-json', {}, 'fail', /not refused with 400/],
  ['error-bad-json', { other: limited }, 'unproven', /Not tested/],
  ['error-bad-json', { other: GONE }, 'fail', /no answer: It was cut\./],
  ['error-passthrough', {}, 'warn', /clamps it/],
  ['error-passthrough', { other: refusal(400, 'max_tokens: 99999999 > 64000') }, 'pass', /by name/],
  ['error-passthrough', { other: refusal(400, 'no') }, 'warn', /other words/],
  ['error-passthrough', { other: refusal(422, 'max_tokens') }, 'warn', /other words/],
  ['error-passthrough', { other: refusal(500, 'max_tokens') }, 'fail', /breaks the gateway/],
  ['error-passthrough', { other: limited }, 'unproven', /Not tested/],
  ['error-passthrough', { other: GONE }, 'fail', /no answer/],
  ['auth-models', { facts: { discovery: false } }, 'nothing', /^$/],
  ['auth-models', { other: refusal(404, 'no') }, 'skip', /no model list/],
  ['auth-models', { other: GONE }, 'skip', /no model list/],
  ['auth-models', {}, 'warn', /made-up key/],
  ['auth-models', { answers: { 'models-bad-key': refusal(401, 'no') } }, 'pass', /\(HTTP 401\)/],
  ['auth-models', { answers: { 'models-bad-key': refusal(403, 'no') } }, 'pass', /\(HTTP 403\)/],
  ['auth-models', { answers: { 'models-bad-key': refusal(404, 'no') } }, 'pass', /\(HTTP 404: "no"\)/],
  ['auth-models', { answers: { 'models-bad-key': GONE } }, 'pass', /It was cut/],
  ['auth-rejects-bad', { answers: { 'bad-key': GONE } }, 'unproven', /^It was cut\.$/],
  [
    'auth-rejects-bad',
    { answers: { 'bad-key': { ...GONE, kind: 'timeout' } } },
    'warn',
    /^A wrong key gets no answer \(It was cut\)\.$/,
  ],
  ['auth-rejects-bad', { answers: { 'bad-key': limited } }, 'unproven', /Not tested/],
  ['auth-rejects-bad', {}, 'fail', /accepts a made-up key/],
  [
    'auth-rejects-bad',
    { facts: { customHeaders: { 'x-api-token': 'k' } } },
    'warn',
    /header x-api-token seems/,
  ],
  ['auth-rejects-bad', { token: 'placeholder' }, 'warn', /is a placeholder/],
  ['auth-rejects-bad', { token: 'sk-no-key' }, 'warn', /is a placeholder/],
  ['auth-rejects-bad', { token: 'xxxxxxxx' }, 'warn', /is a placeholder/],
  ['auth-rejects-bad', { token: 'PLACEHOLDER' }, 'warn', /is a placeholder/],
  ['auth-rejects-bad', { token: 'a-b-c-d-e' }, 'fail', /accepts/],
  ['auth-rejects-bad', { token: 'abcdefghijklmnopqrstuvwxyz' }, 'fail', /accepts/],
  [
    'auth-rejects-bad',
    { answers: { 'bad-key': envelope(401, 'authentication_error') } },
    'pass',
    /about three minutes/,
  ],
  [
    'auth-rejects-bad',
    {
      answers: {
        'bad-key': { ...envelope(401, 'authentication_error'), headers: { 'x-should-retry': 'false' } },
      },
    },
    'pass',
    /^A wrong key is refused \(HTTP 401\)\.$/,
  ],
  [
    'auth-rejects-bad',
    { answers: { 'bad-key': answerOf(401, 'no') } },
    'warn',
    /not in the API's error shape/,
  ],
  ['auth-rejects-bad', { answers: { 'bad-key': refusal(403, 'no') } }, 'warn', /another status than 401/],
  ['auth-rejects-bad', { answers: { 'bad-key': answerOf(302) } }, 'warn', /another status than 401/],
  ['not-html', { other: GONE }, 'skip', /no answer/],
  ['not-html', {}, 'pass', /no web pages/],
  ['not-html', { other: PAGE }, 'fail', /^\/v1\/messages gives an HTML page titled "Sign in" \(HTTP 200\)/],
  ['not-html', { answers: { models: PAGE } }, 'pass', /no web pages/],
  ['not-html', { answers: { models: PAGE, health: GONE } }, 'fail', /^\/v1\/models gives/],
  ...[404, 405, 501].map(
    (status) => ['not-html', { other: { ...PAGE, status } }, 'pass', /no web pages/] as const,
  ),
  ['models-shape', { facts: { discovery: false } }, 'nothing', /^$/],
  ['models-shape', { other: GONE }, 'skip', /no model list/],
  ['models-shape', { other: answerOf(200, []) }, 'fail', /bare array/],
  ['models-shape', { other: answerOf(200, { models: [] }) }, 'fail', /"models" instead/],
  ['models-shape', { other: answerOf(200, 'x') }, 'fail', /no JSON object/],
  ['models-shape', { other: answerOf(200, {}) }, 'fail', /no "data"/],
  [
    'models-shape',
    { other: list({ id: 'a' }, {}) },
    'fail',
    /^Row 2 has no id, which voids the whole list\.$/,
  ],
  ['models-shape', { other: list({}, {}) }, 'fail', /\(2 rows are malformed\)/],
  ['models-shape', { other: answerOf(200, { data: [{ id: 'a' }], has_more: true }) }, 'warn', /more pages/],
  ['models-shape', { other: list({ id: 'a' }, { id: 'a' }) }, 'warn', /more than once/],
  ['models-shape', { other: list({ id: 'a' }, { id: 'b' }) }, 'pass', /^2 well-formed/],
  ['models-shape', { other: list({ id: 'a' }) }, 'pass', /^1 well-formed row\.$/],
  ['models-claude', { facts: { discovery: false } }, 'nothing', /^$/],
  ['models-claude', { other: GONE }, 'skip', /no model list/],
  ['models-claude', { other: list({ id: 'gpt-4o' }) }, 'fail', /None of 1.*picker would be empty/],
  [
    'models-claude',
    { other: list({ id: 'claude-haiku-4-5' }) },
    'pass',
    /^1 of 1 listed models are shown\.$/,
  ],
  [
    'models-claude',
    { other: list({ id: 'claude-haiku-4-5' }, { id: 'gpt' }) },
    'pass',
    /^1 of 2.*; the others do not/,
  ],
  ['models-claude', { other: list({ id: 'claude-opus-5' }) }, 'warn', /no Haiku/],
  [
    'models-claude',
    { other: list({ id: 'a', anthropic_family_tier: 'haiku' }) },
    'warn',
    /only by their anthropic_family_tier/,
  ],
  [
    'models-claude',
    { other: list({ id: 'claude-haiku-4-5', anthropic_family_tier: 'x' }) },
    'warn',
    /tier x, which/,
  ],
  [
    'models-claude',
    {
      other: list(
        { id: 'claude-haiku-4-5', anthropic_family_tier: 'haiku', is_family_default: true },
        { id: 'claude-haiku-5', anthropic_family_tier: 'haiku', is_family_default: true },
      ),
    },
    'warn',
    /Two rows are is_family_default of the tier haiku/,
  ],
  ['models-hygiene', { other: GONE }, 'skip', /no model list/],
  ['models-hygiene', { other: { ...GONE, kind: 'too-large' } }, 'fail', /larger than 10 MB/],
  ['models-hygiene', { other: refusal(404, 'no') }, 'skip', /no model list/],
  ['models-hygiene', { other: list({ id: 'a\u001B[31m' }) }, 'fail', /^Row 1/],
  ['models-hygiene', { other: list({ id: 'a', display_name: 'b\u202E' }) }, 'fail', /^Row 1/],
  ['models-hygiene', { other: list({ id: 'a' }), facts: { discovery: false } }, 'nothing', /^$/],
  ['models-hygiene', { other: rows(1000) }, 'pass', /^No control characters, no overlong names\.$/],
  ['models-hygiene', { other: rows(1001) }, 'warn', /^The list has 1001 rows\.$/],
  [
    'models-hygiene',
    { other: list({ id: 'a'.repeat(256), display_name: 'b'.repeat(256) }) },
    'pass',
    /overlong/,
  ],
  [
    'models-hygiene',
    { other: list({ id: 'a' }, { id: 'a'.repeat(257) }) },
    'warn',
    /^Row 2 has a name of more than 256/,
  ],
  [
    'models-hygiene',
    { other: list({ id: 'a', display_name: 'b'.repeat(257) }) },
    'warn',
    /^Row 1 has a name of more/,
  ],
  ['models-hygiene', { other: answerOf(200, { data: [], pad: 'x'.repeat(999_980) }) }, 'pass', /overlong/],
  [
    'models-hygiene',
    { other: answerOf(200, { data: [], pad: 'x'.repeat(1_050_000) }) },
    'warn',
    /is 1\.1 MB long/,
  ],
  // Every model that is offered: the turns of one are asked for, the routes of the others.
  ['model-routes', {}, 'pass', /^The one model asked for answers\.$/],
  ['model-routes', offering(HAIKU, OPUS), 'pass', /^All 2 models asked for answer\.$/],
  ['model-routes', offering(OPUS), 'warn', /^The one model asked for answers, but no Haiku is among them\.$/],
  ['model-routes', offering(OPUS, SONNET), 'warn', /^All 2 models asked for answer, but no Haiku/],
  ['model-routes', { facts: { ...offering(OPUS).facts, discovery: true } }, 'pass', /^The one model/],
  ['model-routes', { other: list({ id: HAIKU }, { id: OPUS }) }, 'pass', /^All 2 models/],
  [
    'model-routes',
    { ...offering(OPUS), answers: { route: refusal(404, 'no') } },
    'fail',
    /^claude-opus-5 is offered but not served \(HTTP 404/,
  ],
  [
    'model-routes',
    { ...offering(HAIKU, OPUS), answers: { route: refusal(404, 'no') } },
    'fail',
    /^claude-opus-5 is offered but not/,
  ],
  [
    'model-routes',
    { ...offering(HAIKU, OPUS, SONNET), answers: { route: refusal(404, 'no') } },
    'fail',
    /not served, and 1 more \(/,
  ],
  [
    'model-routes',
    { ...offering(HAIKU, 'claude-opus-4-1'), answers: { route: refusal(404, 'no') } },
    'fail',
    /^claude-opus-4-1 is offered/,
  ],
  [
    'model-routes',
    { other: list({ id: HAIKU }, { id: OPUS }), answers: { route: refusal(404, 'no') } },
    'fail',
    /^claude-opus-5/,
  ],
  [
    'model-routes',
    { ...offering(HAIKU, OPUS), answers: { route: GONE } },
    'fail',
    /not served \(It was cut\)\.$/,
  ],
  [
    'model-routes',
    { ...offering(HAIKU, OPUS, SONNET), answers: { [`route ${SONNET}`]: limited } },
    'fail',
    /^Requests for claude-sonnet-5 are refused for a limit/,
  ],
  [
    'model-routes',
    { ...offering(OPUS), answers: { route: refusal(529, 'busy') } },
    'fail',
    /^Requests for claude-opus-5 are refused for a limit/,
  ],
  ['models-config-match', {}, 'nothing', /^$/],
  [
    'models-config-match',
    { facts: { models: [{ name: 'gpt-4o' }] } },
    'fail',
    /refuses "gpt-4o".*holds "gpt"/,
  ],
  ['models-config-match', { facts: { models: [{ name: 'sonnet' }], discovery: false } }, 'warn', /bare tier/],
  [
    'models-config-match',
    { facts: { models: [{ name: 'claude-opus-5' }] } },
    'pass',
    /^Every configured model is served\.$/,
  ],
  [
    'models-config-match',
    {
      facts: { models: [{ name: 'claude-opus-5' }], discovery: true },
      answers: { models: list({ id: 'claude-opus-5' }) },
    },
    'pass',
    /listed or served/,
  ],
  [
    'models-config-match',
    {
      facts: { models: [{ name: 'claude-opus-5' }], discovery: true },
      answers: { models: list({ id: 'claude-haiku-4-5' }) },
    },
    'pass',
    /^1 of 1 configured models are not listed, but served/,
  ],
  [
    'models-config-match',
    { facts: { models: [{ name: 'claude-opus-5' }] }, answers: { route: refusal(404, 'no') } },
    'skip',
    /"claude-opus-5" is not listed, and model-routes/,
  ],
  // Optional, so that nothing about it fails a run.
  ['count-tokens', { other: answerOf(200, { input_tokens: 700 }) }, 'pass', /as 700 tokens/],
  ['count-tokens', { other: answerOf(200, { input_tokens: 10 }) }, 'warn', /as 10 tokens, where/],
  ['count-tokens', { other: answerOf(200, { input_tokens: '700' }) }, 'fail', /no input_tokens/],
  ['count-tokens', { other: PAGE }, 'fail', /HTML page/],
  ['count-tokens', { other: limited }, 'unproven', /Not tested/],
  ...[404, 405, 501].map(
    (status) => ['count-tokens', { other: refusal(status, 'no') }, 'warn', /does not count/] as const,
  ),
  ['count-tokens', { other: refusal(400, 'no') }, 'warn', /is refused/],
  ['count-tokens', { other: refusal(500, 'no') }, 'fail', /Counting tokens fails/],
  ['count-tokens', { other: GONE }, 'fail', /no answer: It was cut\./],
  ['body-size', {}, 'pass', /5 MB pass; --deep/],
  // The size of a first turn, which the model refuses for another reason.
  ['context-window', {}, 'skip', /^Not made: the gateway drops what the model would refuse/],
  [
    'context-window',
    sized({ [HAIKU]: NO_BETA }),
    'pass',
    /^A request of \d+ KB and about \d+,000 tokens reaches the model\.$/,
  ],
  [
    'context-window',
    sized({ [HAIKU]: refusal(413, 'no') }),
    'fail',
    /is refused \(HTTP 413: "no"\): small ones pass, and every real turn fails\.$/,
  ],
  ['context-window', sized({ [HAIKU]: refusal(400, 'prompt is too long') }), 'fail', /is refused \(HTTP 400/],
  ['context-window', sized({ [HAIKU]: limited }), 'fail', /^The gateway refuses requests for a limit/],
  [
    'context-window',
    sized({ [HAIKU]: refusal(403, 'quota exceeded') }),
    'unproven',
    /^Not tested: a quota is spent/,
  ],
  // Of several models the one that fails is told, then the one that could not be tested.
  ['context-window', sized({ [HAIKU]: NO_BETA, [OPUS]: refusal(413, 'no') }), 'fail', /of claude-opus-5 /],
  [
    'context-window',
    sized({ [HAIKU]: refusal(403, 'quota exceeded'), [OPUS]: refusal(413, 'no') }),
    'fail',
    /of claude-opus-5 /,
  ],
  [
    'context-window',
    sized({ [HAIKU]: NO_BETA, [OPUS]: refusal(403, 'quota exceeded') }),
    'unproven',
    /^Not tested/,
  ],
  [
    'body-size',
    { answers: { 'body-5': refusal(413, 'too large') } },
    'warn',
    /of 5 MB is refused.*; 1\.2 MB pass/,
  ],
  [
    'body-size',
    { answers: { 'body-1.2': refusal(413, 'too large') } },
    'fail',
    /of 1\.2 MB is refused.*first turn passes/,
  ],
  [
    'body-size',
    { answers: { 'body-1.2': refusal(413, 'too large'), 'body-0.3': refusal(413, 'too large') } },
    'fail',
    /of 0\.3 MB is refused/,
  ],
  [
    'body-size',
    { answers: { 'message-alike': limited } },
    'fail',
    /^The gateway refuses requests for a limit/,
  ],
  [
    'body-size',
    { answers: { 'body-1.2': limited } },
    'fail',
    /of 1\.2 MB is refused \(HTTP 429.*first turn passes/,
  ],
  ['body-size', { answers: { 'body-5': limited } }, 'warn', /of 5 MB is refused \(HTTP 429.*; 1\.2 MB pass/],
  ['body-size', { answers: { 'body-5': refusal(400, 'wrong JSON') } }, 'warn', /though not for its size/],
  ['body-size', { answers: { 'body-5': refusal(400, 'over the limit') } }, 'warn', /; 1\.2 MB pass/],
  ['body-size', { answers: { 'body-5': GONE } }, 'warn', /It was cut\); 1\.2 MB pass/],
];

describe('what a check says', () => {
  test.each(ROWS.map(([id, world, said, detail]) => ({ id, world, said, detail })))(
    '$id: $said $detail',
    async ({ id, world, said, detail }) => {
      const answer = await run(id, world);
      const { status = 'nothing', inconclusive = false } = answer ?? {};
      expect(inconclusive ? 'unproven' : status).toBe(said);
      expect(answer?.detail ?? '').toMatch(detail);
    },
  );
});

/** Said only where Node.js is too old to read the store. */
const NO_STORE = / This Node\.js cannot read the system store[^.]*\./;

/** What the rows above make each check say, with its remedy, and in brackets what weighs on the verdict; each once. */
async function sentences(): Promise<string> {
  let text = '';
  for (const { id, title } of checks) {
    const said = new Set<string>();
    for (const [, world] of ROWS.filter(([own]) => own === id)) {
      const answer = await run(id as CheckId, world);
      if (answer === undefined) continue;
      const { status, detail, hint, whenBroken, says, models, blocking } = answer;
      const remedy = hint === undefined ? '' : `    ${hint.replace(NO_STORE, '')}\n`;
      const weight = [
        ...(whenBroken === undefined ? [] : [whenBroken]),
        ...(says === undefined ? [] : [says]),
        ...(models === undefined ? [] : [`with ${models.join(', ')} alone`]),
        ...(blocking === false ? ['nothing waits for it'] : []),
      ];
      said.add(
        `  ${status}: ${detail}\n${remedy}${weight.length === 0 ? '' : `    [${weight.join('; ')}]\n`}`,
      );
    }
    text += `${id}: ${title}\n${[...said].join('')}`;
  }
  return text;
}

// With UPDATE_FIXTURES=1 they are written anew: read the difference as an administrator would before you keep it.
test('what an administrator reads of it, word by word', async () => {
  const file = new URL('../../fixtures/probe/check-sentences.txt', import.meta.url);
  const written = await sentences();
  if (process.env.UPDATE_FIXTURES === '1') writeFileSync(file, written);
  expect(written).toBe(readFileSync(file, 'utf8'));
});
