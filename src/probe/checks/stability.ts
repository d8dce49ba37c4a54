import { fail, pass, skip, warn, type Check, type RunAnswer } from '../check.ts';
import { CUT } from '../session/engine-view.ts';

/** A failure at a cold start is one; two may be chance on a long run, three are not. */
const RECURRING = 3;
const LOG = 'Look at the log of the gateway and of what stands behind it for these failures';
const HINT = `${LOG}: the app asks again, so turns work, but each costs time.`;

/** A credential that ends while a run is on. */
export const SHUT_OUT: RunAnswer = {
  ...fail(
    'The credential was taken, and is refused (HTTP 401) after some requests of this run.',
    'Have the gateway take the credential of a user for as long as a session lasts.',
  ),
  whenBroken: 'partly',
  says: 'the credential is refused after a number of requests',
};

/** Failures that passed when asked again, as the engine does. */
export const stability = {
  id: 'stability',
  title: 'requests do not fail now and then',
  group: 'C',
  owner: 'gateway',
  required: true,
  whenBroken: 'partly',
  says: 'it is unstable: requests fail now and then and are asked again',
  when: 'passive',
  run(context) {
    const { failed, cutInUse, turnLost, split, shutOut = false, limited, requests } = context.failures();
    if (requests === 0) return skip('No request was made.');
    if (shutOut) return SHUT_OUT;
    const [first] = failed;
    if (first === undefined) return pass(`No request of ${requests} had to be asked again.`);
    const kinds = [...new Set(failed)].join(', ');
    const said = `${failed.length === 1 ? 'One request' : `${failed.length} requests`} of ${requests} failed at first (${kinds}) and passed when asked again: the gateway is unstable`;
    // HAProxy tells its limits before it has read the body, and closes: the sender sees a cut connection.
    if (limited && !turnLost && failed.every((each) => each === CUT)) {
      return warn(
        `${failed.length === 1 ? 'One request' : `${failed.length} requests`} of ${requests} ended in ${CUT} at first: the gateway limits requests (HTTP 429), and seems to close before it has read the body.`,
        'Raise the limit, then run the probe again.',
      );
    }
    if (split)
      return {
        ...fail(
          `${said}. Some connections fail whatever is asked on them, and the app asks again on the one that it has.`,
          'Look which server behind the balancer fails: it gives each connection to one of them.',
        ),
        whenBroken: 'no',
      };
    if (turnLost)
      return {
        ...fail(`${said}, twice in a row at least, which ends a turn of the app.`, `${LOG}.`),
        // A limit that closes connections may have met the probe alone, which asks more than the engine.
        whenBroken: limited && failed.every((each) => each === CUT) ? 'partly' : 'no',
      };
    // A connection in use that was cut stands for others: those that an idle one explains as well are not counted.
    return failed.length + cutInUse >= RECURRING
      ? fail(`${said}.`, HINT)
      : warn(`${said}, or was starting.`, HINT);
  },
} as const satisfies Check;
