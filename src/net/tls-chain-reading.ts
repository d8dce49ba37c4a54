import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { certificatesIn as blocksIn } from './trust.ts';

/*
 * What a chain of certificates says, read without a connection. OpenSSL has the last word on whether a chain is
 * trusted; this tells why it is not, in names an admin knows.
 */

/** How far the certificates that a server sent lead. */
export type ChainEnd =
  /** The server's own certificate signs itself. */
  | 'self-signed'
  /** The root came along with the chain. */
  | 'root-sent'
  /** The next issuer is among the roots. */
  | 'known'
  /** The next issuer neither came along nor is among the roots. */
  | 'missing';

/** What a chain of certificates says, and where it ends. */
export interface ChainReading {
  readonly leaf: X509Certificate;
  /** The last certificate that was sent. */
  readonly top: X509Certificate;
  readonly end: ChainEnd;
  /** Who signed `top`: common name, or what there is. */
  readonly issuer: string;
  /** The whole name of that issuer on one line. */
  readonly issuerName: string;
  /** Where `top` says its issuer can be fetched: RFC 5280, section 4.2.2.1. */
  readonly issuerUrl: string | undefined;
  /** The issuer belongs to a CA whose roots everybody has, so an intermediate is missing. */
  readonly publicIssuer: boolean;
}

/** Reads what was sent, leaf first, against roots in PEM. */
export function readChain(
  sent: readonly X509Certificate[],
  roots: readonly string[],
): ChainReading | undefined {
  const leaf = sent[0];
  const top = sent.at(-1);
  if (leaf === undefined || top === undefined) return undefined;
  const end = endOf(leaf, top, roots);
  const url = issuerUrl(top);
  return {
    leaf,
    top,
    end,
    issuer: commonName(top.issuer),
    issuerName: oneLine(top.issuer),
    issuerUrl: url,
    publicIssuer: end === 'missing' && isPublic(top, url),
  };
}

function endOf(leaf: X509Certificate, top: X509Certificate, roots: readonly string[]): ChainEnd {
  if (signsItself(top)) return top === leaf ? 'self-signed' : 'root-sent';
  return issuerAmong(top, roots) === undefined ? 'missing' : 'known';
}

/** The certificate among PEM bundles that signed this one. */
export function issuerAmong(
  certificate: X509Certificate,
  bundles: readonly string[],
): X509Certificate | undefined {
  return certificatesIn(bundles).find((one) => signed(one, certificate));
}

/** Whether a certificate is its own issuer: a root, or self-signed. */
export function signsItself(certificate: X509Certificate): boolean {
  return signed(certificate, certificate);
}

function signed(issuer: X509Certificate, certificate: X509Certificate): boolean {
  try {
    return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
  } catch {
    return false;
  }
}

/** All certificates of PEM bundles; what cannot be read is left out. */
function certificatesIn(bundles: readonly string[]): readonly X509Certificate[] {
  return bundles.flatMap((bundle) =>
    blocksIn(bundle).flatMap((pem) => {
      try {
        return [new X509Certificate(pem)];
      } catch {
        return [];
      }
    }),
  );
}

/** `CN=… O=…`, one attribute a line as Node gives them. */
function attribute(name: string, key: string): string | undefined {
  const line = name.split('\n').find((each) => each.startsWith(`${key}=`));
  return line?.slice(key.length + 1);
}

/** The common name in a name of Node, one attribute a line; its unit or organization where it has none. */
export function commonName(name: string): string {
  return attribute(name, 'CN') ?? attribute(name, 'OU') ?? attribute(name, 'O') ?? oneLine(name);
}

function oneLine(name: string): string {
  return name.split('\n').toReversed().join(', ');
}

/** Where the certificate of the issuer can be fetched (RFC 5280, section 4.2.2.1). */
export function issuerUrl(certificate: X509Certificate): string | undefined {
  // Not every certificate has one, whatever the types say.
  const access = (certificate as { readonly infoAccess?: string }).infoAccess ?? '';
  return /CA Issuers - URI:"?(https?:\/\/[^\s"]{1,300})/.exec(access)?.[1];
}

/** Hosts from which the well-known CAs serve their intermediates. */
const PUBLIC_HOSTS =
  /(?:^|\.)(?:lencr\.org|pki\.goog|digicert\.com|sectigo\.com|usertrust\.com|comodoca\.com|globalsign\.com|amazontrust\.com|godaddy\.com|starfieldtech\.com|entrust\.net|identrust\.com|ssl\.com|microsoft\.com|certum\.pl|buypass\.com|swisssign\.(?:com|net)|quovadisglobal\.com|trust-provider\.com|zerossl\.com|geotrust\.com|thawte\.com|harica\.gr|actalis\.it|d-trust\.net|telesec\.de)$/i;

let organisations: ReadonlySet<string> | undefined;

function isPublic(certificate: X509Certificate, url: string | undefined): boolean {
  if (url !== undefined && URL.canParse(url) && PUBLIC_HOSTS.test(new URL(url).hostname)) return true;
  const organisation = attribute(certificate.issuer, 'O');
  if (organisation === undefined) return false;
  organisations ??= new Set(
    certificatesIn(rootCertificates).flatMap(({ subject }) => attribute(subject, 'O') ?? []),
  );
  return organisations.has(organisation);
}

/** Products that open TLS on the way and sign it anew, by the names of their roots. */
const INSPECTORS: readonly (readonly [RegExp, string])[] = [
  [/zscaler/i, 'Zscaler'],
  [/netskope|goskope/i, 'Netskope'],
  [/palo ?alto|prisma/i, 'Palo Alto Networks'],
  [/forti(?:net|gate|proxy)/i, 'Fortinet'],
  [/blue ?coat|symantec web/i, 'Blue Coat'],
  [/cisco umbrella|opendns/i, 'Cisco Umbrella'],
  [/cloudflare.*(?:gateway|zero trust)|gateway ca - cloudflare/i, 'Cloudflare Gateway'],
  [/sophos/i, 'Sophos'],
  [/mcafee|skyhigh/i, 'Skyhigh'],
  [/forcepoint|websense/i, 'Forcepoint'],
  [/check ?point/i, 'Check Point'],
  [/barracuda/i, 'Barracuda'],
  [/kaspersky/i, 'Kaspersky'],
  [/\beset\b/i, 'ESET'],
  [/bitdefender/i, 'Bitdefender'],
  [/avast|avg/i, 'Avast'],
  [/mitmproxy/i, 'mitmproxy'],
  [/portswigger/i, 'Burp'],
  [/charles proxy/i, 'Charles'],
  [/do_not_trust_fiddler|fiddler/i, 'Fiddler'],
  [/squid/i, 'Squid'],
];

/** The product that re-signs TLS, where the name of an issuer gives it away. */
export function inspectorOf(name: string): string | undefined {
  return INSPECTORS.find(([pattern]) => pattern.test(name))?.[1];
}

const DAY_MS = 86_400_000;
/** support.apple.com/103769: server certificates since July 2019. */
const LONGEST_DAYS = 825;
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const ANY_USAGE = '2.5.29.37.0';

/** What macOS refuses in a server certificate although Node takes it: support.apple.com/103769. Clauses. */
export function refusedByMac(leaf: X509Certificate): readonly string[] {
  const found: string[] = [];
  const days = (new Date(leaf.validTo).getTime() - new Date(leaf.validFrom).getTime()) / DAY_MS;
  if (days > LONGEST_DAYS)
    found.push(`it is valid for ${Math.round(days)} days, and ${LONGEST_DAYS} are the most`);
  const usage = (leaf as { readonly keyUsage?: readonly string[] }).keyUsage;
  if (!usage?.some((oid) => oid === SERVER_AUTH || oid === ANY_USAGE))
    found.push('its extended key usage does not name server authentication');
  const { asymmetricKeyType, asymmetricKeyDetails } = leaf.publicKey;
  const bits = asymmetricKeyDetails?.modulusLength;
  if (asymmetricKeyType === 'rsa' && bits !== undefined && bits < 2048)
    found.push(`its RSA key has ${bits} bits, and 2048 are the least`);
  if (!/\b(?:DNS|IP Address):/.test((leaf as { readonly subjectAltName?: string }).subjectAltName ?? ''))
    found.push('its name stands in the common name only, not among the alternative names');
  return found;
}
