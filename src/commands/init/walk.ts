import { Back } from '../../prompter.ts';
import type { Step, Wizard } from './step.ts';
import { stepsOf } from './steps.ts';

/** The way through the questions: forward as answers allow, back along the way one came. */
export class Walk {
  readonly #wizard: Wizard;
  readonly #trail: Step[] = [];
  #part: Step['part'] | undefined;

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

  /** One question, and after it those that its answer left open. */
  async edit(step: Step): Promise<void> {
    this.#part = undefined;
    const opened: Step[] = [];
    let next: Step | undefined = step;
    while (next !== undefined) {
      const asked: Step = next;
      try {
        await asked.ask(this.#wizard);
      } catch (error) {
        if (!(error instanceof Back)) throw error;
        const before = opened.pop();
        if (before === undefined) return;
        next = before;
        continue;
      }
      opened.push(asked);
      const { draft } = this.#wizard;
      const steps = stepsOf(draft);
      const at = steps.findIndex(({ id }) => id === asked.id);
      next = steps.slice(at + 1).find((one) => !one.isAnswered(draft));
    }
  }

  async #forward(from: Step | undefined): Promise<void> {
    let step = from;
    while (step !== undefined) {
      const asked: Step = step;
      this.#head(asked);
      try {
        await asked.ask(this.#wizard);
      } catch (error) {
        if (!(error instanceof Back)) throw error;
        step = this.#trail.pop() ?? asked;
        continue;
      }
      this.#trail.push(asked);
      const steps = stepsOf(this.#wizard.draft);
      step = steps[steps.findIndex(({ id }) => id === asked.id) + 1];
    }
  }

  #head({ part }: Step): void {
    if (part === this.#part) return;
    this.#part = part;
    this.#wizard.say('');
    this.#wizard.say(part, 0, 'strong');
  }
}
