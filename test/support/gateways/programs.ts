import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The products that are started, in the order of the tables. */
export const PROGRAMS = [
  'litellm',
  'portkey',
  'portkey-pinned',
  'aimock',
  'aimock-mock',
  'nginx',
  'nginx-modsecurity',
  'haproxy',
  'apache',
  'apache-modsecurity',
  'caddy',
  'squid',
  'tinyproxy',
] as const;
/** A product that can be started. */
export type ProgramId = (typeof PROGRAMS)[number];

/** How one is started; `{config}`, `{port}`, `{upstream}` and `{dir}` are filled in. */
export interface Program {
  readonly id: ProgramId;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly version: string;
}

/** Folder that scripts/test-programs.sh installs into; outside the repository. */
const FOLDER = process.env.GATEWAYS_DIR;

/** The program, if it is installed here. */
export function findProgram(id: ProgramId): Program | undefined {
  const found = FINDERS[id]();
  return found === undefined ? undefined : { id, ...found };
}

type Found = Omit<Program, 'id'> | undefined;

const FINDERS: Readonly<Record<ProgramId, () => Found>> = {
  litellm: () =>
    below(path.join('litellm', 'bin', 'litellm'), (command) => ({
      command,
      args: ['--config', '{config}', '--host', '127.0.0.1', '--port', '{port}'],
      // No table of prices and no telemetry from outside.
      env: { LITELLM_LOCAL_MODEL_COST_MAP: 'True', LITELLM_TELEMETRY: 'False', PYTHONPATH: '{dir}' },
      version: pythonVersion(command),
    })),
  portkey: () => portkeyIn('portkey'),
  'portkey-pinned': () => portkeyIn('portkey-pinned'),
  aimock: () => aimock(['--proxy-only', '--provider-anthropic', 'http://127.0.0.1:{upstream}']),
  'aimock-mock': () => aimock([]),
  nginx,
  'nginx-modsecurity': () =>
    withFiles(nginx, '/usr/lib/nginx/modules/ngx_http_modsecurity_module.so', CORE_RULES),
  haproxy: () => onPath('haproxy', ['-f', '{config}', '-db'], ['-v'], /version ([\d.]+)/i),
  apache,
  'apache-modsecurity': () => withFiles(apache, '/usr/lib/apache2/modules/mod_security2.so', CORE_RULES),
  caddy: () =>
    onPath(
      'caddy',
      ['run', '--config', '{config}', '--adapter', 'caddyfile'],
      ['version'],
      /v?(\d+\.[\d.]+)/,
    ),
  squid: () => onPath('squid', ['-N', '-f', '{config}'], ['-v'], /Version ([\d.]+)/),
  tinyproxy: () => onPath('tinyproxy', ['-d', '-c', '{config}'], ['-v'], /tinyproxy ([\d.]+)/),
};

/** Where Debian puts the OWASP Core Rule Set. */
const CORE_RULES = '/usr/share/modsecurity-crs/owasp-crs.load';

function nginx(): Found {
  return onPath(
    'nginx',
    ['-c', '{config}', '-p', '{dir}', '-e', '{dir}/error.log'],
    ['-v'],
    /nginx\/([\d.]+)/,
  );
}

function apache(): Found {
  return onPath('apache2', ['-f', '{config}', '-DFOREGROUND'], ['-v'], /Apache\/([\d.]+)/);
}

/** A server with modules of other packages, if all their files are there. */
function withFiles(find: () => Found, ...files: readonly string[]): Found {
  return files.every((file) => existsSync(file)) ? find() : undefined;
}

/** `portkey`: as npm resolves it today; `portkey-pinned`: from fixtures/gateways/portkey/package.json. */
function portkeyIn(folder: string): Found {
  return below(path.join(folder, 'node_modules', '@portkey-ai', 'gateway'), (found) => ({
    command: process.execPath,
    args: [
      '--require',
      LOOPBACK,
      path.join(found, 'build', 'start-server.js'),
      '--port={port}',
      '--headless',
    ],
    env: { TRUSTED_CUSTOM_HOSTS: '127.0.0.1' },
    version: packageVersion(found),
  }));
}

const LOOPBACK = path.resolve('fixtures/gateways/portkey/loopback.cjs');

function aimock(more: readonly string[]): Found {
  return below(path.join('aimock', 'node_modules', '@copilotkit', 'aimock'), (found) => ({
    command: process.execPath,
    args: [path.join(found, 'dist', 'cli.js'), '--port', '{port}', '--fixtures', '{config}', ...more],
    version: packageVersion(found),
  }));
}

function below(part: string, make: (found: string) => Exclude<Found, undefined>): Found {
  if (FOLDER === undefined) return undefined;
  const found = path.join(FOLDER, part);
  return existsSync(found) ? make(found) : undefined;
}

function onPath(name: string, args: readonly string[], ask: readonly string[], version: RegExp): Found {
  const command = ['/usr/sbin', '/usr/bin', '/usr/local/sbin', '/usr/local/bin']
    .map((folder) => path.join(folder, name))
    .find((file) => existsSync(file));
  if (command === undefined) return undefined;
  const { stdout, stderr } = spawnSync(command, [...ask], { encoding: 'utf8', timeout: 10_000 });
  return { command, args, version: version.exec(stdout + stderr)?.[1] ?? 'unknown' };
}

function pythonVersion(command: string): string {
  const python = path.join(path.dirname(command), 'python3');
  const ask = "import importlib.metadata as m; print(m.version('litellm'))";
  return spawnSync(python, ['-c', ask], { encoding: 'utf8', timeout: 20_000 }).stdout.trim() || 'unknown';
}

function packageVersion(folder: string): string {
  const text = readFileSync(path.join(folder, 'package.json'), 'utf8');
  return (JSON.parse(text) as { readonly version?: string }).version ?? 'unknown';
}
