import type { KeyName } from '../../schema/index.ts';
import type { Draft } from './draft.ts';
import type { Step } from './step.ts';

interface Surface {
  readonly key: KeyName;
  readonly name: string;
  readonly description: string;
  /** What an unset key means. */
  readonly unset: boolean;
}

/** The tabs of the app. Chat is there only when its key is true; the others unless theirs is false (vendor reference). */
const SURFACES: readonly Surface[] = [
  {
    key: 'coworkTabEnabled',
    name: 'Cowork',
    description: 'Tasks in a sandbox, with files and tools.',
    unset: true,
  },
  { key: 'isClaudeCodeForDesktopEnabled', name: 'Code', description: 'Claude Code.', unset: true },
  {
    key: 'chatTabEnabled',
    name: 'Chat',
    description: 'Conversations without tools on the computer.',
    unset: false,
  },
];

function isOn(draft: Draft, { key, unset }: Surface): boolean {
  const value = draft.get(key);
  return typeof value === 'boolean' ? value : unset;
}

export const surfaces: Step = {
  id: 'surfaces',
  part: 'Users and lockdown',
  title: 'Tabs of the app',
  answer: (draft) =>
    SURFACES.filter((one) => isOn(draft, one))
      .map(({ name }) => name)
      .join(', '),
  isAnswered: () => true,
  isExtra: () => true,
  async ask({ prompter, draft }) {
    const chosen = await prompter.checkbox<Surface>({
      message: 'Which tabs do users get?',
      choices: SURFACES.map((value) => {
        const newer = draft
          .check([value.key], !value.unset)
          .find(({ code }) => code === 'key-newer-than-target');
        return {
          value,
          name: value.name,
          description: value.description,
          checked: isOn(draft, value),
          ...(newer === undefined ? {} : { disabled: newer.message }),
        };
      }),
      validate: (answer) =>
        answer.length > 0 ? undefined : 'Without any tab the app turns Cowork back on\nChoose at least one.',
    });
    for (const surface of SURFACES) {
      const on = chosen.includes(surface);
      if (on === isOn(draft, surface)) continue;
      draft.answer(surface.key, on === surface.unset ? undefined : on);
    }
  },
};
