import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

export interface Certificates {
  /** PEM of the authority that signed the certificate. */
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** An authority of our own and a certificate for the names, made by openssl for a day. */
export function makeCertificates(names: readonly string[]): Certificates {
  const folder = mkdtempSync(path.join(tmpdir(), 'cowork-3p-certs-'));
  const at = (name: string): string => path.join(folder, name);
  const openssl = (...args: string[]): void =>
    void execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
  try {
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-sha256'];
    openssl(
      'req',
      '-x509',
      ...curve,
      '-days',
      '1',
      '-subj',
      '/CN=Test CA',
      '-keyout',
      'ca.key',
      '-out',
      'ca.pem',
    );
    openssl('req', ...curve, '-subj', '/CN=test', '-keyout', 'key.pem', '-out', 'req.pem');
    const san = names.map((name) => (/^[\d.]+$/.test(name) ? `IP:${name}` : `DNS:${name}`)).join(',');
    writeFileSync(at('ext'), `subjectAltName=${san}\n`);
    const sign = ['x509', '-req', '-in', 'req.pem', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial'];
    openssl(...sign, '-days', '1', '-extfile', 'ext', '-out', 'cert.pem');
    const read = (name: string): string => readFileSync(at(name), 'utf8');
    return { ca: read('ca.pem'), cert: read('cert.pem'), key: read('key.pem') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
