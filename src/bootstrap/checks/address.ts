import { isLoopback } from '../../text/loopback.ts';
import { hostOf } from '../../net/url.ts';
import type { BootstrapCheck } from '../types.ts';

/** bootstrapUrl must be https; this program also asks a server on this machine by http. */
export const address: BootstrapCheck = {
  id: 'address',
  title: 'the address can be a bootstrapUrl',
  run({ url }) {
    if (url.username !== '' || url.password !== '')
      return {
        status: 'fail',
        problem: 'url-credentials',
        detail: 'The address holds a user name or a password, which the app refuses since 1.32352.0',
        hint: 'Take them out; bootstrapHeaders or bootstrapHeadersHelper carry a credential.',
      };
    const local = isLoopback(hostOf(url));
    if (url.protocol === 'http:' && !local)
      return {
        status: 'fail',
        problem: 'url-not-https',
        detail: `${url.host} is addressed by plain http, so everybody on the way can read the configuration and its token`,
        hint: 'Serve it by https.',
      };
    if (url.hash !== '')
      return {
        status: 'warn',
        problem: 'url-fragment',
        detail: 'The address ends in a fragment (#…), which is never sent to a server',
        hint: 'Leave it out.',
      };
    return {
      status: 'pass',
      detail: local ? `${url.host} is this machine: for trying out only` : `${url.protocol}//${url.host}`,
    };
  },
};
