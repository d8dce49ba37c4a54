import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/*
 * The engine that makes the turns of Claude Desktop, run as the reference: what it takes and refuses is what a user meets.
 * It is proprietary and never part of this repository: its path comes from ENGINE, and tests that need it skip
 * without it. `scripts/test-programs.sh engine DIR` installs it from the npm registry.
 */

/** Path of the engine's program, or undefined where ENGINE names none. */
export const ENGINE: string | undefined =
  process.env.ENGINE !== undefined && existsSync(process.env.ENGINE) ? process.env.ENGINE : undefined;

/** The version the engine says it has, such as `2.1.332`. */
export function engineVersion(): string {
  if (ENGINE === undefined) return 'none';
  const { stdout } = spawnSync(ENGINE, ['--version'], { encoding: 'utf8', timeout: 20_000 });
  return /\d+\.\d+\.\d+/.exec(stdout)?.[0] ?? 'unknown';
}

/** `text`: the answer must hold what was asked for. `tool`: a file must be read by a tool and come back. */
export type TurnKind = 'text' | 'tool';
/** How a turn ended. `hangs`: it had to be cut. */
export type TurnResult = 'works' | 'fails' | 'hangs';

/** One turn of the engine. */
export interface Turn {
  readonly kind: TurnKind;
  readonly model: string;
  readonly result: TurnResult;
  readonly seconds: number;
  /** The last words of the engine, folders left out. */
  readonly words: string;
}

/** Where and how the engine is to ask. */
interface EngineRun {
  /** Loopback only. */
  readonly base: string;
  readonly key: string;
  readonly model: string;
  readonly kind: TurnKind;
  /** `Name: value` lines. */
  readonly headers?: Readonly<Record<string, string>>;
  /** More variables: HTTP_PROXY, ENABLE_TOOL_SEARCH … */
  readonly env?: Readonly<Record<string, string>>;
  /** PEM texts: a CA to trust, and the client certificate with its key. */
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string };
  /** `x-api-key` sends the key in that header; default `bearer`. */
  readonly scheme?: 'bearer' | 'x-api-key';
  /** After so many milliseconds a turn is cut. Default 45,000. */
  readonly cutMs?: number;
}

/** Runs one turn in a private home, with every other host out of reach. */
export async function runEngine(run: EngineRun): Promise<Turn> {
  if (ENGINE === undefined) throw new Error('ENGINE names no program');
  if (!/^https?:\/\/(?:127\.0\.0\.1|localhost):/.test(run.base)) throw new Error('loopback only');
  const home = mkdtempSync(path.join(tmpdir(), 'cowork-engine-'));
  const work = path.join(home, 'w');
  mkdirSync(work);
  mkdirSync(path.join(home, '.claude'));
  const word = `secret-${String(Math.floor(Math.random() * 1e9))}`;
  const file = path.join(work, 'a.txt');
  writeFileSync(file, `${word}\n`);
  const prompt =
    run.kind === 'tool' ? `READ-FILE ${file}` : 'Reply with the word zebra77 twice, nothing else.';
  const wanted = run.kind === 'tool' ? word : 'zebra77 zebra77';
  const started = performance.now();
  try {
    const { output, cut } = await spawned(ENGINE, argsOf(run, prompt), {
      cwd: work,
      env: { ...environmentOf(run, home), ...tlsOf(run, home), ...run.env },
      ms: run.cutMs ?? 45_000,
    });
    const result = cut ? 'hangs' : output.includes(wanted) ? 'works' : 'fails';
    const words = output.replaceAll(home, 'DIR').replaceAll(run.key, 'KEY').replace(/\s+/g, ' ').trim();
    return {
      kind: run.kind,
      model: run.model,
      result,
      seconds: Math.round((performance.now() - started) / 100) / 10,
      words: words.slice(0, 240),
    };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function argsOf({ model }: EngineRun, prompt: string): readonly string[] {
  return ['-p', prompt, '--model', model, '--allowedTools', 'Read', '--max-turns', '6'];
}

/** As Claude Desktop starts it, with nothing else of this machine. */
function environmentOf({ base, key, scheme, headers = {} }: EngineRun, home: string): NodeJS.ProcessEnv {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return {
    PATH: '/usr/bin:/bin',
    HOME: home,
    TERM: 'dumb',
    ANTHROPIC_BASE_URL: base,
    [scheme === 'x-api-key' ? 'ANTHROPIC_API_KEY' : 'ANTHROPIC_AUTH_TOKEN']: key,
    HTTPS_PROXY: 'http://127.0.0.1:9',
    HTTP_PROXY: 'http://127.0.0.1:9',
    NO_PROXY: '127.0.0.1,localhost',
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    DISABLE_AUTOUPDATER: '1',
    DISABLE_TELEMETRY: '1',
    IS_SANDBOX: '1',
    CLAUDE_CODE_MAX_RETRIES: '1',
    API_TIMEOUT_MS: '15000',
    CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS: '1',
    CLAUDE_CODE_ENTRYPOINT: 'local-agent',
    ...(lines.length === 0 ? {} : { ANTHROPIC_CUSTOM_HEADERS: lines.join('\n') }),
  };
}

function tlsOf({ tls = {} }: EngineRun, home: string): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {};
  const variables = {
    ca: 'NODE_EXTRA_CA_CERTS',
    cert: 'CLAUDE_CODE_CLIENT_CERT',
    key: 'CLAUDE_CODE_CLIENT_KEY',
  };
  for (const [name, pem] of Object.entries(tls)) {
    const file = path.join(home, `${name}.pem`);
    writeFileSync(file, pem, { mode: 0o600 });
    env[variables[name as keyof typeof variables]] = file;
  }
  return env;
}

function spawned(
  command: string,
  args: readonly string[],
  { cwd, env, ms }: { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly ms: number },
): Promise<{ readonly output: string; readonly cut: boolean }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    let output = '';
    let cut = false;
    const keep = (chunk: Buffer): void => {
      if (output.length < 100_000) output += chunk.toString('utf8');
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const timer = setTimeout(() => {
      cut = true;
      killGroup(child.pid);
    }, ms);
    child.on('error', reject);
    child.on('close', () => {
      clearTimeout(timer);
      resolve({ output, cut });
    });
  });
}

/** Ends a program that was started as the leader of a group, with all that it started. */
export function killGroup(pid: number | undefined, signal: NodeJS.Signals = 'SIGKILL'): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended already.
  }
}
