import { fail, notProven, pass, type Check } from '../check.ts';
import { sayFailure } from '../explain.ts';
import { proxyOf, proxyProblem, targetOf } from '../target.ts';
import { askModels } from './asks.ts';

/** Only where HTTPS_PROXY, HTTP_PROXY or a forced proxy stands between this device and the gateway. */
export const proxyPath: Check = {
  id: 'proxy-path',
  title: 'the HTTP proxy lets the request through',
  group: 'A',
  required: true,
  when: 'default',
  needs: ['base-url-scheme', 'custom-headers'],
  async run(context) {
    const target = targetOf(context.facts);
    const proxy = target === undefined ? undefined : proxyOf(target, context.route);
    if (target === undefined || proxy === undefined) return undefined;
    const problem = proxyProblem(target, context.route);
    if (problem !== undefined) {
      return fail(`${context.quote(problem)}.`, 'Set HTTPS_PROXY to http://host:port, or take it away.');
    }
    const outcome = await askModels(context);
    const name = context.quote(proxy);
    if (outcome.ok) return pass(`The proxy ${name} passes requests on.`);
    const { failure } = outcome;
    if (failure.kind !== 'proxy') {
      // Refused, reset or timed out behind the proxy: the checks of the first answer tell.
      return failure.kind === 'timeout' && failure.phase === 'connect'
        ? notProven(`${sayFailure(context, failure)}.`, `Check that ${name} may reach the gateway.`)
        : pass(`The proxy ${name} was reached.`);
    }
    const wantsCredentials = failure.code === 'PROXY_407';
    return fail(
      `${sayFailure(context, failure)}.`,
      wantsCredentials
        ? `The proxy ${name} wants credentials; egressProxyUrl cannot carry any, so allow the gateway's host without.`
        : `Check HTTPS_PROXY and whether ${name} is up and may reach the gateway; NO_PROXY takes the host out.`,
    );
  },
};
