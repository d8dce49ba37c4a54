import type { Asked, BootstrapCheck } from '../types.ts';

/** No answer repeats the token: answers end up in logs and tickets. */
export const tokenEcho: BootstrapCheck = {
  id: 'token-echo',
  title: 'no answer repeats the token',
  needs: ['address'],
  run({ asked, again, secrets }) {
    const told = [asked, again].some((one) => repeats(one, secrets));
    if (told)
      return {
        status: 'fail',
        problem: 'token-echoed',
        detail: 'An answer repeats the token it was asked with, in its body or its headers',
        hint: 'Leave credentials out of answers and error texts.',
      };
    return undefined;
  },
};

function repeats(asked: Asked | undefined, secrets: readonly string[]): boolean {
  if (asked?.ok !== true) return false;
  const { text, headers } = asked.value;
  return secrets.some(
    (secret) =>
      secret.length >= 8 &&
      (text.includes(secret) || Object.values(headers).some((value) => value.includes(secret))),
  );
}
