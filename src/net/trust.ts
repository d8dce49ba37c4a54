import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as tls from 'node:tls';

/*
 * What the app's engine trusts: the bundled Mozilla roots and the system store (code.claude.com, "Network
 * configuration"). Read at the first TLS connection, never at import.
 */

/** Where Linux distributions keep their store as one PEM file: Debian, Fedora and RHEL, SUSE, Alpine, Arch. */
const LINUX_BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/var/lib/ca-certificates/ca-bundle.pem',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

/** Not in Node 20; since 22.15 and 23.10 (nodejs.org, tls.getCACertificates). */
const { getCACertificates } = tls as unknown as {
  readonly getCACertificates?: (type: 'system') => readonly string[];
};

let system: readonly string[] | undefined;

/**
 * Certificates of the operating system's store that Node does not bundle, PEM, one each; empty where this Node
 * cannot read the store (Node 20 on macOS and Windows).
 */
export function systemRoots(): readonly string[] {
  system ??= withoutBundled(readSystemRoots());
  return system;
}

function readSystemRoots(): readonly string[] {
  if (getCACertificates !== undefined) {
    try {
      return getCACertificates('system');
    } catch {
      return [];
    }
  }
  for (const path of LINUX_BUNDLES) {
    try {
      const found = certificatesIn(readFileSync(path, 'utf8'));
      if (found.length > 0) return found;
    } catch {
      // Not this distribution.
    }
  }
  return [];
}

/** The certificates of a PEM text, each as its block. */
export function certificatesIn(pem: string): readonly string[] {
  return pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
}

/** A distribution's store is mostly Mozilla's, which Node bundles; every root parsed twice costs a millisecond. */
function withoutBundled(roots: readonly string[]): readonly string[] {
  const bare = (pem: string): string => pem.replace(/\s+/g, '');
  const bundled = new Set(tls.rootCertificates.map(bare));
  return roots.filter((pem) => !bundled.has(bare(pem)));
}

/**
 * Every root to trust: bundled, system, and `extra`. Undefined when the bundled ones are all there is, so that
 * Node uses its own shared store.
 */
export function trustedRoots(extra: readonly string[] = []): readonly string[] | undefined {
  const more = [...systemRoots(), ...extra];
  return more.length === 0 ? undefined : [...tls.rootCertificates, ...more];
}

/** The certificate and key a TLS context is made of. */
interface Identity {
  readonly ca?: readonly string[] | undefined;
  readonly clientCert?: string | undefined;
  readonly clientKey?: string | undefined;
}

/**
 * One TLS context for all connections of a client: parsing its 170 roots takes longer than the handshake.
 * Returns the reason when a certificate or key given by hand cannot be used; the reason quotes nothing of them.
 */
export function secureContext({ ca = [], clientCert, clientKey }: Identity): tls.SecureContext | string {
  for (const pem of ca) {
    const certificates = certificatesIn(pem);
    if (certificates.length === 0) return 'the CA file holds no PEM certificate';
    // OpenSSL skips what it cannot read without a word.
    if (!certificates.every(isCertificate)) return 'the CA file holds a certificate that cannot be read';
  }
  if ((clientCert === undefined) !== (clientKey === undefined)) {
    return 'a client certificate and its key are needed together';
  }
  try {
    const roots = trustedRoots(ca);
    return tls.createSecureContext({
      ...(roots === undefined ? {} : { ca: [...roots] }),
      ...(clientCert === undefined ? {} : { cert: clientCert, key: clientKey }),
    });
  } catch {
    return 'the client certificate and its key cannot be read, or do not belong together';
  }
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).serialNumber !== '';
  } catch {
    return false;
  }
}
