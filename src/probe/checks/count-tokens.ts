import { fail, pass, warn, type Check } from '../check.ts';
import { isHtml, isServerError, notTested, sayAnswer, sayFailure } from '../explain.ts';
import { isObject } from '../../protocol/message-shape.ts';
import { COUNT_TOKENS, messages } from './requests.ts';

const HINT =
  'Serve /v1/messages/count_tokens, or answer 404 in JSON at once: otherwise Claude Code counts through billed inference.';

/** platform.claude.com "Token counting"; optional for a gateway (code.claude.com "LLM gateway protocol"). */
export const countTokens: Check = {
  id: 'count-tokens',
  title: 'tokens can be counted without inference',
  group: 'D',
  required: false,
  when: 'default',
  needs: ['health'],
  async run(context) {
    const body = { model: await context.model(), messages: [{ role: 'user', content: '.' }] };
    const outcome = await context.send('count-tokens', {
      ...messages(body),
      path: COUNT_TOKENS,
      timeouts: { firstByte: 10_000, total: 15_000 },
    });
    if (!outcome.ok)
      return fail(`Counting tokens gets no answer: ${sayFailure(context, outcome.failure)}.`, HINT);
    const answer = outcome.value;
    const said = sayAnswer(context, answer);
    if (isHtml(answer)) return fail(`Counting tokens gives an HTML page (HTTP ${answer.status}).`, HINT);
    const { status, json } = answer;
    if (status === 200) {
      return isObject(json) && typeof json.input_tokens === 'number'
        ? pass(`A dot is ${json.input_tokens} tokens.`)
        : fail('Counting tokens gives no input_tokens.', HINT);
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
};
