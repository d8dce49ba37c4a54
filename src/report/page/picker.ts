import { isTierAlias, withoutContextSuffix } from '../../schema/index.ts';
import type { Page, PageConfiguredModel, PageModel } from './model.ts';

/** One line of the picker. */
export interface PickerEntry {
  /** What users read. */
  readonly label: string;
  readonly id: string;
  /** Short marks beside it, such as `1M context`. */
  readonly marks: readonly string[];
  /** What may go wrong with it. */
  readonly caution?: string;
}

/** Models that users do not see, for one and the same reason. */
export interface HiddenGroup {
  readonly reason: string;
  readonly ids: readonly string[];
}

/** The model picker, as far as it can be told. */
export interface Picker {
  readonly shown: readonly PickerEntry[];
  readonly hidden: readonly HiddenGroup[];
  readonly hiddenCount: number;
  /** Where the lines come from, one sentence. */
  readonly source: string;
}

/**
 * What users would see. A list of full IDs stands for itself and the gateway is not asked; else the usable models of
 * the gateway follow what is configured. Source: claude.com, "Configuration reference", model discovery.
 */
export function pickerOf(page: Page): Picker {
  const models = page.models.kind === 'none' ? undefined : page.models.value;
  const rows = models?.problem === undefined ? models?.rows : undefined;
  const served = new Map((rows ?? []).map((row) => [row.id, row]));
  const { asks, why } = page.discovery;
  const named = new Set(page.configuredModels.map(({ name }) => withoutContextSuffix(name)));
  // What is discovered stands for an alias; without a list the alias is all there is to show.
  const own = page.configuredModels.filter(({ name }) => !(asks && rows !== undefined && isTierAlias(name)));
  const shown = own.map((model) => configuredEntry(model, rows === undefined ? undefined : served));
  const hidden = new Map<string, string[]>();
  const hide = (id: string, reason: string): void => {
    const group = hidden.get(reason);
    if (group === undefined) hidden.set(reason, [id]);
    else group.push(id);
  };
  for (const row of rows ?? []) {
    if (!row.usable) hide(row.id, withoutRow(row.reason ?? 'Claude Desktop does not offer it'));
    else if (named.has(row.id)) continue;
    else if (asks) shown.push(discoveredEntry(row));
    else
      hide(
        row.id,
        `inferenceModels does not name it, and the gateway is not asked: ${why ?? 'discovery is off'}`,
      );
  }
  return {
    shown,
    hidden: [...hidden].map(([reason, ids]) => ({ reason, ids })),
    hiddenCount: [...hidden.values()].reduce((sum, ids) => sum + ids.length, 0),
    source: sourceOf(page, rows),
  };
}

function configuredEntry(
  { name, label, tier, tierDefault, large }: PageConfiguredModel,
  served: ReadonlyMap<string, PageModel> | undefined,
): PickerEntry {
  const id = withoutContextSuffix(name);
  const row = served?.get(id);
  const marks = [
    ...(large ? ['1M context too'] : []),
    ...(tierDefault && tier !== undefined ? [`default for ${tier}`] : []),
  ];
  const missing = served !== undefined && row === undefined && !isTierAlias(id);
  return {
    label: label ?? row?.displayName ?? id,
    id,
    marks,
    ...(missing ? { caution: 'the gateway does not list it' } : {}),
  };
}

function discoveredEntry({ id, displayName, reason }: PageModel): PickerEntry {
  return {
    label: displayName ?? id,
    id,
    marks: ['discovered'],
    ...(reason === null ? {} : { caution: reason }),
  };
}

/** Reasons that name a row are one reason. */
function withoutRow(reason: string): string {
  return reason.replace(/^the same ID already stands in row \d+$/, 'the same ID stands further up already');
}

function sourceOf(
  { models, discovery, configuredModels }: Page,
  rows: readonly PageModel[] | undefined,
): string {
  const listed = configuredModels.length;
  if (!discovery.asks)
    return listed === 0
      ? `Nothing is configured, and the gateway is not asked: ${discovery.why ?? 'discovery is off'}.`
      : `From inferenceModels alone: ${discovery.why ?? 'discovery is off'}.`;
  if (models.kind === 'none')
    return `From inferenceModels; what the gateway lists comes in addition, and was not asked for: ${models.why}`;
  if (rows === undefined)
    return `From inferenceModels; the gateway gave no list: ${models.value.problem?.detail ?? ''}`;
  return listed === 0 ? 'From the list of the gateway.' : 'From inferenceModels and the list of the gateway.';
}
