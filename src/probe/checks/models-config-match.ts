import { blocked, fail, pass, warn, type Check, type CheckContext } from '../check.ts';
import { checkModelName, isTierAlias } from '../../schema/index.ts';
import { configuredIds, discoveryIsOn, MOST_ROUTES } from '../models/choice.ts';
import { showId } from '../../protocol/model-list.ts';
import { askRoute, listedModelIds } from '../requests/asks.ts';
import { askTurn } from '../turns/ask-turn.ts';
import { isAnswered } from '../turns/turn.ts';

/** claude.com "Configuration reference", inferenceModels: IDs exactly as the gateway serves them. */
export const modelsConfigMatch = {
  id: 'models-config-match',
  title: 'the configured models are the gateway’s',
  group: 'D',
  owner: 'configuration',
  topic: 'model-list',
  required: true,
  whenBroken: 'no',
  when: 'default',
  needs: ['health'],
  async run(context) {
    const ids = configuredIds(context.facts);
    if (ids.length === 0) return undefined;
    const refused = ids.find((id) => !checkModelName(id).ok);
    if (refused !== undefined) {
      const verdict = checkModelName(refused);
      const why = !verdict.ok && verdict.vendor !== undefined ? ` (it holds "${verdict.vendor}")` : '';
      return fail(
        `Claude Desktop refuses "${showId(refused)}" in inferenceModels, and with it the whole configuration${why}.`,
        'Name the route after the Claude model behind it, such as claude-sonnet-5 or anthropic/claude-sonnet-5.',
      );
    }
    const alias = ids.find(isTierAlias);
    if (alias !== undefined && !discoveryIsOn(context.facts)) {
      return warn(
        `"${showId(alias)}" in inferenceModels is a bare tier, which only discovery can resolve, and modelDiscoveryEnabled is false.`,
        'Write the full ID, or switch discovery on.',
      );
    }
    const listed = new Set(await listedModelIds(context));
    const unlisted = ids.filter((id) => !isTierAlias(id) && !listed.has(id)).slice(0, MOST_ROUTES);
    const withTurn = await context.turnModels();
    const served = await Promise.all(
      unlisted.map((id) => (withTurn.includes(id) ? takesTurns(context, id) : hasRoute(context, id))),
    );
    const dead = unlisted.find((_, at) => served[at] === false);
    if (dead !== undefined) {
      return blocked(
        'model-routes',
        `"${showId(dead)}" is not listed, and model-routes tells how it answers.`,
      );
    }
    if (unlisted.length > 0 && listed.size > 0) {
      return pass(`${unlisted.length} of ${ids.length} configured models are not listed, but served.`);
    }
    return pass(
      listed.size > 0 ? 'Every configured model is listed or served.' : 'Every configured model is served.',
    );
  },
} as const satisfies Check;

async function takesTurns(context: CheckContext, id: string): Promise<boolean> {
  return isAnswered(await askTurn(context, 'text', id));
}

async function hasRoute(context: CheckContext, id: string): Promise<boolean> {
  const outcome = await askRoute(context, id);
  return outcome.ok && outcome.value.status === 200;
}
