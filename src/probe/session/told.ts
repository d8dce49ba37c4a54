import type { GatewayRequest } from '../../gateway/types.ts';
import type { GatewayAnswer } from '../../protocol/answer.ts';
import { limitOf } from '../diagnosis/explain.ts';
import { COUNT_TOKENS } from '../requests/requests.ts';
import { isObject } from '../../text/json.ts';

/** What a gateway that fails every so many messages counts. */
export function isMessage({ method, path }: GatewayRequest): boolean {
  return method === 'POST' && path !== COUNT_TOKENS;
}

/** More than this is no first turn. */
const LARGE_BYTES = 250_000;

/** Whose limit a request meets: its model's; large ones apart, as they meet limits that a turn does not. */
export function limitedAs({ body, leastBytes = 0 }: GatewayRequest): string {
  const model = isObject(body) && typeof body.model === 'string' ? body.model : '';
  return leastBytes > LARGE_BYTES ? `${model} large` : model;
}

/** Tokens of a request, by a quarter of its characters; none where it has no body. */
export function tokensOf({ body }: GatewayRequest): number {
  return body === undefined ? 0 : Math.floor(JSON.stringify(body).length / 4);
}

/** 403 says little; other refusals have to speak of the client. */
export function refusesClient(answer: GatewayAnswer): boolean {
  const { status } = answer;
  if (status === 403) return limitOf(answer) === undefined;
  return (
    [400, 401, 406, 426].includes(status) &&
    /user.?agent|claude.?(?:code|cli)|\bclient\b/i.test(answer.text.slice(0, 2000))
  );
}

/** Some answer a poll of the device grant with 429 instead of 400 (RFC 8628, section 3.5): it is no limit of requests. */
export function isDevicePoll({ json }: GatewayAnswer): boolean {
  const error = isObject(json) ? json.error : undefined;
  return error === 'authorization_pending' || error === 'slow_down';
}
