import { fail, unproven, pass, warn, type Check } from '../check.ts';
import { sayOutcome } from '../explain.ts';
import { showId } from '../../protocol/model-list.ts';
import { discoveryIsOn, offeredModels, tierOf } from '../model-choice.ts';
import { askRoute, listedModelIds } from './asks.ts';

/** Every model the app would offer must answer; sub-agents ask for a Haiku on their own. */
export const modelRoutes: Check = {
  id: 'model-routes',
  title: 'every model that is offered is served',
  group: 'C',
  required: true,
  when: 'default',
  needs: ['health'],
  tokensPerModel: { input: 8, output: 1 },
  async run(context) {
    const chosen = await context.model();
    const offered = await offeredModels(context.facts, () => listedModelIds(context));
    const ids = offered.length === 0 ? [chosen] : offered;
    const asked = await Promise.all(ids.map(async (id) => ({ id, outcome: await askRoute(context, id) })));
    // The chosen model has had its verdict from the health check.
    const bad = asked
      .filter(({ id }) => id !== chosen || context.resultOf('health')?.status !== 'fail')
      .filter(({ outcome }) => !outcome.ok || ![200, 429, 529].includes(outcome.value.status));
    const first = bad[0];
    if (first !== undefined) {
      const others = bad.length > 1 ? `, and ${bad.length - 1} more` : '';
      return fail(
        `${showId(first.id)} is offered but not served${others} (${sayOutcome(context, first.outcome)}).`,
        context.facts.models.length > 0
          ? 'Take it out of inferenceModels, or add the route to the gateway.'
          : 'Have the gateway list only what it serves, or set inferenceModels; sub-agents ask for a Haiku.',
      );
    }
    const unknown = asked.filter(({ outcome }) => outcome.ok && [429, 529].includes(outcome.value.status));
    if (unknown.length > 0) {
      const shown = unknown
        .slice(0, 3)
        .map(({ id }) => showId(id))
        .join(', ');
      return unproven(`Not tested: the gateway limits requests for ${shown}.`, 'Run the probe again later.');
    }
    const count = ids.length === 1 ? 'The one model' : `All ${ids.length} models`;
    if (
      !discoveryIsOn(context.facts) &&
      context.facts.models.length > 0 &&
      !ids.some((id) => tierOf(id) === 'haiku')
    ) {
      return warn(
        `${count} asked for answer${ids.length === 1 ? 's' : ''}, but no Haiku is among them.`,
        'Add a Haiku to inferenceModels: sub-agents and the health check ask for one.',
      );
    }
    return pass(`${count} asked for answer${ids.length === 1 ? 's' : ''}.`);
  },
};
