import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Whether openssl is there to make certificates with. */
export const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

export interface Pair {
  readonly cert: string;
  readonly key: string;
}

/** A small private PKI, made anew for each run: nothing in the repository can expire or leak. */
export interface Certificates {
  readonly ca: string;
  readonly good: Pair;
  readonly expired: Pair;
  readonly otherHost: Pair;
  readonly selfSigned: Pair;
  readonly client: Pair;
}

const CONFIG = `[ca]
default_ca = this
[this]
database = index.txt
serial = serial
new_certs_dir = .
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
[req]
distinguished_name = dn
[dn]
[root]
basicConstraints = critical,CA:TRUE
keyUsage = keyCertSign,cRLSign
[here]
subjectAltName = IP:127.0.0.1,DNS:localhost
[there]
subjectAltName = DNS:gateway.example.com,DNS:api.example.com
[person]
extendedKeyUsage = clientAuth
`;

export function makeCertificates(): Certificates {
  const folder = mkdtempSync(path.join(tmpdir(), 'cowork-pki-'));
  const openssl = (...args: string[]): void => {
    execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  };
  const read = (name: string): string => readFileSync(path.join(folder, name), 'utf8');
  try {
    writeFileSync(path.join(folder, 'ca.cnf'), CONFIG);
    writeFileSync(path.join(folder, 'index.txt'), '');
    writeFileSync(path.join(folder, 'serial'), '1000\n');
    const newKey = [
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-config',
      'ca.cnf',
    ];
    openssl(
      'req',
      '-x509',
      ...newKey,
      '-keyout',
      'ca.key',
      '-out',
      'ca.pem',
      '-days',
      '30',
      '-subj',
      '/CN=cowork-3p test CA',
      '-extensions',
      'root',
    );
    const issue = (name: string, extensions: string, from: string, to: string): Pair => {
      openssl('req', ...newKey, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
      openssl(
        'ca',
        '-batch',
        '-config',
        'ca.cnf',
        '-cert',
        'ca.pem',
        '-keyfile',
        'ca.key',
        '-in',
        `${name}.csr`,
        '-out',
        `${name}.pem`,
        '-notext',
        '-extensions',
        extensions,
        '-startdate',
        from,
        '-enddate',
        to,
      );
      return { cert: read(`${name}.pem`), key: read(`${name}.key`) };
    };
    const day = (offset: number): string =>
      `${new Date(Date.now() + offset * 86_400_000).toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`;
    openssl(
      'req',
      '-x509',
      ...newKey,
      '-keyout',
      'self.key',
      '-out',
      'self.pem',
      '-days',
      '30',
      '-subj',
      '/CN=127.0.0.1',
      '-extensions',
      'here',
    );
    return {
      ca: read('ca.pem'),
      good: issue('good', 'here', day(-1), day(20)),
      expired: issue('expired', 'here', '20250101000000Z', '20250203000000Z'),
      otherHost: issue('other', 'there', day(-1), day(20)),
      selfSigned: { cert: read('self.pem'), key: read('self.key') },
      client: issue('person', 'person', day(-1), day(20)),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
