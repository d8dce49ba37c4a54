import { fail, pass, warn, type Check } from '../check.ts';
import { isHtml, isServerError, notTested, sayAnswer, sayFailure } from '../diagnosis/explain.ts';
import { textTurn, weigh } from '../engine/request.ts';
import { engineShape } from '../engine/shape.ts';
import { COUNT_TOKENS, messages } from '../requests/requests.ts';
import { isObject } from '../../text/json.ts';

const HINT =
  'Serve /v1/messages/count_tokens, or answer 404 in JSON at once: otherwise Claude Code counts through billed inference.';

/** No tokenizer makes so few tokens of a prompt as this share of a quarter of its characters. */
const LEAST_SHARE = 0.25;

/** platform.claude.com "Token counting"; optional for a gateway (code.claude.com "LLM gateway protocol"). */
export const countTokens = {
  id: 'count-tokens',
  title: 'tokens can be counted without inference',
  group: 'D',
  owner: 'gateway',
  required: false,
  whenBroken: 'advice',
  when: 'default',
  needs: ['health'],
  async run(context) {
    const model = await context.model();
    const turn = textTurn(model, engineShape(model), { asked: 'yes', system: 'no' });
    const body = { model, messages: turn.messages, system: turn.system, tools: turn.tools };
    // The app does without the count: a limit on it must not slow the run.
    const outcome = await context.send(
      'count-tokens',
      { ...messages(body), path: COUNT_TOKENS, timeouts: { firstByte: 10_000, total: 15_000 } },
      { retry: false },
    );
    if (!outcome.ok)
      return fail(`Counting tokens gets no answer: ${sayFailure(context, outcome.failure)}.`, HINT);
    const answer = outcome.value;
    const said = sayAnswer(context, answer);
    if (isHtml(answer)) return fail(`Counting tokens gives an HTML page (HTTP ${answer.status}).`, HINT);
    const { status, json } = answer;
    if (status === 200) {
      const counted = isObject(json) ? json.input_tokens : undefined;
      if (typeof counted !== 'number') return fail('Counting tokens gives no input_tokens.', HINT);
      const least = Math.floor(weigh(body) * LEAST_SHARE);
      return counted < least
        ? warn(
            `A turn with system prompt and tools is counted as ${counted} tokens, where ${least} is the least it can be: they are left out.`,
            'Have the gateway count system and tools too: by too low a count the app compacts a session too late.',
          )
        : pass(`A small turn with system prompt and tools is counted as ${counted} tokens.`);
    }
    const limited = notTested(context, answer);
    if (limited !== undefined) return limited;
    if (status === 404 || status === 405 || status === 501) {
      return warn(
        `The gateway does not count tokens (HTTP ${status}).`,
        'Serve /v1/messages/count_tokens: without it Claude Code counts through billed inference.',
      );
    }
    return isServerError(status)
      ? fail(`Counting tokens fails (${said}).`, HINT)
      : warn(`Counting tokens is refused (${said}).`, HINT);
  },
} as const satisfies Check;
