import type { BootstrapCheck } from '../types.ts';

/** A token that nobody has issued opens nothing. */
export const wrongToken: BootstrapCheck = {
  id: 'wrong-token',
  title: 'a token that nobody has issued is refused',
  needs: ['address', 'without-token'],
  run({ forged }) {
    if (!forged?.ok) return undefined;
    const { status } = forged.value;
    if (status === 200)
      return {
        status: 'fail',
        problem: 'any-token-accepted',
        detail: 'It answers 200 to a token that was made up: the token is not checked',
        hint: 'Verify signature, issuer, audience and expiry of each token, or look it up.',
      };
    if (status === 401 || status === 403) return { status: 'pass', detail: `It answers ${status}` };
    if (status >= 500)
      return {
        status: 'warn',
        problem: `wrong-token-${status}`,
        detail: `It answers ${status} to a token that was made up: the server fails where it should refuse`,
        hint: 'Answer 401 to a token that cannot be read; else a user whose token is damaged is never asked to sign in.',
      };
    return undefined;
  },
};
