import { execFileSync, spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'vitest';
import { FORM_TOOLS, type FormTool } from './oracles-forms.ts';
import { emptyHive } from './oracles-hive.ts';

/*
 * Programs by others that read what we write and write what we read. Each is optional: where it is missing,
 * its tests are skipped and say so. Contents are compared, never exit codes: several of them exit 0 on
 * broken input.
 */

const TOOLS = {
  python3: '/usr/bin/python3',
  xmllint: 'xmllint',
  plistutil: 'plistutil',
  openssl: 'openssl',
  hivexregedit: 'hivexregedit',
  net: 'net',
} as const;
type Tool = keyof typeof TOOLS | FormTool | 'python3-yaml' | 'apple-schema' | 'plist-dtd';

const FACTS = resolve('../shared/formats/oracles');
const DTD = join(FACTS, 'PropertyList-1.0.dtd');

function available(tool: Tool): boolean {
  if (tool in FORM_TOOLS) return FORM_TOOLS[tool as FormTool]();
  if (tool === 'apple-schema') return existsSync(join(FACTS, 'apple_schema_check.py'));
  if (tool === 'plist-dtd') return existsSync(DTD);
  if (tool === 'python3-yaml') return spawnSync(TOOLS.python3, ['-c', 'import yaml']).status === 0;
  return spawnSync('sh', ['-c', `command -v ${TOOLS[tool as keyof typeof TOOLS]}`]).status === 0;
}

/** A test in a folder of its own that runs only where all its tools are. */
export function checked(
  name: string,
  tools: readonly Tool[],
  run: (folder: string) => void | Promise<void>,
): void {
  const missing = tools.filter((tool) => !available(tool));
  test.skipIf(missing.length > 0)(
    missing.length > 0 ? `${name} (not here: ${missing.join(', ')})` : name,
    { timeout: 60_000 },
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'cowork-3p-'));
      try {
        await run(folder);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );
}

function run(
  tool: keyof typeof TOOLS,
  args: readonly string[],
  options: { input?: Uint8Array | string; env?: NodeJS.ProcessEnv } = {},
): Buffer {
  return execFileSync(TOOLS[tool], args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
    ...(options.input !== undefined && { input: options.input }),
    env: { ...process.env, ...options.env },
  });
}

/** What Python's plistlib (expat) reads. */
export function readWithPlistlib(bytes: Uint8Array): unknown {
  const script = 'import json,plistlib,sys; json.dump(plistlib.loads(sys.stdin.buffer.read()), sys.stdout)';
  return JSON.parse(run('python3', ['-c', script], { input: bytes }).toString());
}

/** What plistlib reads from each of many files; undefined where it refuses one. */
export function readManyWithPlistlib(files: readonly Uint8Array[]): unknown[] {
  const script = `
import base64, json, plistlib, sys
def read(text):
    try: return json.loads(json.dumps({'value': plistlib.loads(base64.b64decode(text))}, default=str))
    except Exception: return {}
json.dump([read(text) for text in json.load(sys.stdin)], sys.stdout)`;
  const input = JSON.stringify(files.map((bytes) => Buffer.from(bytes).toString('base64')));
  const results = JSON.parse(run('python3', ['-c', script], { input }).toString()) as { value?: unknown }[];
  return results.map(({ value }) => value);
}

/** What plistlib writes, as XML or binary. */
export function writeWithPlistlib(value: unknown, format: 'XML' | 'BINARY'): Uint8Array {
  const script =
    'import json,plistlib,sys; sys.stdout.buffer.write(plistlib.dumps(json.load(sys.stdin), ' +
    `fmt=plistlib.FMT_${format}, sort_keys=False))`;
  return run('python3', ['-c', script], { input: JSON.stringify(value) });
}

/** libplist: XML to binary and back. */
export function convertWithPlistutil(bytes: Uint8Array, to: 'bin' | 'xml', folder: string): Uint8Array {
  writeFileSync(join(folder, 'in'), bytes);
  run('plistutil', ['-i', join(folder, 'in'), '-f', to, '-o', join(folder, 'out')]);
  return readFileSync(join(folder, 'out'));
}

/** The complaints of xmllint: of well-formedness, and with `dtd` of Apple's DTD. */
export function complaintsOfXmllint(bytes: Uint8Array, folder: string, dtd: boolean): string {
  const catalog = `<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog"><public publicId="-//Apple//DTD PLIST 1.0//EN" uri="file://${DTD}"/></catalog>`;
  const path = join(folder, 'catalog.xml');
  writeFileSync(path, catalog);
  const result: SpawnSyncReturns<string> = spawnSync(
    'xmllint',
    ['--nonet', '--noout', ...(dtd ? ['--valid'] : []), '-'],
    {
      input: bytes,
      encoding: 'utf8',
      env: { ...process.env, XML_CATALOG_FILES: path },
    },
  );
  return result.stderr;
}

/** What Apple's own schema of configuration profiles has against a profile. */
export function complaintsOfAppleSchema(bytes: Uint8Array, folder: string): string {
  const file = join(folder, 'a.mobileconfig');
  writeFileSync(file, bytes);
  const { stdout, stderr } = spawnSync(TOOLS.python3, [join(FACTS, 'apple_schema_check.py'), file], {
    encoding: 'utf8',
  });
  return `${stdout}${stderr}`.replace(`${file} OK\n`, '');
}

/** The profile, signed by a throw-away certificate, in DER or in the streamed, indefinite form. */
export function signWithOpenssl(
  bytes: Uint8Array,
  folder: string,
  extra: readonly string[] = [],
): Uint8Array {
  const [key, certificate, input, output] = ['key', 'certificate', 'in', 'out'].map((name) =>
    join(folder, name),
  ) as [string, string, string, string];
  writeFileSync(input, bytes);
  run('openssl', [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    key,
    '-out',
    certificate,
    '-subj',
    '/CN=test',
    '-batch',
  ]);
  run('openssl', [
    'cms',
    '-sign',
    '-binary',
    '-nodetach',
    '-outform',
    'DER',
    '-md',
    'sha256',
    '-signer',
    certificate,
    '-inkey',
    key,
    '-in',
    input,
    '-out',
    output,
    ...extra,
  ]);
  return readFileSync(output);
}

const HIVES = { machine: 'HKEY_LOCAL_MACHINE', user: 'HKEY_CURRENT_USER' } as const;

/** Merges a registry file into an empty hive and returns what the hive then exports, in UTF-8. */
export function throughHivex(bytes: Uint8Array, hive: keyof typeof HIVES, folder: string): Uint8Array {
  const file = join(folder, 'hive');
  writeFileSync(file, emptyHive());
  run('hivexregedit', ['--merge', file], { input: '[\\SOFTWARE]\n\n[\\SOFTWARE\\Policies]\n\n' });
  // It reads UTF-8 and LF only, and decodes it only where Perl is told to.
  const text = new TextDecoder('utf-16le').decode(bytes).replaceAll('\r\n', '\n');
  writeFileSync(join(folder, 'in.reg'), text);
  run(
    'hivexregedit',
    ['--merge', '--prefix', HIVES[hive], '--encoding', 'UTF-16LE', file, join(folder, 'in.reg')],
    {
      env: { PERL_UNICODE: 'SD' },
    },
  );
  return run('hivexregedit', ['--export', '--prefix', HIVES[hive], file, '\\SOFTWARE\\Policies\\Claude']);
}

/** Samba's registry, in a folder of its own. */
export function sambaRegistry(folder: string): {
  import(bytes: Uint8Array): void;
  /** What it exports; line breaks in values stand raw in there, so it is no check of these. */
  export(): Uint8Array;
  value(name: string): string;
} {
  const places = {
    private: 'private dir',
    state: 'state directory',
    lock: 'lock directory',
    cache: 'cache directory',
    pid: 'pid directory',
    ncalrpc: 'ncalrpc dir',
  };
  const settings = Object.entries(places).map(([name, setting]) => {
    mkdirSync(join(folder, name));
    return `${setting} = ${join(folder, name)}\n`;
  });
  const configuration = join(folder, 'smb.conf');
  writeFileSync(configuration, `[global]\n${settings.join('')}`);
  const net = (...args: string[]): Buffer => run('net', ['-s', configuration, 'registry', ...args]);
  const key = 'HKLM\\SOFTWARE\\Policies\\Claude';
  const [input, output] = [join(folder, 'in.reg'), join(folder, 'out.reg')];
  return {
    import(bytes) {
      writeFileSync(input, bytes);
      net('import', input);
    },
    export() {
      net('export', key, output);
      return readFileSync(output);
    },
    value: (name) => net('getvalueraw', key, name).toString('utf8').replace(/\n$/, ''),
  };
}
