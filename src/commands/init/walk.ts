import { Cancelled } from '../../errors.ts';
import { Back, type Place } from '../../io/prompter.ts';
import { signInsOf } from '../../schema/descriptions.ts';
import type { Draft } from './draft.ts';
import { placed } from './placed.ts';
import type { Step, Wizard } from './step.ts';
import { stepsOf } from './steps.ts';

/**
 * Which questions are asked: those without an answer; those too that have one but not from the command line, but for
 * such with a default that fits; or all.
 */
type Asked = 'open' | 'needed' | 'all';

/** The way through the questions: forward as answers allow, back along the way one came. */
export class Walk {
  readonly #wizard: Wizard;
  readonly #trail: Step[] = [];
  #asked: Asked = 'needed';
  #part: Step['part'] | undefined;
  #isGoingBack = false;

  constructor(wizard: Wizard) {
    this.#wizard = wizard;
  }

  /** Whether a question was asked that one can go back to. */
  get hasPast(): boolean {
    return this.#trail.length > 0;
  }

  /** Where the summary stands: after the last question of this way. */
  get end(): Place | undefined {
    if (this.#trail.length === 0) return undefined;
    const of = this.#plan().length + 1;
    return { at: of, of };
  }

  /** From the first question to the last. */
  async begin(asked: Asked): Promise<void> {
    this.#asked = asked;
    this.#trail.length = 0;
    await this.#forward(this.#next(stepsOf(this.#wizard.draft)));
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
      const rest = await this.#ask(asked, this.#wizard);
      if (rest === 'back') {
        const before = trail.pop();
        if (before === undefined) return;
        next = before;
        continue;
      }
      trail.push(asked);
      known.add(asked.id);
      next = rest.find(
        (one) => (!known.has(one.id) && one.isExtra?.(this.#wizard) !== true) || !one.isAnswered(draft),
      );
    }
  }

  async #forward(from: Step | undefined): Promise<void> {
    let step = from;
    while (step !== undefined) {
      const asked: Step = step;
      this.#head(asked);
      const rest = await this.#ask(asked, {
        ...this.#wizard,
        prompter: placed(this.#wizard.prompter, this.#placeOf(asked)),
      });
      if (rest === 'back') {
        const before = this.#trail.pop();
        if (before === undefined) await offerToLeave(this.#wizard);
        step = before ?? asked;
      } else {
        this.#trail.push(asked);
        step = this.#next(rest);
      }
    }
  }

  /** The first of them that is to be asked on this way. */
  #next(steps: readonly Step[]): Step | undefined {
    return steps.find((step) => this.#isAsked(step, this.#wizard.draft));
  }

  #isAsked(step: Step, draft: Draft): boolean {
    if (this.#asked === 'all') return true;
    if (this.#asked === 'open') return !step.isAnswered(draft);
    return step.isExtra?.(this.#wizard) !== true && step.isGiven?.(draft) !== true;
  }

  /** The questions of this way, as far as can be foreseen: what is not chosen yet counts as the usual choice. */
  #plan(): readonly Step[] {
    const supposed = this.#wizard.draft.copy();
    if (supposed.provider === undefined && !supposed.isBootstrap) supposed.chooseProvider('gateway');
    const [usual] = supposed.provider === undefined ? [] : signInsOf(supposed.provider);
    if (supposed.signIn === undefined && usual !== undefined) supposed.chooseSignIn(usual);
    const trail = new Set(this.#trail.map(({ id }) => id));
    return stepsOf(supposed).filter((step) => trail.has(step.id) || this.#isAsked(step, this.#wizard.draft));
  }

  #placeOf(step: Step): Place {
    const ids = this.#plan().map(({ id }) => id);
    const at = ids.indexOf(step.id);
    // The summary is the last.
    return { at: at === -1 ? this.#trail.length + 1 : at + 1, of: ids.length + 1 };
  }

  /** Asks, and gives the questions that come after it now. */
  async #ask(step: Step, wizard: Wizard): Promise<readonly Step[] | 'back'> {
    const { draft } = wizard;
    const before = stepsOf(draft);
    try {
      await step.ask(wizard);
    } catch (error) {
      if (!(error instanceof Back)) throw error;
      // What was answered above stays on the screen: this says that it does not count any more.
      if (!this.#isGoingBack) wizard.say('↩ back', 1, 'faint');
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
    if (part === this.#part || this.#asked !== 'all') return;
    this.#part = part;
    this.#wizard.say('');
    this.#wizard.say(part, 0, 'strong');
  }
}

/** Esc where nothing is left to go back to. */
export async function offerToLeave({ prompter }: Wizard): Promise<void> {
  try {
    if (await prompter.confirm({ message: 'Leave without writing anything?', default: false }))
      throw new Cancelled();
  } catch (error) {
    if (!(error instanceof Back)) throw error;
  }
}
