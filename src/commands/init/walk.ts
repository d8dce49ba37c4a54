import { Back } from '../../io/prompter.ts';
import type { Step, Wizard } from './step.ts';
import { stepsOf } from './steps.ts';

/** The way through the questions: forward as answers allow, back along the way one came. */
export class Walk {
  readonly #wizard: Wizard;
  readonly #trail: Step[] = [];
  #part: Step['part'] | undefined;
  #isGoingBack = false;

  constructor(wizard: Wizard) {
    this.#wizard = wizard;
  }

  /** Whether a question was asked that one can go back to. */
  get hasPast(): boolean {
    return this.#trail.length > 0;
  }

  /** From the first question to the last. */
  async begin(): Promise<void> {
    this.#trail.length = 0;
    await this.#forward(stepsOf(this.#wizard.draft)[0]);
  }

  /** Back to the question that was answered last, then forward again. */
  async back(): Promise<void> {
    await this.#forward(this.#trail.pop());
  }

  /** One question, and after it those that its answer opened or left without an answer. */
  async edit(step: Step): Promise<void> {
    const { draft } = this.#wizard;
    this.#part = undefined;
    const known = new Set(stepsOf(draft).map(({ id }) => id));
    const trail: Step[] = [];
    let next: Step | undefined = step;
    while (next !== undefined) {
      const asked: Step = next;
      const rest = await this.#ask(asked);
      if (rest === 'back') {
        const before = trail.pop();
        if (before === undefined) return;
        next = before;
        continue;
      }
      trail.push(asked);
      known.add(asked.id);
      next = rest.find((one) => !known.has(one.id) || !one.isAnswered(draft));
    }
  }

  async #forward(from: Step | undefined): Promise<void> {
    let step = from;
    while (step !== undefined) {
      const asked: Step = step;
      this.#head(asked);
      const rest = await this.#ask(asked);
      if (rest === 'back') step = this.#trail.pop() ?? asked;
      else {
        this.#trail.push(asked);
        step = rest[0];
      }
    }
  }

  /** Asks, and gives the questions that come after it now. */
  async #ask(step: Step): Promise<readonly Step[] | 'back'> {
    const { draft } = this.#wizard;
    const before = stepsOf(draft);
    try {
      await step.ask(this.#wizard);
    } catch (error) {
      if (!(error instanceof Back)) throw error;
      // What was answered above stays on the screen: this says that it does not count any more.
      if (!this.#isGoingBack) this.#wizard.say('↩ back', 1, 'faint');
      this.#isGoingBack = true;
      return 'back';
    }
    this.#isGoingBack = false;
    const after = stepsOf(draft);
    const ids = after.map(({ id }) => id);
    const place = ids.indexOf(step.id);
    if (place !== -1) return after.slice(place + 1);
    // The answer made its own question void: on with the next one that is left.
    const follower = before
      .slice(before.findIndex(({ id }) => id === step.id) + 1)
      .find(({ id }) => ids.includes(id));
    return follower === undefined ? [] : after.slice(ids.indexOf(follower.id));
  }

  #head({ part }: Step): void {
    if (part === this.#part) return;
    this.#part = part;
    this.#wizard.say('');
    this.#wizard.say(part, 0, 'strong');
  }
}
