import { Cancelled } from '../../errors.ts';
import { Back, type Choice } from '../../io/prompter.ts';
import { printable } from '../../text/printable.ts';
import { renderDifferences } from '../../report/difference-text.ts';
import { valueLines, valueText } from '../../report/value-text.ts';
import { count } from '../../report/wrap.ts';
import { compareSettings, keySpec, type KeyName } from '../../schema/index.ts';
import { keyRow, sections } from '../../schema/descriptions.ts';
import { askValue, lineOf, shown } from './ask.ts';
import type { Step, Wizard } from './step.ts';
import { stepsOf } from './steps.ts';
import { placed } from './placed.ts';
import { toRegister } from './redirect.ts';
import { offerToLeave, type Walk } from './walk.ts';

type Next =
  | { readonly do: 'write' | 'other' | 'all' | 'leave' }
  | { readonly do: 'fix'; readonly key: KeyName }
  | { readonly do: 'change'; readonly step: Step };

/** Shows what would be written and lets one change it until it is right. Leaving rejects with `Cancelled`. */
export async function review(wizard: Wizard, walk: Walk): Promise<void> {
  for (;;) {
    const errors = tell(wizard);
    try {
      const next = await ask({ ...wizard, prompter: placed(wizard.prompter, walk.end) }, errors);
      if (next.do === 'write') return;
      if (next.do === 'leave') throw new Cancelled();
      if (next.do === 'change') await walk.edit(next.step);
      else if (next.do === 'other') await change(wizard);
      else if (next.do === 'fix') await here(() => askKey(wizard, next.key));
      else await walk.begin('all');
    } catch (error) {
      if (!(error instanceof Back)) throw error;
      if (walk.hasPast) await walk.back();
      else await offerToLeave(wizard);
    }
  }
}

/** Prints settings and findings; gives the keys that have an error. */
function tell(wizard: Wizard): readonly string[] {
  const { draft, style, file, io } = wizard;
  const settings = draft.settings();
  const written = draft.spelled();
  wizard.say('');
  wizard.say(file === '-' ? 'What will be written' : `What ${file} will hold`, 0, 'strong');
  const width = Math.min(44, Math.max(0, ...[...written.keys()].map((key) => key.length)));
  for (const [key, value] of written) io.stderr.write(settingLines(key, value, width, io.stderr.columns));
  if (draft.base.size > 0) {
    const changes = [...renderDifferences(compareSettings(draft.base, settings), style)].join('');
    const nothing = changes === '' && wizard.rewritten.length === 0;
    wizard.say('');
    wizard.say(nothing ? 'Nothing is changed so far.' : 'Changed:');
    for (const line of wizard.rewritten) wizard.say(`${style.warning('~')} ${line}`, 1);
    io.stderr.write(changes.replace(/^(?=.)/gm, '  '));
  }
  const { diagnostics } = draft.validate();
  for (const { severity, message, hint } of diagnostics) {
    if (severity === 'info') continue;
    wizard.say(`${severity === 'error' ? style.error('✖') : style.warning('!')} ${message}`, 1);
    if (hint !== undefined) wizard.say(`${style.faint('→')} ${hint}`, 2);
  }
  const register = toRegister(draft);
  // Said again when it has changed.
  const isNews = register.join('\n') !== wizard.session.registered;
  wizard.session.registered = register.join('\n');
  if (register.length > 0 && isNews) {
    wizard.say('');
    wizard.say('At the identity provider', 0, 'strong');
    for (const line of register) wizard.say(line, 1);
  }
  wizard.say('');
  return [...new Set(diagnostics.filter(({ severity }) => severity === 'error').map(({ key }) => key))];
}

/** `key  value`, or the value below its key when it is long. */
function settingLines(key: string, value: unknown, width: number, columns: number): string {
  const name = printable(key, 80);
  const one = typeof value === 'string' ? shown(value, [key], 200) : valueText(value, [key], Infinity);
  if (width + one.length + 4 <= columns) return `  ${name.padEnd(width)}  ${one}\n`;
  const many = typeof value === 'string' ? [one] : valueLines(value, [key]);
  return `  ${name}\n${many.map((line) => `    ${line}\n`).join('')}`;
}

async function ask(wizard: Wizard, errors: readonly string[]): Promise<Next> {
  const { prompter, file } = wizard;
  const fixable = errors.filter((key) => keySpec(key) !== undefined);
  const all = Object.values(sections).reduce((sum, rows) => sum + Object.keys(rows).length, 0);
  const choices: Choice<Next>[] = [
    ...(errors.length === 0
      ? [
          {
            value: { do: 'write' } as const,
            name: file === '-' ? 'Write it' : `Write ${file}`,
            short: 'write',
          },
        ]
      : []),
    ...fixable.map((key) => ({ value: { do: 'fix', key: key as KeyName } as const, name: `Fix ${key}` })),
    ...changes(wizard),
    {
      value: { do: 'other' },
      name: `Another setting (${all})`,
      description: 'Any of the keys that Claude Desktop reads, by section.',
    },
    { value: { do: 'all' }, name: 'Go through all the questions' },
    { value: { do: 'leave' }, name: 'Leave without writing' },
  ];
  return prompter.select<Next>({
    message:
      errors.length === 0
        ? 'Write it, or change something?'
        : `${count(errors.length, 'setting')} to fix first`,
    choices,
  });
}

/** Every answer to change, those first whose default nobody was asked about. */
function changes(wizard: Wizard): readonly Choice<Next>[] {
  const { draft, io } = wizard;
  const steps = stepsOf(draft);
  const extra = steps.filter((step) => step.isExtra?.(wizard) === true);
  return [...extra, ...steps.filter((step) => !extra.includes(step))].map((step) => {
    const answer = step.answer(draft, wizard.session) ?? '';
    return {
      value: { do: 'change', step },
      name: printable(answer === '' ? step.title : `${step.title}: ${answer}`, io.stderr.columns - 4),
      short: step.title,
    };
  });
}

type SectionName = keyof typeof sections;

/** Any key of the catalogue: by section, or found at once by its name or title. */
async function change(wizard: Wizard): Promise<void> {
  const { prompter } = wizard;
  const offered = Object.entries(sections).filter(([name]) => name !== 'Standard deployments');
  for (;;) {
    const wanted = await here(() =>
      prompter.select<{ readonly section: SectionName } | { readonly key: KeyName }>({
        message: 'In which section?',
        hint: 'Or type a part of the name of a key.',
        choices: [
          ...offered.map(([name, rows]) => ({
            value: { section: name as SectionName },
            name,
            description: count(Object.keys(rows).length, 'key'),
          })),
          ...offered.flatMap(([name, rows]) =>
            keysOf(wizard, rows).map((choice) => ({
              ...choice,
              value: { key: choice.value },
              name: `${name}: ${choice.name}`,
              found: true as const,
            })),
          ),
        ],
      }),
    );
    if (wanted === undefined) return;
    const key =
      'key' in wanted
        ? wanted.key
        : await here(() =>
            prompter.select<KeyName>({
              message: 'Which key?',
              choices: keysOf(wizard, sections[wanted.section]),
            }),
          );
    if (key === undefined) continue;
    await here(() => askKey(wizard, key));
    return;
  }
}

/** The keys of a section as choices, with what is set so far. */
function keysOf({ draft }: Wizard, rows: (typeof sections)[SectionName]): readonly Choice<KeyName>[] {
  return Object.entries(rows).map(([value, { title, summary }]) => {
    const now = draft.get(value as KeyName);
    return {
      value: value as KeyName,
      name: now === undefined ? title : `${title}: ${shown(now, [value], 30)}`,
      short: value,
      description: `${value}. ${summary}`,
    };
  });
}

async function askKey(wizard: Wizard, key: KeyName): Promise<void> {
  const spec = keyRow(key);
  const structure = lineOf(spec.type) === 'json';
  await askValue(wizard, {
    path: [key],
    message: spec.title,
    hint: `${spec.summary}${structure ? ` As JSON; "cowork-3p explain ${key}" shows an example.` : ''} Leave it empty to leave the key out.`,
    optional: true,
  });
}

/** Back from here leads to the summary, not to a question before it. */
async function here<T>(question: () => Promise<T>): Promise<T | undefined> {
  try {
    return await question();
  } catch (error) {
    if (error instanceof Back) return undefined;
    throw error;
  }
}
