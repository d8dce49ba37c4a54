import { warn, type Check } from '../check.ts';

/** Relays that take only the app's engine: the probe goes on under its name, and says so. */
export const userAgent = {
  id: 'user-agent',
  title: 'requests are taken whatever the client is called',
  group: 'B',
  owner: 'gateway',
  required: false,
  whenBroken: 'advice',
  when: 'passive',
  run(context) {
    const name = context.clientName();
    return name === undefined
      ? undefined
      : warn(
          `The gateway takes requests only from a client named claude-cli; the checks went on with User-Agent ${name}.`,
          "Nothing to do for the app's engine. The app's own model list and health check may send another name: let /v1/models and /v1/messages take any User-Agent.",
        );
  },
} as const satisfies Check;
