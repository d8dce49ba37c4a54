import type { BootstrapCheck } from '../types.ts';

/** A good token that was made out to another application opens nothing either. */
export const otherAudience: BootstrapCheck = {
  id: 'other-audience',
  title: 'a token for another application is refused',
  needs: ['address', 'without-token', 'wrong-token'],
  run({ foreign }) {
    if (!foreign?.ok) return undefined;
    const { status } = foreign.value;
    if (status === 200)
      return {
        status: 'fail',
        problem: 'other-audience-accepted',
        detail: 'It answers 200 to a token that was made out to another application',
        hint: 'Compare the audience (aud) of the token with the ID of this server.',
      };
    return status === 401 || status === 403
      ? { status: 'pass', detail: `It answers ${status}` }
      : {
          status: 'warn',
          problem: `other-audience-${status}`,
          detail: `It answers ${status} instead of 401`,
        };
  },
};
