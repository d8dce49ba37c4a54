import { skip, warn, type Check } from '../check.ts';
import { askHealth, smallBody } from '../requests/asks.ts';
import { messages } from '../requests/requests.ts';
import type { AuthScheme } from '../../schema/index.ts';

/** Asked only after a 401: is it the credential, or the header it travels in? */
export const authScheme = {
  id: 'auth-scheme',
  title: 'the credential travels in the right header',
  group: 'B',
  owner: 'configuration',
  topic: 'scheme',
  required: false,
  whenBroken: 'advice',
  when: 'default',
  needs: ['base-url-join', 'custom-headers', 'helper-output'],
  async run(context) {
    const { credential } = context;
    if (credential === undefined) return undefined;
    const health = await askHealth(context);
    if (!health.ok || health.value.status !== 401) return undefined;
    const other: AuthScheme = credential.scheme === 'bearer' ? 'x-api-key' : 'bearer';
    const request = messages(await smallBody(context));
    const outcome = await context.send('auth-scheme', {
      ...request,
      credential: { ...credential, scheme: other },
    });
    if (outcome.ok && outcome.value.status === 200) {
      return warn(
        `The same credential is accepted as ${other}.`,
        `Set inferenceGatewayAuthScheme to "${other}".`,
      );
    }
    return skip(`Sent as ${other} the credential is not accepted either, so the header is not the cause.`);
  },
} as const satisfies Check;
