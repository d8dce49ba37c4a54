import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Pair } from './gateway-certificates.ts';

/** What a certificate of the test CA is to be. Dates in days from now. */
export interface Wanted {
  readonly names?: string;
  readonly from?: number;
  readonly to?: number;
  readonly issuer?: 'root' | 'intermediate';
  /** Where the issuer can be fetched (authority information access). */
  readonly aia?: string;
  readonly usage?: string;
}

export interface Authority {
  readonly root: string;
  readonly intermediate: string;
  issue(name: string, wanted?: Wanted): Pair;
  /** An intermediate that has expired, and a certificate below it. */
  close(): void;
}

const DAY = 86_400_000;

/** A private CA with one intermediate, made by openssl in a folder of its own. */
export function makeAuthority(organisation = 'Example Corp'): Authority {
  const folder = mkdtempSync(path.join(tmpdir(), 'cowork-ca-'));
  const run = (...args: string[]): void => void execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const read = (name: string): string => readFileSync(path.join(folder, name), 'utf8');
  const newKey = (name: string, subject: string): string[] => [
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-keyout',
    `${name}.key`,
    '-subj',
    subject,
  ];
  const stamp = (days: number): string =>
    `${new Date(Date.now() + days * DAY).toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`;
  const config = (extensions: string): string =>
    `[ca]\ndefault_ca=this\n[this]\ndatabase=index.txt\nserial=serial\nnew_certs_dir=.\ndefault_md=sha256\n` +
    `policy=any\nunique_subject=no\n[any]\norganizationName=optional\ncommonName=supplied\n` +
    `[req]\ndistinguished_name=dn\n[dn]\n[root]\nbasicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign,cRLSign\n` +
    `[wanted]\n${extensions}\n`;
  const sign = (name: string, by: string, extensions: string, from: number, to: number): void => {
    writeFileSync(path.join(folder, 'sign.cnf'), config(extensions));
    const which = [
      '-cert',
      `${by}.pem`,
      '-keyfile',
      `${by}.key`,
      '-in',
      `${name}.csr`,
      '-out',
      `${name}.pem`,
    ];
    const dates = ['-startdate', stamp(from), '-enddate', stamp(to)];
    run('ca', '-batch', '-config', 'sign.cnf', '-notext', '-extensions', 'wanted', ...which, ...dates);
  };
  writeFileSync(path.join(folder, 'index.txt'), '');
  writeFileSync(path.join(folder, 'serial'), '1000\n');
  writeFileSync(path.join(folder, 'sign.cnf'), config(''));
  const ca = 'basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign,cRLSign';
  const inRoot = ['-config', 'sign.cnf', '-extensions', 'root', '-days', '60', '-out', 'root.pem'];
  run('req', '-x509', ...newKey('root', `/O=${organisation}/CN=${organisation} Root`), ...inRoot);
  run(
    'req',
    ...newKey('intermediate', `/O=${organisation}/CN=${organisation} Issuing CA`),
    '-config',
    'sign.cnf',
    '-out',
    'intermediate.csr',
  );
  sign('intermediate', 'root', ca, -1, 60);
  return {
    root: read('root.pem'),
    intermediate: read('intermediate.pem'),
    issue(
      name,
      { names = 'IP:127.0.0.1,DNS:localhost', from = -1, to = 50, issuer = 'intermediate', aia, usage } = {},
    ) {
      const extensions = [
        ...(names === '' ? [] : [`subjectAltName=${names}`]),
        `extendedKeyUsage=${usage ?? 'serverAuth'}`,
        ...(aia === undefined ? [] : [`authorityInfoAccess=caIssuers;URI:${aia}`]),
      ].join('\n');
      run(
        'req',
        ...newKey(name, `/O=${organisation}/CN=${name}`),
        '-config',
        'sign.cnf',
        '-out',
        `${name}.csr`,
      );
      sign(name, issuer, extensions, from, to);
      return { cert: read(`${name}.pem`), key: read(`${name}.key`) };
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
