import type { ListItem } from './list-prompt.ts';
import type { Question } from './question.ts';

/** How questions look: given in, because colours are decided by flags and environment. */
export interface Look {
  readonly error: (text: string) => string;
  readonly info: (text: string) => string;
  readonly ok: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  /** Breaks prose at spaces; further lines get the indent. */
  readonly wrap: (text: string, width: number, indent: string) => string;
}

/** Keys and what they do, for the line below a question. */
type Keys = readonly (readonly [key: string, action: string])[];
/** Keys of a line that holds a proposal. */
export const EDIT_KEYS: Keys = [
  ['⏎', 'take it'],
  ['tab', 'edit'],
  ['⌫', 'clear'],
];

/** Keys of a secret, which is not edited but at its end. */
export const SECRET_KEYS: Keys = [
  ['⌫', 'last'],
  ['ctrl-u', 'clear'],
];

/** Chosen entries that are named once a list is done. */
const MOST_NAMED = 6;

/** One theme for all prompts: the library's own colours know nothing of NO_COLOR on Node 20. */
export function themeOf(look: Look, columns: () => number, small: () => boolean) {
  return (question: Question, keys: Keys = [], line = false) => {
    const esc: Keys = question.back === false ? [] : [['esc', 'back']];
    const tip = (all: Keys): string =>
      all.map(([key, action]) => `${look.strong(key)} ${look.faint(action)}`).join(look.faint(' · '));
    return {
      prefix: { idle: look.info('?'), done: look.ok('✔') },
      icon: { cursor: look.info('❯'), checked: look.ok('[x]'), unchecked: '[ ]' },
      style: {
        message: (text: string, status: string) => {
          if (status === 'done') return look.strong(look.wrap(text, columns() - 4, '  '));
          const { place } = question;
          const where = place === undefined ? '' : `(${place.at} of ${place.of})`;
          const lines = look.wrap(`${text} ${where}`.trim(), columns() - 4, '  ');
          const asked =
            where !== '' && lines.endsWith(` ${where}`)
              ? `${look.strong(lines.slice(0, -where.length))}${look.faint(where)}`
              : look.strong(lines);
          const below = [
            ...(question.hint === undefined || (!line && small())
              ? []
              : [look.faint(look.wrap(question.hint, columns() - 4, '  '))]),
            ...(line ? [tip([...keys, ...esc])].filter((one) => one !== '') : []),
          ];
          if (line) return [asked, ...below, look.info('›')].join('\n  ');
          return [asked, ...below].join('\n  ');
        },
        answer: (text: string) => (text === '' ? look.faint('nothing') : look.info(text)),
        error: (text: string) =>
          text
            .split('\n')
            .map((part, at) =>
              at === 0
                ? look.error(`✖ ${look.wrap(part, columns() - 4, '  ')}`)
                : `  ${look.wrap(part, columns() - 4, '  ')}`,
            )
            .join('\n'),
        defaultAnswer: (text: string) => look.faint(`(${text})`),
        help: look.faint,
        highlight: look.info,
        key: look.strong,
        disabled: look.faint,
        description: (text: string) => {
          const lines = look.wrap(text, columns() - 4, '  ').split('\n');
          return `  ${look.faint(small() ? (lines[0] ?? '') : lines.join('\n'))}`;
        },
        keysHelpTip: (all: Keys) => tip([...all, ...esc]),
        faint: look.faint,
        chosen: (items: readonly ListItem[]) => {
          if (items.length === 0) return 'none';
          const some = items.slice(0, MOST_NAMED).map(({ short }) => short);
          return `${some.join(', ')}${items.length > MOST_NAMED ? ` and ${items.length - MOST_NAMED} more` : ''}`;
        },
      },
    };
  };
}
