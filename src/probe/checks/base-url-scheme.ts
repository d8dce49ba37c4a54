import { fail, pass, warn, type Check } from '../check.ts';
import { targetOf } from '../../net/target.ts';
import { takesPlainHttp } from '../../text/loopback.ts';

const KEY = 'inferenceGatewayBaseUrl';

/** claude.com "Gateway": https, or http on loopback; since desktop 1.32352.0 no user information in URLs. */
export const baseUrlScheme = {
  id: 'base-url-scheme',
  title: 'the base URL is one Claude Desktop accepts',
  group: 'A',
  owner: 'configuration',
  required: true,
  whenBroken: 'no',
  when: 'default',
  run(context) {
    const { facts } = context;
    const target = targetOf(facts);
    if (target === undefined) {
      return fail(`${KEY} is not an http or https URL.`, `Set ${KEY} to https://… of your gateway.`);
    }
    const { url, host } = target;
    if (url.username !== '' || url.password !== '') {
      return fail(
        `${KEY} holds a user name or password.`,
        `Take them out; the credential goes into inferenceGatewayApiKey.`,
      );
    }
    if (url.search !== '' || url.hash !== '') {
      return fail(
        `${KEY} has a query or a fragment, and the app appends /v1/messages behind it.`,
        `Remove everything from ${url.search === '' ? '#' : '?'} on.`,
      );
    }
    if (target.tls) return pass('https.');
    if (takesPlainHttp(url.hostname)) {
      if (host !== 'localhost') return pass('Plain http, which is allowed on loopback.');
      return warn(
        'Plain http on localhost: other devices cannot use this configuration.',
        `For a fleet, set ${KEY} to an https address; for a test, 127.0.0.1 is clearer than localhost.`,
      );
    }
    return fail(
      `${context.quote(host)} is addressed over plain http, which Claude Desktop refuses off loopback.`,
      `Put TLS in front of the gateway and set ${KEY} to https://…`,
    );
  },
} as const satisfies Check;
