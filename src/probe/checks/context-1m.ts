import { fail, unproven, pass, type Check } from '../check.ts';
import { notTested, readError, sayAnswer, sayFailure } from '../diagnosis/explain.ts';
import { withoutContextSuffix } from '../../schema/index.ts';
import { LONG_BETA } from '../engine/betas.ts';
import { BETAS, messages } from '../requests/requests.ts';

const WORDS = 210_000;
const HINT = 'Do not set supports1m for this model in inferenceModels.';

/** platform.claude.com "Context windows". Costly: only when it is asked for by name. */
export const context1m = {
  id: 'context-1m',
  title: 'a prompt of more than 200,000 tokens is taken',
  group: 'C',
  owner: 'gateway',
  topic: 'betas',
  required: true,
  whenBroken: 'partly',
  says: 'the long context is not there',
  when: 'flag',
  flag: 'context-1m',
  needs: ['health'],
  tokens: { input: 210_000, output: 1 },
  async run(context) {
    const marked = context.facts.models.find(({ supports1m }) => supports1m === true)?.name;
    const model = marked === undefined ? await context.model() : withoutContextSuffix(marked);
    // One short common word is one token, near enough.
    const content = `${'word '.repeat(WORDS)}.`;
    const outcome = await context.send('context-1m', {
      ...messages(
        { model, max_tokens: 1, messages: [{ role: 'user', content }] },
        { 'anthropic-beta': `${BETAS},${LONG_BETA}` },
      ),
      timeouts: { firstByte: 150_000, total: 180_000 },
    });
    const name = context.quote(model, 80);
    if (!outcome.ok)
      return fail(`${name} gets no answer to 210,000 tokens: ${sayFailure(context, outcome.failure)}.`, HINT);
    const answer = outcome.value;
    if (answer.status === 200) return pass(`${name} takes 210,000 tokens.`);
    const limited = notTested(context, answer);
    if (limited !== undefined) return limited;
    const said = sayAnswer(context, answer);
    return answer.status === 413 || /long|context|maximum|exceed/i.test(readError(answer).message ?? '')
      ? fail(`${name} refuses 210,000 tokens (${said}).`, HINT)
      : unproven(`${name} did not answer 210,000 tokens, though not for their number (${said}).`, HINT);
  },
} as const satisfies Check;
