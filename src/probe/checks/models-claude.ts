import { fail, nothing, pass, warn, type Check } from '../check.ts';
import { checkModelName, MODEL_TIERS } from '../../schema/index.ts';
import { tierOf } from '../models/choice.ts';
import { isHostileName, showId, type ModelRow } from '../../protocol/model-list.ts';
import { isTier } from '../models/list.ts';
import { discoveryIsOn } from '../models/choice.ts';
import { askModelPage } from '../requests/asks.ts';

/** The app keeps names that are recognisably Claude, or marked by anthropic_family_tier (claude.com "Gateway"). */
export const modelsClaude = {
  id: 'models-claude',
  title: 'the list holds models Claude Desktop shows',
  group: 'D',
  owner: 'gateway',
  topic: 'model-list',
  required: true,
  whenBroken: 'no',
  when: 'default',
  needs: ['models-shape'],
  async run(context) {
    if (!discoveryIsOn(context.facts)) return undefined;
    const page = await askModelPage(context);
    if (page === undefined) return nothing('model list');
    const rows = page.rows.filter(({ id }) => !isHostileName(id));
    const named = rows.filter(({ id }) => checkModelName(id).ok);
    const marked = rows.filter(({ id, tier }) => !checkModelName(id).ok && isTier(tier));
    if (named.length === 0 && marked.length === 0) {
      return fail(
        `None of ${page.rows.length} listed models is recognisably Claude: the picker would be empty.`,
        'Rename the routes (claude-…, anthropic/claude-…), add anthropic_family_tier to their rows, or set inferenceModels.',
      );
    }
    const strange = rows.find(({ tier }) => tier !== undefined && !isTier(tier));
    if (strange !== undefined) {
      return warn(
        `${showId(strange.id)} has the anthropic_family_tier ${context.quote(strange.tier ?? '', 40)}, which the app does not know.`,
        `Use one of ${MODEL_TIERS.join(', ')}.`,
      );
    }
    const twice = MODEL_TIERS.find(
      (tier) => rows.filter((row) => row.tier === tier && row.isFamilyDefault).length > 1,
    );
    if (twice !== undefined) {
      return warn(`Two rows are is_family_default of the tier ${twice}.`, 'Mark one default in each tier.');
    }
    if (named.length === 0) {
      return warn(
        'All models pass only by their anthropic_family_tier, and some releases filter by name again.',
        'Give the routes Claude names to be sure.',
      );
    }
    const hidden = page.rows.length - named.length - marked.length;
    const shown = `${named.length + marked.length} of ${page.rows.length} listed models are shown`;
    if (![...named, ...marked].some(isHaiku)) {
      return warn(
        `${shown}, and no Haiku is among them.`,
        'Add a route for a Haiku: sub-agents and the health check ask for one.',
      );
    }
    return pass(hidden === 0 ? `${shown}.` : `${shown}; the others do not look like Claude.`);
  },
} as const satisfies Check;

function isHaiku({ id, tier }: ModelRow): boolean {
  return tier === 'haiku' || tierOf(id) === 'haiku';
}
