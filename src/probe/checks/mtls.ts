import { X509Certificate } from 'node:crypto';
import { fail, pass, skip, warn, type Check, type CheckContext } from '../check.ts';
import { targetOf } from '../../net/target.ts';
import { askHealth, askModels } from '../requests/asks.ts';
import { askClientDemand, askHandshake, isClientCertificateCode } from '../requests/tls-handshake.ts';

const HINT =
  'Have the devices present one (CLAUDE_CODE_CLIENT_CERT and CLAUDE_CODE_CLIENT_KEY in their managed settings), or stop asking for it on this route; --client-cert FILE to try.';

/** Under TLS 1.3 the refusal comes after the handshake: as an alert, or as an HTTP answer (nginx). */
export const mtls = {
  id: 'mtls',
  title: 'no client certificate is missing',
  group: 'A',
  owner: 'gateway',
  topic: 'client-certificate',
  required: true,
  whenBroken: 'explains',
  when: 'default',
  needs: ['tls-chain', 'custom-headers'],
  async run(context) {
    const target = targetOf(context.facts);
    if (target?.tls !== true) return skip('Plain http: there is no TLS.');
    const given = context.route.clientCert;
    const problem = given === undefined ? undefined : clientProblem(given, context.today());
    const how = await askedFor(context);
    if (how !== undefined) {
      if (given === undefined)
        return fail(`The gateway wants a client certificate, and none was shown (${how}).`, HINT);
      return fail(
        `The gateway refuses the client certificate it was shown (${how})${problem === undefined ? '' : `: it ${problem}`}.`,
        'Check --client-cert and --client-key, and the CA the gateway trusts for clients; the file must hold the intermediates too.',
      );
    }
    if (given === undefined) return pass('No client certificate is asked for.');
    return warn(
      problem === undefined
        ? 'A client certificate was shown, and the gateway takes it.'
        : `A client certificate was shown, and the gateway takes it, but it ${problem}.`,
      'If the gateway insists on it, every device needs one: CLAUDE_CODE_CLIENT_CERT in its managed settings.',
    );
  },
} as const satisfies Check;

/** How the gateway asked for a certificate: an alert, or a page. */
async function askedFor(context: CheckContext): Promise<string | undefined> {
  const shaken = await askHandshake(context);
  if (shaken?.ok === false) {
    const demand = isClientCertificateCode(shaken.failure.code)
      ? shaken.failure.code
      : await askClientDemand(context);
    // Servers before TLS 1.3 say only that: no common cipher sounds the same.
    return demand?.includes('HANDSHAKE_FAILURE') === true && context.route.clientCert === undefined
      ? `${demand}; it may also be that no cipher is common`
      : demand;
  }
  let broken = false;
  for (const outcome of await Promise.all([askModels(context), askHealth(context)])) {
    if (!outcome.ok) {
      const { kind, code = '' } = outcome.failure;
      if (isClientCertificateCode(code)) return code;
      broken ||= kind === 'reset';
      continue;
    }
    const { status, text } = outcome.value;
    if (status >= 400 && CERTIFICATE_WANTED.test(text.slice(0, 4000))) return `HTTP ${status}`;
  }
  // The alert of TLS 1.3 comes after the handshake and is often lost to a reset.
  return broken ? askClientDemand(context) : undefined;
}

/** nginx in its two wordings, and others that say it in the body. */
const CERTIFICATE_WANTED =
  /No required SSL certificate|The SSL certificate error|client certificate (?:is )?(?:required|missing|not provided)|CLIENT_CERT/i;

const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';

/** What a gateway may hold against the certificate that was given: a clause. */
function clientProblem(pem: string, today: Date): string | undefined {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(pem);
  } catch {
    return undefined;
  }
  const to = new Date(certificate.validTo);
  const from = new Date(certificate.validFrom);
  if (to < today) return `expired on ${to.toISOString().slice(0, 10)}`;
  if (from > today) return `is valid only from ${from.toISOString().slice(0, 10)} on`;
  const usage = (certificate as { readonly keyUsage?: readonly string[] }).keyUsage;
  return usage !== undefined && !usage.includes(CLIENT_AUTH)
    ? 'is not for client authentication (extended key usage)'
    : undefined;
}
