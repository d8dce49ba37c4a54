import { expect } from 'vitest';
import type { FaultName } from '../../../src/embedded-gateway/index.ts';

/** Faults that a plain POST shows: status and anything else of the outcome. */
export const SENDS = {
  'hang-headers': { ok: false, failure: { kind: 'timeout', phase: 'first-byte' } },
  reset: { ok: false, failure: { kind: 'reset' } },
  'reset-once': { ok: true, value: { status: 200 } },
  'close-early': { ok: false, failure: { kind: 'reset' } },
  'not-http': { ok: false, failure: { kind: 'protocol' } },
  'headers-huge': { ok: false, failure: { kind: 'protocol', code: 'UND_ERR_HEADERS_OVERFLOW' } },
  'content-length-wrong': { ok: false, failure: { kind: 'reset', received: 13 } },
  'gzip-broken': { ok: false, failure: { kind: 'protocol' } },
  'body-huge': { ok: false, failure: { kind: 'too-large' } },
  empty: { ok: true, value: { status: 200, text: '' } },
  'no-content': { ok: true, value: { status: 204, text: '' } },
  'html-200': {
    ok: true,
    value: { status: 200, json: undefined, headers: { 'content-type': 'text/html; charset=utf-8' } },
  },
  'html-403-waf': { ok: true, value: { status: 403, json: undefined } },
  'redirect-other': {
    ok: true,
    value: { status: 307, location: expect.stringContaining('http://localhost:') as string },
  },
  'redirect-same': {
    ok: true,
    value: { status: 307, location: expect.stringContaining('/moved/') as string },
  },
  'redirect-loop': {
    ok: true,
    value: { status: 307, location: expect.stringContaining('/v1/messages') as string },
  },
  'redirect-login': { ok: true, value: { status: 302, location: 'https://login.example.com/authorize' } },
  'error-200': { ok: true, value: { status: 200, json: { type: 'error' } } },
  'query-refused': { ok: true, value: { status: 404 } },
  'api-key-only': { ok: true, value: { status: 401 } },
  'reflects-key': { ok: true, value: { headers: { 'x-debug-credential': 'sk-embedded-0123456789' } } },
  'no-request-id': {
    ok: true,
    value: { headers: { 'x-request-id': expect.stringMatching(/^req_/) as string } },
  },
  '401': {
    ok: true,
    value: {
      status: 401,
      json: { error: { type: 'authentication_error' } },
      headers: { 'x-should-retry': 'false' },
    },
  },
  '401-text': { ok: true, value: { status: 401, json: undefined } },
  '401-openai': { ok: true, value: { status: 401, json: { error: { code: 'invalid_api_key' } } } },
  '401-fastapi': { ok: true, value: { status: 401, json: { detail: 'Not authenticated' } } },
  '401-azure': { ok: true, value: { status: 401, json: { statusCode: 401 } } },
  '403': { ok: true, value: { status: 403, json: { error: { type: 'permission_error' } } } },
  '404-all': { ok: true, value: { status: 404 } },
  '429': { ok: true, value: { status: 429, headers: { 'retry-after': '2' } } },
  '429-date': {
    ok: true,
    value: { status: 429, headers: { 'retry-after': expect.stringContaining('GMT') as string } },
  },
  '429-none': { ok: true, value: { status: 429 } },
  '429-day': { ok: true, value: { status: 429, headers: { 'retry-after': '86400' } } },
  '429-once': { ok: true, value: { status: 429, headers: { 'retry-after': '1' } } },
  '500': { ok: true, value: { status: 500, json: { error: { type: 'api_error' } } } },
  '529': { ok: true, value: { status: 529, json: { error: { type: 'overloaded_error' } } } },
  '502': { ok: true, value: { status: 502, json: undefined } },
  '503': { ok: true, value: { status: 503, json: undefined } },
  '504': { ok: true, value: { status: 504, json: undefined } },
  'ansi-error': {
    ok: true,
    value: { status: 400, json: { error: { message: expect.stringContaining('\u001B[31m') as string } } },
  },
  'sse-for-nonstream': {
    ok: true,
    value: {
      json: undefined,
      headers: { 'content-type': expect.stringContaining('event-stream') as string },
    },
  },
  'usage-missing': {
    ok: true,
    value: {
      status: 200,
      json: expect.not.objectContaining({ usage: expect.anything() as unknown }) as object,
    },
  },
  'usage-zero': { ok: true, value: { json: { usage: { input_tokens: 0, output_tokens: 0 } } } },
  'model-substituted': { ok: true, value: { json: { model: 'gpt-4o' } } },
  'canned-one-token': { ok: true, value: { json: { content: [{ text: 'ok' }] } } },
  'canned-reply': {
    ok: true,
    value: { json: { content: [{ text: expect.stringContaining('Hello') as string }] } },
  },
  'min-16-output-tokens': { ok: true, value: { status: 400 } },
  'limits-ignored': { ok: true, value: { json: { stop_reason: 'end_turn' } } },
} as const satisfies Partial<Record<FaultName, object>>;
