import { served } from './received.ts';
import type { BootstrapCheck, Verdict } from '../types.ts';

const OUT_OF_TIME: Verdict = {
  status: 'skip',
  detail: 'The answers before took so long that it was not asked again with its ETag',
  hint: 'Make it faster, or give it longer with --timeout.',
  inconclusive: true,
};

/** Asked with its own ETag, an unchanged answer is a 304. */
export const revalidate: BootstrapCheck = {
  id: 'revalidate',
  title: 'asked again with its ETag it answers 304',
  needs: ['etag'],
  run(seen) {
    const first = served(seen);
    const { again, twice } = seen;
    if (first?.headers.etag === undefined) return undefined;
    if (again === undefined) return OUT_OF_TIME;
    if (!again.ok)
      return {
        status: 'warn',
        problem: `if-none-match-${again.failure.kind}`,
        detail: `Asked again with the ETag: ${again.failure.message}`,
        hint: 'Answer 304 without a body.',
      };
    const { status, headers } = again.value;
    if (status === 304) return { status: 'pass', detail: 'It answers 304' };
    if (status !== 200)
      return {
        status: 'warn',
        problem: `if-none-match-${status}`,
        detail: `Asked again with its ETag it answers ${status}`,
        hint: 'Answer 304, or 200 with the new answer.',
      };
    if (headers.etag === first.headers.etag)
      return {
        status: 'warn',
        problem: 'etag-ignored',
        detail: 'It sends the whole answer again with the same ETag: If-None-Match is not looked at',
        hint: 'Compare If-None-Match with the ETag, and answer 304 when they are the same.',
      };
    // A configuration may have changed in between, once.
    if (twice === undefined) return OUT_OF_TIME;
    if (twice.ok && twice.value.status === 304) return { status: 'pass', detail: 'It answers 304' };
    return {
      status: 'warn',
      problem: 'etag-unstable',
      detail:
        'Each answer has another ETag: something in it changes with every request, such as expiresAt or a random value',
      hint: 'Compute the ETag from the settings alone, before expiresAt is added.',
    };
  },
};
