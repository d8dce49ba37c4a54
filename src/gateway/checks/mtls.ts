import { fail, pass, skip, warn, type Check } from '../check.ts';
import { targetOf } from '../target.ts';
import { askHealth, askModels } from './asks.ts';

const HINT =
  'Have the devices present one (CLAUDE_CODE_CLIENT_CERT and CLAUDE_CODE_CLIENT_KEY in their managed settings), or stop asking for it on this route; --client-cert FILE to try.';

/** Under TLS 1.3 the refusal comes after the handshake: as an alert, or as an HTTP answer (nginx). */
export const mtls: Check = {
  id: 'mtls',
  title: 'no client certificate is missing',
  group: 'A',
  required: true,
  when: 'default',
  needs: ['tls-chain', 'custom-headers'],
  async run(context) {
    const target = targetOf(context.facts);
    if (target?.tls !== true) return skip('Plain http: there is no TLS.');
    const given = context.route.clientCert !== undefined;
    for (const outcome of await Promise.all([askModels(context), askHealth(context)])) {
      const asked = outcome.ok
        ? outcome.value.status >= 400 && CERTIFICATE_WANTED.test(outcome.value.text.slice(0, 4000))
        : isClientCertificateCode(outcome.failure.code ?? '');
      if (!asked) continue;
      return given
        ? fail(
            'The gateway refuses the client certificate it was shown.',
            'Check --client-cert and --client-key, and the CA the gateway trusts for clients.',
          )
        : fail('The gateway wants a client certificate, and none was shown.', HINT);
    }
    return given
      ? warn(
          'A client certificate was shown, and the gateway takes it.',
          'If the gateway insists on it, every device needs one: CLAUDE_CODE_CLIENT_CERT in its managed settings.',
        )
      : pass('No client certificate is asked for.');
  },
};

const CERTIFICATE_WANTED =
  /No required SSL certificate|The SSL certificate error|client certificate (?:is )?required|CLIENT_CERT/i;

/** OpenSSL's alerts for a client certificate that is missing or refused. */
export function isClientCertificateCode(code: string): boolean {
  return /ALERT_(?:HANDSHAKE_FAILURE|CERTIFICATE_REQUIRED|BAD_CERTIFICATE|UNKNOWN_CA|CERTIFICATE_UNKNOWN)|TLSV13_ALERT_CERTIFICATE_REQUIRED/.test(
    code,
  );
}
