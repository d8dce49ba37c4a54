import type { GatewayAnswer } from '../../src/protocol/answer.ts';

/** An answer of a gateway for tests of pure functions: `body` a text, or an object that goes as JSON. */
export function answerOf(
  status: number,
  body: string | object = '',
  headers: Readonly<Record<string, string>> = {},
): GatewayAnswer {
  const whole = typeof body === 'string' ? undefined : body;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, headers, text, json: whole, firstByteMs: 1, ms: 2 };
}

/** A refusal in the envelope of the Messages API. */
export function refusal(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): GatewayAnswer {
  return answerOf(status, { type: 'error', error: { type: 'invalid_request_error', message } }, headers);
}
