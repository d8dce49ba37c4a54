import type { Outcome } from '../../errors.ts';
import type { GatewayRequest } from '../../gateway/types.ts';
import type { Failure } from '../../net/types.ts';
import type { GatewayAnswer } from '../../protocol/answer.ts';
import type { GatewayFacts } from '../check.ts';
import { ENGINE_AGENT, namesClient } from '../engine/shape.ts';
import { refusesClient } from './told.ts';

/** Requests whose refusal may be about the client. */
const TELLING = /^(?:health|turn-text)$/;

/** The name that requests go out under: the probe's own, until a gateway takes only the engine's. */
export class ClientName {
  readonly #facts: GatewayFacts;
  #agent: string | undefined;
  #tried = false;

  constructor(facts: GatewayFacts) {
    this.#facts = facts;
  }

  /** The engine's User-Agent, when the gateway takes no other. */
  get engines(): string | undefined {
    return this.#agent;
  }

  /** The request under that name; `aside`: as it is. */
  named(request: GatewayRequest, aside: boolean): GatewayRequest {
    if (this.#agent === undefined || aside) return request;
    return { ...request, headers: { 'user-agent': this.#agent, ...request.headers } };
  }

  /** Whether a refusal was about the name of the client; then everything goes on under the engine's. */
  async isMinded(
    label: string,
    request: GatewayRequest,
    answer: GatewayAnswer,
    send: (request: GatewayRequest) => Promise<Outcome<GatewayAnswer, Failure>>,
  ): Promise<boolean> {
    if (this.#tried || !TELLING.test(label) || !refusesClient(answer)) return false;
    if (namesClient(this.#facts.customHeaders)) return false;
    this.#tried = true;
    const headers = { ...request.headers, 'user-agent': ENGINE_AGENT };
    const again = await send({ ...request, headers });
    if (!again.ok || again.value.status === answer.status) return false;
    // What is refused by chance was not refused for its name.
    const own = await send(request);
    if (!own.ok || own.value.status !== answer.status) return false;
    this.#agent = ENGINE_AGENT;
    return true;
  }
}
