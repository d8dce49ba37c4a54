import type { Path } from '../document.ts';
import { bootstraps } from './mode.ts';
import { finalText, membersOf, type Members } from './reading.ts';
import type { RuleContext } from './rule.ts';

/** One entry of inferenceModels with a final name. */
export interface ListedModel {
  readonly name: string;
  /** Where the name stands. */
  readonly path: Path;
  /** The members of an entry that is an object. */
  readonly members: Members;
  readonly index: number;
}

/** The models of a configuration. */
export function listedModels({ once }: RuleContext): readonly ListedModel[] {
  return once(modelsIn);
}

function modelsIn({ settings }: RuleContext): readonly ListedModel[] {
  const list = settings.get('inferenceModels');
  if (!Array.isArray(list)) return [];
  const models: ListedModel[] = [];
  for (const [index, item] of list.entries()) {
    const members = membersOf(item);
    const name = finalText(members === undefined ? item : members.name);
    if (name === undefined) continue;
    const path: Path =
      members === undefined ? ['inferenceModels', index] : ['inferenceModels', index, 'name'];
    models.push({ name, path, members: members ?? {}, index });
  }
  return models;
}

/** Why the app cannot ask for a list of models, in words; undefined when it can, or when it is not known. */
export function whyNoDiscovery(context: RuleContext): string | undefined {
  const { effective, provider } = context;
  if (provider === undefined || bootstraps(context)) return undefined;
  const { asks, reason, why } = effective().discovery;
  return asks || reason === 'full-ids' ? undefined : why;
}
