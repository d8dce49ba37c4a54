import { fail, nothing, pass, warn, type Check } from '../check.ts';
import { usageOf, type UsageView } from '../../protocol/message-shape.ts';
import { askMessage, askStream } from '../requests/asks.ts';

const HINT = 'Have the gateway pass usage on: without it compaction, limits and cost in the app are wrong.';

export const usagePresent = {
  id: 'usage-present',
  title: 'answers say how many tokens they took',
  group: 'C',
  owner: 'gateway',
  required: true,
  whenBroken: 'explains',
  when: 'default',
  needs: ['message-basic'],
  async run(context) {
    const [message, stream] = await Promise.all([askMessage(context), askStream(context)]);
    if (!message.ok || message.value.status !== 200) return nothing('message');
    const usage = usageOf(message.value.json);
    if (usage.invalid.length > 0) {
      return warn(`In the message, ${noNumbers(usage.invalid)}.`, HINT);
    }
    if (!usage.present) return fail('The message has no usage.', HINT);
    const absent =
      usage.input === undefined ? 'input_tokens' : usage.output === undefined ? 'output_tokens' : undefined;
    if (absent !== undefined) return fail(`The usage of the message has no ${absent}.`, HINT);
    const zero = zeroOf(usage);
    if (zero !== undefined) return warn(`The usage of the message says ${zero} 0.`, HINT);
    if (!stream.ok || stream.value.answer.status !== 200 || !stream.value.reading.sawDelta) {
      return pass(`The message counts ${usage.input} in and ${usage.output} out.`);
    }
    const { startUsage, endUsage } = stream.value.reading;
    const bad = [...startUsage.invalid, ...endUsage.invalid];
    if (bad.length > 0) return warn(`In the stream, ${noNumbers(bad)}.`, HINT);
    const input = endUsage.input ?? startUsage.input;
    const { output } = endUsage;
    if (input === undefined || output === undefined) {
      return warn(
        `The stream has no ${input === undefined ? 'input_tokens' : 'output_tokens'} in its usage.`,
        HINT,
      );
    }
    // Either place counts for the input: message_start as a rule, message_delta with some translators.
    const inStream = zeroOf({ input: Math.max(startUsage.input ?? 0, endUsage.input ?? 0), output });
    if (inStream !== undefined) return warn(`The usage of the stream says ${inStream} 0.`, HINT);
    return pass(
      `Message and stream count their tokens (${usage.input} in, ${usage.output} out; ${input} in, ${output} out).`,
    );
  },
} as const satisfies Check;

function noNumbers(names: readonly string[]): string {
  return `${names.join(' and ')} ${names.length === 1 ? 'is no whole number' : 'are no whole numbers'}`;
}

function zeroOf({ input, output }: Pick<UsageView, 'input' | 'output'>): string | undefined {
  if (input === 0 && output === 0) return 'input_tokens and output_tokens';
  return input === 0 ? 'input_tokens' : output === 0 ? 'output_tokens' : undefined;
}
