import { Back, type Choice } from '../../io/prompter.ts';
import { printable } from '../../text/printable.ts';
import { membersOf, offered, putMember, shown } from './ask.ts';
import { refusal, remark } from './refusal.ts';
import type { Step, Wizard } from './step.ts';

const KEY = 'inferenceCustomHeaders';

type Choose = { readonly do: 'go-on' | 'add' } | { readonly do: 'edit' | 'remove'; readonly name: string };

/** Extra headers: a list that one adds to, changes and takes from until it is right. */
export const headers: Step = {
  id: 'headers',
  part: 'Connection',
  title: 'Extra headers',
  answer: (draft) => {
    const names = Object.keys(membersOf(draft, KEY));
    return names.length === 0 ? 'none' : names.join(', ');
  },
  isAnswered: () => true,
  isExtra: () => true,
  async ask(wizard) {
    const { prompter, draft } = wizard;
    for (;;) {
      const present = Object.entries(membersOf(draft, KEY));
      const chosen = await prompter.select<Choose>({
        message: 'Extra headers with every request?',
        hint: 'For routing, tenants or guardrails; not for credentials.',
        choices: [
          {
            value: { do: 'go-on' },
            name: present.length === 0 ? 'None' : 'These, go on',
            short: summary(present),
          },
          { value: { do: 'add' }, name: 'Add a header' },
          ...present.flatMap(([name, value]): Choice<Choose>[] => [
            {
              value: { do: 'edit', name },
              name: `Change ${printable(name, 60)}: ${shown(value, [KEY, name], 40)}`,
              short: `change ${printable(name, 60)}`,
            },
            {
              value: { do: 'remove', name },
              name: `Remove ${printable(name, 60)}`,
              short: `remove ${printable(name, 60)}`,
            },
          ]),
        ],
      });
      if (chosen.do === 'go-on') return;
      try {
        if (chosen.do === 'remove') putMember(draft, KEY, chosen.name, undefined);
        else await askHeader(wizard, chosen.do === 'edit' ? chosen.name : undefined);
      } catch (error) {
        if (!(error instanceof Back)) throw error;
      }
    }
  },
};

function summary(present: readonly (readonly [string, unknown])[]): string {
  return present.length === 0 ? 'none' : present.map(([name]) => printable(name, 60)).join(', ');
}

async function askHeader({ prompter, draft, ...wizard }: Wizard, before: string | undefined): Promise<void> {
  const check = (name: string, value: string): string | undefined =>
    refusal(draft, [KEY, name], { ...membersOf(draft, KEY), [name]: value });
  const name =
    before ??
    (await prompter.input({
      message: 'Name of the header',
      hint: 'Such as X-Tenant.',
      validate: (answer) =>
        refusal(draft, [KEY], { [answer]: 'x' }) ??
        (twin(Object.keys(membersOf(draft, KEY)), answer) === undefined
          ? undefined
          : `${answer} is there already\nChange that one instead.`),
    }));
  const old = before === undefined ? undefined : membersOf(draft, KEY)[before];
  const value = await prompter.input({
    message: `Value of ${printable(name, 60)}`,
    ...(typeof old === 'string' ? offered(old) : {}),
    validate: (answer) => check(name, answer),
  });
  putMember(draft, KEY, name, value);
  remark({ prompter, draft, ...wizard }, KEY);
}

/** Header names do not differ by case. */
function twin(names: readonly string[], wanted: string): string | undefined {
  return names.find((name) => name.toLowerCase() === wanted.toLowerCase());
}
