import { pass, skip, warn, type Check } from '../check.ts';

/** platform.claude.com "Rate limits"; only when a limit was met by chance. */
export const rateLimit = {
  id: 'rate-limit',
  title: 'a rate limit says when to come back',
  group: 'C',
  owner: 'gateway',
  topic: 'rate-limit',
  required: false,
  whenBroken: 'advice',
  when: 'passive',
  run(context) {
    const limited = context.observed().filter(({ status }) => status === 429);
    if (limited.length === 0) return skip('No rate limit was met.');
    return limited.every(({ headers }) => headers['retry-after'] !== undefined)
      ? pass('HTTP 429 came with retry-after.')
      : warn(
          'HTTP 429 came without retry-after.',
          'Send retry-after in seconds; without it the app takes the limit for a spent budget.',
        );
  },
} as const satisfies Check;
