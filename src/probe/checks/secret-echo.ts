import { fail, nothing, pass, type Check, type Observation } from '../check.ts';

/** Looks at every answer of the run. Shorter secrets are words that turn up by chance. */
const SHORTEST = 8;

export const secretEcho = {
  id: 'secret-echo',
  title: 'no answer repeats the credential',
  group: 'B',
  owner: 'gateway',
  required: true,
  whenBroken: 'partly',
  says: 'its answers repeat the credential',
  when: 'passive',
  run(context) {
    const observed = context.observed();
    if (observed.length === 0) return nothing('answer');
    const secrets = context.sent.filter(isTelling);
    const leak = observed.find((seen) => secrets.some((secret) => holds(seen, secret)));
    if (leak === undefined) {
      return pass(`None of ${observed.length} answers repeats a credential.`);
    }
    return fail(
      `An answer (HTTP ${leak.status}) repeats the credential that was sent.`,
      'Have the gateway leave keys out of its answers: clients and proxies write error texts into logs.',
    );
  },
} as const satisfies Check;

/** A plain word, such as the `placeholder` some gateways take for a key, says nothing when it turns up. */
function isTelling(secret: string): boolean {
  return secret.length >= SHORTEST && (secret.length >= 20 || !/^[a-z]+$/i.test(secret));
}

function holds(seen: Observation, secret: string): boolean {
  return seen.text.includes(secret) || Object.values(seen.headers).some((value) => value.includes(secret));
}
