import { fail, pass, warn, type Check } from '../check.ts';
import { notTested, sayAnswer, sayFailure } from '../diagnosis/explain.ts';
import { messages } from '../requests/requests.ts';

const HINT = 'Answer 400 invalid_request_error to a body that is not JSON.';

export const errorBadJson = {
  id: 'error-bad-json',
  title: 'a broken body is refused',
  group: 'C',
  owner: 'gateway',
  required: false,
  whenBroken: 'advice',
  when: 'deep',
  needs: ['health'],
  negative: 'alone',
  async run(context) {
    const outcome = await context.send('bad-json', messages(Buffer.from('{"model":', 'utf8')));
    if (!outcome.ok)
      return fail(`A broken body gets no answer: ${sayFailure(context, outcome.failure)}.`, HINT);
    const answer = outcome.value;
    const limited = notTested(context, answer);
    if (limited !== undefined) return limited;
    if (answer.status === 400) return pass('A broken body is refused (HTTP 400).');
    const said = sayAnswer(context, answer);
    return answer.status >= 500 || answer.status < 300
      ? fail(`A broken body is not refused with 400 (${said}).`, HINT)
      : warn(`A broken body is refused with another status than 400 (${said}).`, HINT);
  },
} as const satisfies Check;
