import { fail, pass, warn, type CheckContext, type RunAnswer } from '../check.ts';
import { askInspection } from '../requests/tls-handshake.ts';
import type { Handshake } from '../../net/network.ts';
import { proxyOf, targetOf } from '../../net/target.ts';
import {
  readChain,
  inspectorOf,
  issuerAmong,
  refusedByMac,
  type ChainReading,
} from '../../net/tls-chain-reading.ts';
import { systemRoots, trustedRoots } from '../../net/trust.ts';
import { rootCertificates } from 'node:tls';

/*
 * From OpenSSL's codes to what is wrong and what fixes it, and from there to the devices: the app's engine
 * trusts the bundled roots and the system store (code.claude.com, "Network configuration"); it fetches no
 * intermediates. Windows and macOS fetch them themselves (RFC 5280, section 4.2.2.1), so a browser shows no error.
 */

const CHAIN_CODES = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
]);
const OLD_CODES =
  /^ERR_SSL_.*(?:UNSUPPORTED_PROTOCOL|ALERT_PROTOCOL_VERSION|NO_PROTOCOLS_AVAILABLE|VERSION_TOO_LOW)$/;
const PLAIN_CODES = new Set([
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
  'ERR_SSL_RECORD_LAYER_FAILURE',
]);

/** What is wrong with a handshake that failed, or that gave a certificate nobody trusts. */
export async function diagnoseTls(
  context: CheckContext,
  code: string,
  shaken: Handshake | undefined,
): Promise<RunAnswer> {
  const where = whereOf(context);
  if (CHAIN_CODES.has(code)) return chainProblem(context, code);
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID' || code === 'HOSTNAME_MISMATCH')
    return wrongHost(context, code, shaken);
  if (PLAIN_CODES.has(code) || code === 'EPROTO') {
    return fail(
      `${where} does not speak TLS (${code}); that port probably speaks plain http.`,
      'Correct the port in inferenceGatewayBaseUrl, or turn TLS on there.',
    );
  }
  if (code === 'CERT_REVOKED')
    return fail(`The certificate of ${where} has been revoked (${code}).`, 'Install a new certificate.');
  if (code === 'ECONNRESET' || code === 'UNKNOWN') {
    return fail(
      `${where} ends the connection during the TLS handshake (${code}).`,
      'Look for a firewall or a load balancer that cuts TLS it does not like (by server name, for example), and at the log of the gateway.',
    );
  }
  if (code === 'ETIMEDOUT') {
    return fail(
      `${where} accepts the connection but does not answer the TLS handshake (${code}).`,
      'Look for a firewall on the way, and whether the port speaks TLS at all.',
    );
  }
  const old =
    OLD_CODES.test(code) || code.includes('HANDSHAKE_FAILURE') ? await oldProtocol(context) : undefined;
  if (old !== undefined || OLD_CODES.test(code)) {
    return fail(
      old === undefined
        ? `${where} speaks no TLS version that is still allowed (${code}).`
        : `${where} speaks ${spoken(old)} at best (${code}).`,
      'Turn TLS 1.2 and 1.3 on at the gateway; no current client takes 1.0 or 1.1.',
    );
  }
  return fail(
    `TLS with ${where} fails (${context.quote(code, 60)}).`,
    'Look at the TLS settings of the gateway: certificate chain, protocol versions, ciphers.',
  );
}

async function chainProblem(context: CheckContext, code: string): Promise<RunAnswer> {
  const where = whereOf(context);
  const seen = await askInspection(context);
  const roots = trustedRoots(context.route.ca) ?? rootCertificates;
  const chain = seen === undefined ? undefined : readChain(seen.sent, roots);
  const more = elsewhere(context);
  const behind = await resigned(context, chain);
  if (behind !== undefined) return fail(`${behind} (${code}).`, `${INSTALL} ${more}`.trim());
  if (code === 'DEPTH_ZERO_SELF_SIGNED_CERT') {
    return fail(
      `${where} shows a self-signed certificate (${code}).`,
      `Install a certificate from a CA your devices trust, or put this one into their system store (--ca FILE to try). ${more}`.trim(),
    );
  }
  const by = chain === undefined ? '' : ` "${context.quote(chain.issuer, 80)}"`;
  if (code === 'SELF_SIGNED_CERT_IN_CHAIN' || chain?.end === 'root-sent') {
    return fail(
      `The chain of ${where} ends in the root${by}, which this device does not know (${code}).`,
      `Put your root CA into the system store of every device (--ca FILE to try). ${INSPECTED} ${more}`.trim(),
    );
  }
  if (chain === undefined) {
    return fail(
      `The chain of ${where} cannot be followed to a known root (${code}).`,
      `Have the gateway send its intermediate certificates, or put your root CA into the system store (--ca FILE to try). ${INSPECTED} ${more}`.trim(),
    );
  }
  const whole = context.quote(chain.issuerName, 160);
  const from =
    chain.issuerUrl === undefined ? '' : ` It can be fetched at ${context.quote(chain.issuerUrl, 160)}.`;
  if (chain.publicIssuer) {
    return fail(
      `${where} does not send the intermediate certificate${by} (${code}).`,
      `Add "${whole}" to the certificate file of the gateway, after its own.${from} Windows and macOS fetch it by themselves, so a browser there shows no error; the engine of the app and this check do not.`,
    );
  }
  const given = (context.route.ca ?? []).length > 0;
  return fail(
    given
      ? `The certificate of ${where} is signed by${by}, which is neither sent nor in the CA file that was given (${code}).`
      : `The certificate of ${where} is signed by${by}, a private CA that this device does not know (${code}).`,
    given
      ? `If that is an intermediate, add "${whole}" to the certificate file of the gateway; if it is a root, put it into the CA file.${from}`
      : `Put the root of that CA into the system store of every device (--ca FILE to try). If "${whole}" is an intermediate, the gateway must send it too.${from} ${INSPECTED} ${more}`.trim(),
  );
}

const INSTALL =
  'Put the root of that proxy into the system store of every device (--ca FILE to try), or exempt the gateway from inspection.';
const INSPECTED = 'If a proxy inspects TLS here, its root belongs into the system store of every device.';

/** One clause when the certificate is not the gateway's own but that of something in between. */
async function resigned(context: CheckContext, chain: ChainReading | undefined): Promise<string | undefined> {
  if (chain === undefined) return undefined;
  const where = whereOf(context);
  const target = targetOf(context.facts);
  const proxy = target === undefined ? undefined : proxyOf(target, context.route);
  const issuer = context.quote(chain.issuer, 80);
  const product = inspectorOf(`${chain.issuerName} ${chain.leaf.issuer}`);
  if (proxy === undefined) {
    return product === undefined || chain.end === 'self-signed'
      ? undefined
      : `Something between here and ${where} opens TLS and signs it anew: the issuer "${issuer}" belongs to ${product}`;
  }
  // The gateway's own certificate, where there is a way around the proxy.
  const own = (await askInspection(context, { direct: true, limitMs: DIRECT_MS }))?.sent[0];
  if (product === undefined && (own === undefined || own.fingerprint256 === chain.leaf.fingerprint256))
    return undefined;
  const name = product === undefined ? '' : ` (${product})`;
  return `The proxy ${context.quote(proxy)}${name} opens TLS and signs it anew: the issuer "${issuer}" is a CA that this device does not know`;
}

const DIRECT_MS = 3000;

/** What other programs on this device may see differently. */
function elsewhere(context: CheckContext): string {
  const said: string[] = [];
  if (systemRoots().length === 0)
    said.push(
      'This Node.js cannot read the system store, where the app looks too: a root that is installed there is enough for the app.',
    );
  if ((context.route.env.NODE_EXTRA_CA_CERTS ?? '') !== '')
    said.push(
      'NODE_EXTRA_CA_CERTS of this shell is not read here, and the app never sees it: give its file with --ca, and install it on the devices.',
    );
  return said.join(' ');
}

function wrongHost(context: CheckContext, code: string, shaken: Handshake | undefined): RunAnswer {
  const names = shaken?.names ?? [];
  const shown = names.slice(0, 5).map((name) => context.quote(name, 60));
  const more = names.length > shown.length ? ` and ${names.length - shown.length} more` : '';
  const held = names.length === 0 ? 'no name at all' : `${shown.join(', ')}${more}`;
  const host = targetOf(context.facts)?.host ?? '';
  const wild = names.find((name) => name.startsWith('*.') && host.endsWith(name.slice(1)));
  const deep = wild === undefined ? '' : ` A wildcard covers one level only.`;
  return fail(
    `The certificate is not for ${context.quote(host)}; it is for ${held} (${code}).`,
    `Set inferenceGatewayBaseUrl to a name the certificate holds, or have the certificate issued for this one.${deep}`,
  );
}

async function oldProtocol(context: CheckContext): Promise<string | undefined> {
  const protocol = (await askInspection(context, { old: true }))?.protocol;
  return protocol === 'TLSv1' || protocol === 'TLSv1.1' ? protocol : undefined;
}

function spoken(protocol: string): string {
  return protocol === 'TLSv1' ? 'TLS 1.0' : protocol.replace('TLSv', 'TLS ');
}

/** A chain that is accepted here: is it elsewhere, too? */
export async function diagnoseTrusted(
  context: CheckContext,
  { protocol, issuer }: Handshake,
  bare: Handshake | undefined,
): Promise<RunAnswer> {
  if (bare?.authorized === false) return trustedByFile(context);
  const seen = await askInspection(context);
  const [leaf] = seen?.sent ?? [];
  if (seen !== undefined && leaf !== undefined && onlyByVariable(context, seen.sent)) {
    return warn(
      'The certificate is trusted here only through NODE_EXTRA_CA_CERTS, which the app does not see.',
      'Install that root in the system store of every device; Claude Desktop reads it there.',
    );
  }
  if (protocol === 'TLSv1.2')
    return warn('The gateway speaks TLS 1.2 at best.', 'Turn TLS 1.3 on at the gateway.');
  const refused = leaf === undefined ? [] : refusedByMac(leaf);
  if (refused[0] !== undefined) {
    return warn(
      `The certificate is accepted here, but macOS refuses such a one: ${refused.join('; ')}.`,
      'Have the certificate issued by the rules of support.apple.com/103769.',
    );
  }
  const by = issuer === undefined ? '' : `, issued by ${context.quote(issuer, 80)}`;
  const product = issuer === undefined ? undefined : inspectorOf(issuer);
  const opened = product === undefined ? '' : ` ${product} opens TLS on the way; its root is installed here.`;
  return pass(`Trusted (${protocol}${by}).${opened}`);
}

async function trustedByFile(context: CheckContext): Promise<RunAnswer> {
  const seen = await askInspection(context);
  const chain = seen === undefined ? undefined : readChain(seen.sent, trustedRoots() ?? rootCertificates);
  const supplied = chain?.end === 'missing' ? issuerAmong(chain.top, context.route.ca ?? []) : undefined;
  const root = supplied !== undefined && supplied.subject === supplied.issuer;
  if (chain !== undefined && supplied !== undefined && !root) {
    return warn(
      `The certificate is trusted only because the CA file that was given holds the intermediate "${context.quote(chain.issuer, 80)}", which the gateway does not send.`,
      `Add "${context.quote(chain.issuerName, 160)}" to the certificate file of the gateway, after its own: devices have no such file.`,
    );
  }
  const more = elsewhere(context);
  return warn(
    'The certificate is trusted only with the CA file that was given.',
    `Install that root in the system store of every device; Claude Desktop reads it there. ${more}`.trim(),
  );
}

/** Where Node uses its own store, NODE_EXTRA_CA_CERTS counts here and nowhere else. */
function onlyByVariable(context: CheckContext, sent: Parameters<typeof readChain>[0]): boolean {
  if ((context.route.env.NODE_EXTRA_CA_CERTS ?? '') === '' || trustedRoots(context.route.ca) !== undefined)
    return false;
  const end = readChain(sent, rootCertificates)?.end;
  return end === 'missing' || end === 'root-sent' || end === 'self-signed';
}

function whereOf(context: CheckContext): string {
  const target = targetOf(context.facts);
  return `${context.quote(target?.host ?? '')}:${target?.port ?? 443}`;
}
