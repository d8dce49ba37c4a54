import { fail, nothing, pass, warn, type Check } from '../check.ts';
import { COUNTED } from '../requests/requests.ts';
import { isIncomplete, plainStream, sayEnd } from '../diagnosis/stream-verdict.ts';

export const streamComplete = {
  id: 'stream-complete',
  title: 'the stream reaches its end',
  group: 'C',
  owner: 'gateway',
  topic: 'stream',
  required: true,
  whenBroken: 'partly',
  says: 'streams are cut before their end',
  when: 'default',
  needs: ['stream-basic'],
  async run(context) {
    const exchange = await plainStream(context);
    if (exchange === undefined) return nothing('stream');
    const { answer, reading } = exchange;
    if (isIncomplete(exchange)) {
      return answer.end === 'capped'
        ? fail(
            `The stream does not come to an end within what a stream may hold (${sayEnd(context, exchange)}).`,
            'Look whether the gateway repeats events or ignores max_tokens.',
          )
        : fail(
            `The stream is cut ${sayEnd(context, exchange)}.`,
            'Look for a timeout or a size limit in the proxies between: the app drops the turn.',
          );
    }
    if (answer.end !== 'stopped') {
      return warn(
        'The stream ends without message_stop.',
        'Have the gateway pass message_stop on; the app copes, other clients do not.',
      );
    }
    if (reading.stopReason === undefined) {
      return warn(
        'The stream ends without a stop_reason.',
        'Have the gateway pass stop_reason on in message_delta.',
      );
    }
    const { output } = reading.endUsage;
    if (reading.stopReason === 'max_tokens' && output !== undefined && output < COUNTED / 2) {
      return {
        ...fail(
          `The answer is cut after ${output} ${output === 1 ? 'token' : 'tokens'}, though ${COUNTED} were allowed.`,
          'Have the gateway pass max_tokens on unchanged.',
        ),
        says: 'answers are cut short',
      };
    }
    return pass('It ends with a stop_reason and message_stop.');
  },
} as const satisfies Check;
