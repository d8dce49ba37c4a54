import type { GatewayAnswer } from '../../protocol/answer.ts';
import type { Seen } from '../types.ts';

/** The answer that is looked at: to the credential, or what is served to everybody. */
export function received({ asked, bare }: Seen): GatewayAnswer | undefined {
  if (asked !== undefined) return asked.ok ? asked.value : undefined;
  return bare?.ok === true && bare.value.status === 200 ? bare.value : undefined;
}

/** The same, when it is a 200. */
export function served(seen: Seen): GatewayAnswer | undefined {
  const answer = received(seen);
  return answer?.status === 200 ? answer : undefined;
}
