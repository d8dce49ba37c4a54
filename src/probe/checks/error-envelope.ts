import {
  blocked,
  pass,
  skip,
  warn,
  type Check,
  type CheckContext,
  type Observation,
  type RunAnswer,
} from '../check.ts';
import { readError } from '../diagnosis/explain.ts';

/** platform.claude.com "Errors". 501 is the reference gateway's word for an endpoint it does not have. */
const TYPES: Readonly<Record<number, readonly string[]>> = {
  400: ['invalid_request_error'],
  401: ['authentication_error'],
  402: ['billing_error'],
  403: ['permission_error'],
  404: ['not_found_error'],
  409: ['conflict_error'],
  413: ['request_too_large'],
  429: ['rate_limit_error'],
  500: ['api_error'],
  501: ['not_supported'],
  504: ['timeout_error'],
  529: ['overloaded_error'],
};

/**
 * Answers a proxy in front gives to what it refuses, and optional endpoints, have checks of their own. The rest
 * reaches the user: the engine shows any other body raw (measured), so it is a warning and no failure.
 */
const CHECKED = new Set([
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
]);

/** Checks whose failure means that something else answered. */
const FRONT = ['mtls', 'not-html'];

const HINT =
  'Answer errors as {"type":"error","error":{"type":…,"message":…},"request_id":…}: the app shows other bodies raw and does not recover from them.';

export const errorEnvelope = {
  id: 'error-envelope',
  title: "errors come in the API's own shape",
  group: 'C',
  owner: 'gateway',
  topic: 'errors',
  required: false,
  whenBroken: 'advice',
  when: 'passive',
  run(context) {
    // What a web page in front says is no error of the gateway.
    const front = FRONT.find((id) => context.resultOf(id)?.status === 'fail');
    if (front !== undefined) {
      return blocked(front, 'The gateway itself did not answer.');
    }
    const errors = context.observed().filter(({ label, status }) => status >= 400 && CHECKED.has(label));
    if (errors.length === 0) return skip('No error answer was seen.');
    const checked = errors.map((seen) => check(context, seen));
    return (
      checked.find(({ status }) => status === 'warn') ??
      pass(
        errors.length === 1
          ? '1 error answer has the shape of the API.'
          : `${errors.length} error answers have the shape of the API.`,
      )
    );
  },
} as const satisfies Check;

function check(context: CheckContext, seen: Observation): RunAnswer {
  const { shape, type, hasRequestId } = readError(seen);
  const status = `HTTP ${seen.status}`;
  if (shape !== 'anthropic') {
    const what = {
      openai: "in OpenAI's shape",
      fastapi: "in FastAPI's shape (detail)",
      azure: "in Azure's shape (statusCode, message)",
      'other-json': 'in a JSON shape of its own',
      html: 'as an HTML page',
      text: 'as plain text',
      empty: 'with an empty body',
    }[shape];
    return warn(`An error comes ${what} (${status}).`, HINT);
  }
  const expected = TYPES[seen.status];
  if (expected !== undefined && type !== undefined && !expected.includes(type)) {
    return warn(
      `${status} comes with the error type ${context.quote(type, 60)} instead of ${expected.join(' or ')}.`,
      HINT,
    );
  }
  if (!hasRequestId)
    return warn(`An error (${status}) carries no request_id.`, 'Pass request_id on: support asks for it.');
  return pass('');
}
