import { blocked, fail, pass, skip, type Check } from '../check.ts';
import { diagnoseTls, diagnoseTrusted } from '../diagnosis/tls.ts';
import {
  askBareHandshake,
  askClientDemand,
  askHandshake,
  isClientCertificateCode,
  noTls,
} from '../requests/tls-handshake.ts';

/** code.claude.com "Network configuration": bundled roots and the system store; certificate failures are not retried. */
export const tlsChain = {
  id: 'tls-chain',
  title: 'the TLS certificate is trusted',
  group: 'A',
  owner: 'network',
  required: true,
  whenBroken: 'explains',
  when: 'default',
  needs: ['tls-expiry'],
  async run(context) {
    const outcome = await askHandshake(context);
    if (outcome === undefined) return skip(noTls(context));
    if (!outcome.ok) {
      const { code, message } = outcome.failure;
      if (message !== undefined)
        return fail(
          `TLS cannot be tried: ${context.quote(message)}.`,
          'Check --ca, --client-cert and --client-key.',
        );
      if (code.startsWith('PROXY_'))
        return blocked('proxy-path', 'The proxy opens no tunnel to the gateway.');
      // Shown one it does not like, a server may just hang up.
      if (context.route.clientCert !== undefined && (await askClientDemand(context)) !== undefined)
        return pass('The handshake went as far as the client certificate.');
      const answer = await diagnoseTls(context, code, undefined);
      // A gateway that insists on a client certificate may end the handshake: the mtls check tells.
      return isClientCertificateCode(code) && !/at best|still allowed/.test(answer.detail)
        ? pass('The handshake went as far as the client certificate.')
        : answer;
    }
    const { authorized, code = 'UNKNOWN' } = outcome.value;
    if (!authorized) return diagnoseTls(context, code, outcome.value);
    const bare = (context.route.ca ?? []).length > 0 ? await askBareHandshake(context) : undefined;
    return diagnoseTrusted(context, outcome.value, bare?.ok === true ? bare.value : undefined);
  },
} as const satisfies Check;
