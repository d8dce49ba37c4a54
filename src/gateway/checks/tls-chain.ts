import { fail, pass, skip, warn, type Check, type CheckContext, type RunAnswer } from '../check.ts';
import type { Handshake } from '../network.ts';
import { targetOf } from '../target.ts';
import { askModels } from './asks.ts';
import { askBareHandshake, askHandshake, noTls } from './tls-handshake.ts';
import { isClientCertificateCode } from './mtls.ts';

/** code.claude.com "Network configuration": bundled roots and the system store; certificate failures are not retried. */
export const tlsChain: Check = {
  id: 'tls-chain',
  title: 'the TLS certificate is trusted',
  group: 'A',
  required: true,
  when: 'default',
  needs: ['tls-expiry'],
  async run(context) {
    const target = targetOf(context.facts);
    const outcome = await askHandshake(context);
    if (outcome === undefined) return target?.tls === true ? behindProxy(context) : skip(noTls(context));
    if (!outcome.ok) {
      // A gateway that insists on a client certificate may end the handshake: the mtls check tells.
      if (isClientCertificateCode(outcome.failure.code))
        return pass('The handshake went as far as the client certificate.');
      const { code, message } = outcome.failure;
      return message === undefined
        ? chainFailure(context, code, undefined)
        : fail(
            `TLS cannot be tried: ${context.quote(message)}.`,
            'Check --ca, --client-cert and --client-key.',
          );
    }
    const { authorized, code = 'UNKNOWN', protocol, issuer } = outcome.value;
    if (!authorized) return chainFailure(context, code, outcome.value);
    if ((context.route.ca ?? []).length > 0) {
      const bare = await askBareHandshake(context);
      if (bare.ok && !bare.value.authorized) {
        return warn(
          'The certificate is trusted only with the CA file that was given.',
          'Install that root in the system store of every device; Claude Desktop reads it there.',
        );
      }
    }
    if (protocol === 'TLSv1.2') {
      return warn('The gateway speaks TLS 1.2 at best.', 'Turn TLS 1.3 on at the gateway.');
    }
    const by = issuer === undefined ? '' : `, issued by ${context.quote(issuer, 80)}`;
    return pass(`Trusted (${protocol}${by}).`);
  },
};

/** Through a proxy there is no socket to look at; what the request met is what there is. */
async function behindProxy(context: CheckContext): Promise<RunAnswer> {
  const answer = await askModels(context);
  if (answer.ok) return pass('The request through the proxy accepted the certificate.');
  const { kind, code } = answer.failure;
  if (kind !== 'tls' || isClientCertificateCode(code ?? '')) return skip(noTls(context));
  return chainFailure(context, code ?? 'UNKNOWN', undefined);
}

const INSPECTED = 'If a proxy inspects TLS here, its root belongs into the system store of every device.';

function chainFailure(context: CheckContext, code: string, shaken: Handshake | undefined): RunAnswer {
  const target = targetOf(context.facts);
  const where = `${context.quote(target?.host ?? '')}:${target?.port ?? 443}`;
  switch (code) {
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      return fail(
        `${where} shows a self-signed certificate (${code}).`,
        'Install a certificate from a CA your devices trust, or put this one into their system store (--ca FILE to try).',
      );
    case 'SELF_SIGNED_CERT_IN_CHAIN':
      return fail(
        `The chain of ${where} ends in a root this device does not know (${code}).`,
        `Put your root CA into the system store (--ca FILE to try). ${INSPECTED}`,
      );
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return fail(
        `The chain of ${where} cannot be followed to a known root (${code}).`,
        `Have the gateway send its intermediate certificates, or put your root CA into the system store (--ca FILE to try). ${INSPECTED}`,
      );
    case 'ERR_TLS_CERT_ALTNAME_INVALID': {
      const names = (shaken?.names ?? []).slice(0, 5).map((name) => context.quote(name, 60));
      const held = names.length === 0 ? 'no name at all' : names.join(', ');
      return fail(
        `The certificate is not for ${context.quote(target?.host ?? '')}; it is for ${held} (${code}).`,
        'Set inferenceGatewayBaseUrl to a name the certificate holds, or have the certificate issued for this one.',
      );
    }
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
    case 'ERR_SSL_PACKET_LENGTH_TOO_LONG':
    case 'EPROTO':
      return fail(
        `${where} does not speak TLS (${code}); that port probably speaks plain http.`,
        'Correct the port in inferenceGatewayBaseUrl, or turn TLS on there.',
      );
    case 'CERT_REVOKED':
      return fail(`The certificate of ${where} has been revoked (${code}).`, 'Install a new certificate.');
    default:
      return fail(
        `TLS with ${where} fails (${context.quote(code, 60)}).`,
        'Look at the TLS settings of the gateway: certificate chain, protocol versions, ciphers.',
      );
  }
}
