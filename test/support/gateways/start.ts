import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { killGroup } from '../engine.ts';
import type { Program } from './programs.ts';

/** A product that runs. */
export interface Running {
  readonly port: number;
  /** The end of what it printed. */
  log(): string;
  close(): Promise<void>;
}

/** What fills the placeholders of a configuration. */
export interface Values {
  /** Path of the template. */
  readonly template: string;
  readonly upstreamPort: number;
  readonly upstreamKey: string;
  /** Files to lie beside the configuration: certificates, filters. */
  readonly files?: Readonly<Record<string, string>>;
}

/** A loopback port that is free now. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts a product with a configuration, in a folder of its own, and waits for its port. */
export async function startProgram(program: Program, values: Values, waitMs = 90_000): Promise<Running> {
  const dir = mkdtempSync(path.join(tmpdir(), `cowork-${program.id}-`));
  const port = await freePort();
  const fill: Readonly<Record<string, string>> = {
    PORT: String(port),
    UPSTREAM: String(values.upstreamPort),
    UPSTREAM_KEY: values.upstreamKey,
    SPARE: String(await freePort()),
    NOBODY: String(await freePort()),
    DIR: dir,
    MODULES: '/usr/lib/apache2/modules',
  };
  const config = path.join(dir, path.basename(values.template));
  const text = readFileSync(values.template, 'utf8').replace(
    /@([A-Z_]+)@/g,
    (all, name: string) => fill[name] ?? all,
  );
  writeFileSync(config, text, { mode: 0o600 });
  for (const [name, content] of Object.entries(values.files ?? {}))
    writeFileSync(path.join(dir, name), content, { mode: 0o600 });

  const put = (text: string): string =>
    text
      .replaceAll('{config}', config)
      .replaceAll('{port}', String(port))
      .replaceAll('{upstream}', String(values.upstreamPort))
      .replaceAll('{dir}', dir);
  const child = spawn(program.command, program.args.map(put), {
    cwd: dir,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: dir,
      NO_PROXY: '127.0.0.1,localhost',
      ...Object.fromEntries(Object.entries(program.env ?? {}).map(([name, value]) => [name, put(value)])),
    },
  });
  let log = '';
  const state = { ended: false };
  const keep = (chunk: Buffer): void => {
    log = (log + chunk.toString('utf8')).slice(-20_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const gone = new Promise<void>((resolve) => {
    child.on('error', () => resolve());
    child.on('close', () => resolve());
  }).then(() => {
    state.ended = true;
  });
  const close = async (): Promise<void> => {
    killGroup(child.pid, 'SIGTERM');
    const timer = setTimeout(() => killGroup(child.pid), 3000);
    await gone;
    clearTimeout(timer);
    killGroup(child.pid);
    rmSync(dir, { recursive: true, force: true, maxRetries: 3 });
  };
  const deadline = Date.now() + waitMs;
  while (!(await listens(port))) {
    if (state.ended || Date.now() > deadline) {
      await close();
      throw new Error(
        `${program.id} did not start with ${path.basename(values.template)}:\n${log.slice(-3000)}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { port, log: () => log, close };
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
