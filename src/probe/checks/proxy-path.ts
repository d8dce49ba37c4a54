import { fail, unproven, pass, warn, type Check, type CheckContext, type RunAnswer } from '../check.ts';
import { isHtml, readError, sayAnswer, sayFailure } from '../diagnosis/explain.ts';
import { proxyName, type ProxyDecision } from '../../net/proxy.ts';
import type { TunnelFailure } from '../../net/proxy-tunnel.ts';
import { PROXY_CUT } from '../../net/thrown-failure.ts';
import { tlsMessage } from '../../net/tls-failure.ts';
import { proxyDecision, proxyProblem, targetOf, type Target } from '../../net/target.ts';
import { isLoopback } from '../../text/loopback.ts';
import type { Failure } from '../../net/types.ts';
import type { GatewayAnswer } from '../../protocol/answer.ts';
import { discoveryIsOn } from '../models/choice.ts';
import { askHealth, askModels } from '../requests/asks.ts';

const TUNNEL_MS = 5000;
const DIRECT_MS = 3000;
const PAC_BYTES = 256 * 1024;

/**
 * Which way the requests take, who says so, and whether the proxy lets them through. The app follows
 * `egressProxyPacUrl`, `egressProxyUrl` or the settings of the operating system; the variables
 * of a shell do not reach an app of the desktop (claude.com "Configuration reference").
 */
export const proxyPath = {
  id: 'proxy-path',
  title: 'the HTTP proxy lets the request through',
  group: 'A',
  owner: 'network',
  required: true,
  whenBroken: 'explains',
  when: 'default',
  needs: ['base-url-scheme', 'custom-headers'],
  async run(context) {
    const target = targetOf(context.facts);
    if (target === undefined) return undefined;
    const decision = proxyDecision(target, context.route);
    const answer = forLoopback(target, decision, await wayOf(context, target, decision));
    if (answer?.status === 'fail' || context.facts.egressProxyPacUrl === undefined) return answer;
    return pac(context, answer);
  },
} as const satisfies Check;

/** A gateway on this device is out of reach for any proxy, and none is needed to reach it. */
function forLoopback(
  { host }: Target,
  { source = 'the environment' }: ProxyDecision,
  answer: RunAnswer | undefined,
): RunAnswer | undefined {
  if (answer?.status !== 'fail' || !isLoopback(host)) return answer;
  return {
    ...answer,
    hint: `${answer.hint === undefined ? '' : `${answer.hint} `}The gateway is on this device, where no proxy is needed: take ${host} out of ${source} with NO_PROXY=${host}, or with egressProxyUrl unset in the configuration.`,
  };
}

async function wayOf(
  context: CheckContext,
  target: Target,
  decision: ProxyDecision,
): Promise<RunAnswer | undefined> {
  const { proxy, source = 'the environment', bypass } = decision;
  if (bypass !== undefined) {
    return pass(
      `Direct: ${source} names a proxy, but NO_PROXY takes ${context.quote(target.host)} out ("${context.quote(bypass, 60)}").`,
    );
  }
  if (proxy === undefined) return undefined;
  const problem = proxyProblem(target, context.route);
  if (problem !== undefined || typeof proxy === 'string') {
    return fail(`${context.quote(problem ?? '')}.`, `Set ${source} to http://host:port, or take it away.`);
  }
  const outcome = await (discoveryIsOn(context.facts) ? askModels(context) : askHealth(context));
  const name = context.quote(proxyName(proxy));
  if (outcome.ok)
    return (
      (await answersItself(context, target, decision, outcome.value)) ??
      works(context, target, decision, name)
    );
  const { failure } = outcome;
  if (failure.kind === 'proxy') return refused(context, target, proxy, source, failure);
  // Refused, reset or timed out behind the proxy: the checks of the first answer tell.
  if (failure.code !== PROXY_CUT && (failure.kind !== 'timeout' || failure.phase !== 'connect'))
    return pass(`The proxy ${name} was reached (${source}).`);
  // The tunnel itself did not come about.
  const why = await lookCloser(context, target, proxy);
  return why === undefined || why.code === 'ETIMEDOUT'
    ? unproven(`${sayFailure(context, failure)}.`, `Check that ${name} may reach the gateway.`)
    : fail(
        `${name} hangs up when it is asked for a tunnel (${context.quote(why.code, 40)}).`,
        `Check host and port in ${source}: this looks like a server that is no proxy.`,
      );
}

/**
 * An http address is asked for whole, so a proxy that does not reach this device tells it with an answer of its own,
 * where a tunnel would not have come about.
 */
async function answersItself(
  context: CheckContext,
  { host, port, tls }: Target,
  { proxy, source = '' }: ProxyDecision,
  answer: GatewayAnswer,
): Promise<RunAnswer | undefined> {
  if (tls || !isLoopback(host) || !(proxy instanceof URL)) return undefined;
  if (![403, 404, 502, 503, 504].includes(answer.status) || readError(answer).shape === 'anthropic')
    return undefined;
  const direct = await context.network.connect(host, port, DIRECT_MS, context.signal);
  return direct.ok
    ? fail(
        `The proxy ${context.quote(proxyName(proxy))} (${source}) does not reach this device (${sayAnswer(context, answer)}), and there is a direct way.`,
      )
    : undefined;
}

/** The proxy is fine; is it the one that the app will take? */
async function works(
  context: CheckContext,
  target: Target,
  { source = '' }: ProxyDecision,
  name: string,
): Promise<RunAnswer> {
  const { facts, route } = context;
  if (source === 'egressProxyUrl') {
    const shell = proxyDecision(target, { env: route.env });
    const other =
      shell.proxy instanceof URL && proxyName(shell.proxy) !== name
        ? ` ${shell.source ?? ''} of this shell names ${context.quote(proxyName(shell.proxy))}; the app does not see that, and this probe did not follow it.`
        : '';
    return pass(`The proxy ${name} of egressProxyUrl passes requests on, as it does for the app.${other}`);
  }
  if (facts.egressProxyUrl !== undefined) {
    const named = URL.canParse(facts.egressProxyUrl) ? proxyName(new URL(facts.egressProxyUrl)) : '';
    return named === name
      ? pass(`The proxy ${name} (${source}) passes requests on; egressProxyUrl names the same.`)
      : warn(
          `The proxy ${name} (${source}) passes requests on, but the app takes the one of egressProxyUrl (${context.quote(named)}).`,
          'Run the probe without --proxy to try that one.',
        );
  }
  const elsewhere = target.tls && !isLoopback(target.host);
  if (facts.egressProxyPacUrl !== undefined || source === '--proxy' || !elsewhere)
    return pass(`The proxy ${name} (${source}) passes requests on.`);
  // Without a proxy of its own the app goes by the operating system; is there a way without?
  const direct = await context.ask('direct', () =>
    context.network.connect(target.host, target.port, DIRECT_MS, context.signal),
  );
  return direct.ok
    ? pass(`The proxy ${name} (${source}) passes requests on; there is a direct way too.`)
    : warn(
        `Only the proxy ${name} (${source}) leads to the gateway, and the configuration names none.`,
        `The app is not started from this shell and does not see its ${source}: set egressProxyUrl (or egressProxyPacUrl), or make sure that the proxy is set in the operating system of every device.`,
      );
}

async function refused(
  context: CheckContext,
  target: Target,
  proxy: URL,
  source: string,
  failure: Failure,
): Promise<RunAnswer> {
  const name = context.quote(proxyName(proxy));
  const said = sayFailure(context, failure);
  const { code = '' } = failure;
  if (tlsMessage(code, [], { target: name, ms: 0 }) !== undefined) {
    return fail(
      `${said}.`,
      `Have ${name} send its whole chain, and devices trust its CA; --ca FILE to try. Or set ${source} to http://.`,
    );
  }
  if (!code.startsWith('PROXY_')) {
    return fail(
      `${said}.`,
      `Check ${source} and whether ${name} is up; NO_PROXY takes the host out of a proxy of the environment.`,
    );
  }
  const where = `${context.quote(target.host)}:${target.port}`;
  const why = await lookCloser(context, target, proxy);
  if (code === 'PROXY_407') {
    const schemes = why?.schemes ?? [];
    const asks = schemes.length === 0 ? '' : ` It offers ${schemes.join(', ')}.`;
    const ticket = schemes.length > 0 && !schemes.includes('Basic');
    if (proxy.username !== '')
      return fail(
        `The proxy ${name} does not take the user name and password of ${source} (HTTP 407).${asks}`,
        ticket
          ? `It wants ${schemes.join(' or ')}, which cannot be given in an address: allow ${where} without a sign-in.`
          : `Correct the user name and password in ${source}; escape special characters with %.`,
      );
    return fail(
      `${said}.${asks}`,
      `The proxy ${name} wants credentials; egressProxyUrl cannot carry any, so allow ${where} there without.`,
    );
  }
  if (['PROXY_400', 'PROXY_404', 'PROXY_405', 'PROXY_501'].includes(code)) {
    return fail(
      `${name} does not answer CONNECT as a proxy does (HTTP ${code.slice(6)})${by(context, why)}.`,
      `Check host and port in ${source}: this looks like a web server.`,
    );
  }
  if (code.startsWith('PROXY_5')) {
    return fail(
      `${said}${by(context, why)}.`,
      `The proxy ${name} cannot reach ${where} itself: check its name server and its firewall.`,
    );
  }
  return fail(
    `The proxy ${name} blocks CONNECT to ${where} (HTTP ${code.slice(6)})${by(context, why)}.`,
    `Have ${where} allowed at the proxy; CONNECT to a port other than 443 is often forbidden.`,
  );
}

function by(context: CheckContext, why: TunnelFailure | undefined): string {
  const title = why?.title === undefined ? '' : `: "${context.quote(why.title, 120)}"`;
  const server = why?.server === undefined ? '' : `, says ${context.quote(why.server, 60)}`;
  return `${server}${title}`;
}

/** undici keeps the proxy's answer to itself; asked once more, by hand. */
async function lookCloser(
  context: CheckContext,
  { host, port }: Target,
  proxy: URL,
): Promise<TunnelFailure | undefined> {
  const outcome = await context.network.tunnel?.(proxy, {
    host,
    port,
    ca: context.route.ca,
    timeoutMs: TUNNEL_MS,
    signal: context.signal,
  });
  return outcome?.ok === false ? outcome.failure : undefined;
}

/** The script is not run here; that it can be fetched is known, since the app goes direct when it cannot. */
async function pac(context: CheckContext, answer: RunAnswer | undefined): Promise<RunAnswer> {
  const url = context.facts.egressProxyPacUrl ?? '';
  const way = answer?.detail ?? 'This probe went directly.';
  const note = 'The app asks the script of egressProxyPacUrl for its proxy; a PAC script is not run here.';
  const outcome = await context.send(
    'pac',
    {
      method: 'GET',
      path: url,
      credential: 'none',
      maxBytes: PAC_BYTES,
      headers: { accept: 'application/x-ns-proxy-autoconfig, */*' },
      timeouts: { firstByte: 5000, total: 10_000 },
    },
    { aside: true },
  );
  if (!outcome.ok) {
    return warn(
      `${note} It cannot be fetched from here (${sayFailure(context, outcome.failure)}); the app then connects directly. ${way}`,
      'Make egressProxyPacUrl reachable, or set egressProxyUrl.',
    );
  }
  const { status, text } = outcome.value;
  if (status !== 200 || isHtml(outcome.value) || !text.includes('FindProxyForURL')) {
    return warn(
      `${note} Its address answers HTTP ${status} without a function FindProxyForURL. ${way}`,
      'Correct egressProxyPacUrl.',
    );
  }
  return warn(`${note} ${way}`, 'Give the proxy that the script names for the gateway with --proxy URL.');
}
