import { served } from './received.ts';
import { text } from './text.ts';
import type { BootstrapCheck } from '../types.ts';

/** A configuration is for one user: no cache may keep it. */
export const noStore: BootstrapCheck = {
  id: 'no-store',
  title: 'no cache may keep the answer',
  needs: ['status'],
  run(seen) {
    const answer = served(seen);
    if (answer === undefined) return undefined;
    const { headers } = answer;
    const age = Number(headers.age ?? Number.NaN);
    const hit = [headers['x-cache'], headers['cf-cache-status'], headers['x-vercel-cache']].some((value) =>
      /\bhit\b/i.test(value ?? ''),
    );
    if (age > 0 || hit)
      return {
        status: 'fail',
        problem: 'cached',
        detail: `The answer comes from a cache${age > 0 ? ` and is ${age} s old` : ''}: one user may get the configuration of another`,
        hint: 'Take the path out of the cache in front, and send "Cache-Control: no-store".',
      };
    const control = headers['cache-control'];
    const directives = (control ?? '').split(',').map((part) => part.trim().toLowerCase());
    if (directives.includes('no-store')) return { status: 'pass', detail: 'Cache-Control: no-store' };
    return {
      status: 'fail',
      problem: 'no-store-missing',
      detail:
        control === undefined
          ? 'The answer has no Cache-Control, so caches on the way may keep it'
          : `Cache-Control is ${text(control)}, without no-store`,
      hint: 'Send "Cache-Control: no-store" with every answer.',
    };
  },
};
