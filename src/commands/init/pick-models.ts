import { Cancelled } from '../../errors.ts';
import type { Choice } from '../../io/prompter.ts';
import { discoverModels, type ModelsReport } from '../../probe/models/list.ts';
import { printable } from '../../text/printable.ts';
import { hostOf } from './gateway-test.ts';
import { entriesOf, MODELS_KEY, withDetails, type ModelObject } from './model-entries.ts';
import { reach, working } from './reach.ts';
import { refusal, remark } from './refusal.ts';
import type { Wizard } from './step.ts';

/** Asks the gateway and lets one choose; false when there is nothing to choose from. */
export async function pickModels(wizard: Wizard): Promise<boolean> {
  const { prompter, draft } = wizard;
  const report = await working(wizard, (signal) => listOf(wizard, signal));
  if (report === undefined) return false;
  const before = entriesOf(draft.get(MODELS_KEY));
  const chosen = await prompter.checkbox<string>({
    message: 'Models to offer',
    choices: choicesOf(report, before),
    validate: (names) =>
      names.length === 0
        ? 'Choose at least one, or go back'
        : refusal(draft, [MODELS_KEY], withDetails(names, before)),
  });
  const first =
    chosen.length < 2
      ? chosen[0]
      : await prompter.select({
          message: 'Which one do conversations start with?',
          choices: chosen.map((value) => ({ value, name: printable(value, 200) })),
          default: before.map(({ name }) => name).find((name) => chosen.includes(name)),
        });
  const names = first === undefined ? chosen : [first, ...chosen.filter((name) => name !== first)];
  draft.answer(MODELS_KEY, withDetails(names, before));
  remark(wizard, MODELS_KEY);
  return true;
}

/** Usable ones first; each hidden one with the reason; configured ones that the list lacks at the end. */
function choicesOf(
  { models: listed }: ModelsReport,
  before: readonly ModelObject[],
): readonly Choice<string>[] {
  const names = new Set(before.map(({ name }) => name));
  const shown = listed.map(
    ({ rawId, id, displayName, usable, reason }): Choice<string> & { hidden: boolean } => ({
      value: rawId,
      name: displayName === null || displayName === id ? id : `${id}  ${displayName}`,
      short: id,
      checked: usable && names.has(rawId),
      hidden: !usable,
      ...(usable
        ? reason === null
          ? {}
          : { description: reason }
        : { disabled: `hidden: ${reason ?? 'not usable'}` }),
    }),
  );
  const missing = before.filter(({ name }) => !listed.some(({ rawId }) => rawId === name));
  return [
    ...shown.filter(({ hidden }) => !hidden),
    ...missing.map(({ name }) => ({
      value: name,
      name: `${printable(name, 200)}  (not listed now)`,
      short: printable(name, 200),
      checked: true,
    })),
    ...shown.filter(({ hidden }) => hidden),
  ];
}

async function listOf(wizard: Wizard, signal: AbortSignal): Promise<ModelsReport | undefined> {
  const { draft, io, session, style } = wizard;
  const connection = await reach(draft, io, session);
  if (connection === undefined) {
    wizard.say(`${style.error('✖')} The address of the gateway is a reference that leads nowhere here.`, 1);
    return undefined;
  }
  const { client, facts } = connection;
  try {
    wizard.say(`Asking ${hostOf(facts.baseUrl)} for its models …`, 1, 'faint');
    const found = await discoverModels(client, { configured: facts.models, signal });
    if (signal.aborted) throw new Cancelled();
    if (!found.ok) {
      wizard.say(`${style.error('✖')} ${found.failure.detail}`, 1);
      wizard.say(`${style.faint('→')} ${found.failure.hint}`, 2);
      return undefined;
    }
    const report = found.value;
    session.list = { from: draft.text('inferenceGatewayBaseUrl') ?? facts.baseUrl, report };
    for (const note of report.notes) wizard.say(`${style.warning('!')} ${note}`, 1);
    const usable = report.models.filter((one) => one.usable).length;
    if (usable > 0) return report;
    wizard.say(
      `${style.error('✖')} Of the ${report.models.length} models it lists, Claude Desktop would show none.`,
      1,
    );
    for (const { id, reason } of report.models.slice(0, 5)) wizard.say(`${id}: ${reason ?? 'hidden'}`, 2);
    return undefined;
  } finally {
    await client.close();
  }
}
