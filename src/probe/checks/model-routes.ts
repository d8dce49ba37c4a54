import { fail, pass, warn, type Check } from '../check.ts';
import { ok } from '../../errors.ts';
import { isNotServed, sayOutcome } from '../diagnosis/explain.ts';
import { allTurns } from '../turns/report.ts';
import { sentName } from '../engine/shape.ts';
import { showId } from '../../protocol/model-list.ts';
import { discoveryIsOn, offeredModels, tierOf } from '../models/choice.ts';
import { askHealth, askRoute, listedModelIds } from '../requests/asks.ts';

/** Every model the app would offer must answer; sub-agents ask for a Haiku on their own. */
export const modelRoutes = {
  id: 'model-routes',
  title: 'every model that is offered is served',
  group: 'C',
  owner: 'gateway',
  topic: 'model-missing',
  required: true,
  whenBroken: 'no',
  when: 'default',
  needs: ['health'],
  cost: (_models, others) => others.map(() => ({ input: 8, output: 1 })),
  async run(context) {
    const chosen = await context.model();
    const offered = await offeredModels(context.facts, () => listedModelIds(context));
    const ids = offered.length === 0 ? [chosen] : offered;
    const turns = await allTurns(context, 'text');
    const withTurn = new Set(turns.map(({ model }) => model));
    // Where the small request is refused as such, it says nothing about a route.
    const rest = (await askHealth(context)).ok && context.resultOf('health')?.status !== 'warn' ? ids : [];
    const asked = await Promise.all(
      rest
        .filter((id) => !withTurn.has(id))
        .map(async (id) => ({ id, outcome: await askRoute(context, id) })),
    );
    const unserved = turns.flatMap(({ model, state, refusal }) =>
      state === 'fails' && refusal !== undefined && isNotServed(refusal)
        ? [{ id: model, outcome: ok(refusal) }]
        : [],
    );
    const bad = [
      ...unserved,
      ...asked.filter(({ outcome }) => !outcome.ok || ![200, 429, 529].includes(outcome.value.status)),
    ];
    const first = bad[0];
    if (first !== undefined) {
      const others = bad.length > 1 ? `, and ${bad.length - 1} more` : '';
      return {
        ...fail(
          `${showId(first.id)} is offered but not served${others} (${sayOutcome(context, first.outcome)}).`,
          sentName(first.id).toLowerCase() !== first.id.toLowerCase()
            ? `The engine asks for ${sentName(first.id)} in its place: serve that, or name a current model in inferenceModels.`
            : context.facts.models.length > 0
              ? 'Take it out of inferenceModels, or add the route to the gateway.'
              : 'Have the gateway list only what it serves, or set inferenceModels; sub-agents ask for a Haiku.',
        ),
        ...(bad.length < ids.length ? { models: bad.map(({ id }) => showId(id)) } : {}),
      };
    }
    const limited = asked.filter(({ outcome }) => outcome.ok && [429, 529].includes(outcome.value.status));
    const [limit] = limited;
    if (limit !== undefined) {
      const shown = limited.map(({ id }) => showId(id));
      return {
        ...fail(
          `Requests for ${shown.slice(0, 3).join(', ')} are refused for a limit, however slowly they come (${sayOutcome(context, limit.outcome)}).`,
          'Raise the limit of this model, or run the probe again later.',
        ),
        ...(limited.length < ids.length ? { models: shown } : {}),
      };
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
} as const satisfies Check;
