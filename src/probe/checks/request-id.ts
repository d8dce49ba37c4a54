import { nothing, pass, warn, type Check } from '../check.ts';
import { isHtml } from '../diagnosis/explain.ts';

const SIMILAR = [
  'x-request-id',
  'x-amzn-requestid',
  'x-correlation-id',
  'x-ms-request-id',
  'apim-request-id',
  'x-trace-id',
  'cf-ray',
];

/** platform.claude.com "Errors": request-id on every answer; the SDK reads no other name. */
export const requestId = {
  id: 'request-id',
  title: 'answers carry a request-id',
  group: 'C',
  owner: 'gateway',
  required: false,
  whenBroken: 'advice',
  when: 'passive',
  run(context) {
    const seen = context
      .observed()
      .filter((answer) => answer.status === 200 && !answer.label.startsWith('models') && !isHtml(answer));
    if (seen.length === 0) return nothing('answer');
    if (seen.every(({ headers }) => headers['request-id'] !== undefined)) {
      return pass('Every answer carries one; ask for it in tickets.');
    }
    const similar = SIMILAR.find((name) => seen.some(({ headers }) => headers[name] !== undefined));
    return similar === undefined
      ? warn(
          'Answers carry no request-id.',
          'Send request-id: it is what a ticket about a failed turn needs.',
        )
      : warn(`Answers carry ${similar} only.`, 'Send request-id as well: clients read no other name.');
  },
} as const satisfies Check;
