import { served } from './received.ts';
import type { BootstrapCheck } from '../types.ts';

/** A server that sets cookies may count on them. */
export const cookies: BootstrapCheck = {
  id: 'cookies',
  title: 'no cookie is set',
  needs: ['status'],
  run(seen) {
    if (served(seen)?.headers['set-cookie'] === undefined) return undefined;
    return {
      status: 'warn',
      problem: 'cookie-set',
      detail: 'The answer sets a cookie; nothing says that the app keeps cookies',
      hint: 'Go by the bearer token alone; a load balancer may set cookies for sticky sessions, which are not needed here.',
    };
  },
};
