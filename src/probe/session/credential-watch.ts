import type { Outcome } from '../../errors.ts';
import type { GatewayRequest } from '../../gateway/types.ts';
import type { Failure } from '../../net/types.ts';
import type { GatewayAnswer } from '../../protocol/answer.ts';

/** Whether the credential of a run is taken until its end. */
export class CredentialWatch {
  #taken = false;
  #refused = false;
  #isShutOut = false;

  /** A message was answered; those that carry none, or a wrong one on purpose, tell nothing. */
  note({ credential }: GatewayRequest, { status }: GatewayAnswer): void {
    if (typeof credential === 'object' || credential === 'none') return;
    this.#taken ||= status === 200;
    this.#refused ||= status === 401;
  }

  /** Where it was taken and refused, small messages tell whether it is still taken: as many as the engine sends. */
  async settle(small: () => Promise<Outcome<GatewayAnswer, Failure>>): Promise<void> {
    if (!this.#taken || !this.#refused) return;
    const isRefused = async (): Promise<boolean> => {
      const outcome = await small();
      return outcome.ok && outcome.value.status === 401;
    };
    this.#isShutOut = (await isRefused()) && (await isRefused());
  }

  /** It was taken, and is refused at the end of the run. */
  get isShutOut(): boolean {
    return this.#isShutOut;
  }
}
