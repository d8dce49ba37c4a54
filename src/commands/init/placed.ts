import type { Place, Prompter } from '../../io/prompter.ts';

/** The prompter, each question of which says where it stands on the way. */
export function placed(prompter: Prompter, place: Place | undefined): Prompter {
  if (place === undefined) return prompter;
  return {
    input: (question) => prompter.input({ place, ...question }),
    secret: (question) => prompter.secret({ place, ...question }),
    confirm: (question) => prompter.confirm({ place, ...question }),
    select: (question) => prompter.select({ place, ...question }),
    checkbox: (question) => prompter.checkbox({ place, ...question }),
    ...(prompter.interruptible === undefined ? {} : { interruptible: prompter.interruptible.bind(prompter) }),
  };
}
