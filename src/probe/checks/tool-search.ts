import { pass, warn, type Check } from '../check.ts';
import { sessionOf } from '../turns/send-turn.ts';
import { CALL_TOKENS, engineRequest, toolTurn, weigh } from '../engine/request.ts';
import { engineShape } from '../engine/shape.ts';
import { notTested, sayOutcome } from '../diagnosis/explain.ts';

const BETA = 'advanced-tool-use-2025-11-20';
const HINT =
  'Have the gateway pass tools[].defer_loading and its beta on, or set toolSearchEnabled to false: without tool search all tools go into every turn.';

/** `toolSearchEnabled`: tools are sent with defer_loading. The engine asks again without when they are refused. */
export const toolSearch = {
  id: 'tool-search',
  title: 'deferred tools are taken',
  group: 'C',
  owner: 'gateway',
  required: false,
  whenBroken: 'advice',
  when: 'default',
  needs: ['rich-request'],
  async run(context) {
    if (context.facts.toolSearch !== true) return undefined;
    const [model = await context.model()] = await context.turnModels();
    const shape = engineShape(model);
    const body = toolTurn(model, shape);
    const tools = [
      ...(body.tools as readonly object[]),
      { name: 'Deferred', input_schema: { type: 'object' }, defer_loading: true },
      { type: 'tool_search_tool_regex_20251119', name: 'tool_search_tool_regex' },
    ];
    const outcome = await context.stream(
      'tool-search',
      engineRequest(
        { ...body, tools },
        {
          betas: [...shape.betas, BETA],
          both: context.facts.bothHeaders === true,
          session: sessionOf(context, model),
        },
      ),
    );
    const answered = outcome.ok ? ({ ok: true, value: outcome.value.answer } as const) : outcome;
    if (answered.ok && answered.value.status === 200) return pass('Tools with defer_loading are taken.');
    const limited = answered.ok ? notTested(context, answered.value) : undefined;
    return (
      limited ??
      warn(
        `toolSearchEnabled is set, but tools with defer_loading are refused (${sayOutcome(context, answered)}); the engine then asks again without tool search.`,
        HINT,
      )
    );
  },
  cost: (models) =>
    models
      .slice(0, 1)
      .map((model) => ({ input: weigh(toolTurn(model, engineShape(model))), output: CALL_TOKENS })),
  costs: ({ toolSearch: wanted }) => wanted === true,
} as const satisfies Check;
