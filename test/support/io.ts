import path from 'node:path';
import { fail, ok } from '../../src/errors.ts';
import type { Inspector } from '../../src/io/inspect.ts';
import type { Io, WriteOptions } from '../../src/io/io.ts';
import { main } from '../../src/main.ts';
import type { Prompter } from '../../src/io/prompter.ts';

/** A world in memory: files, streams, environment, clock. */
export interface World {
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly stdin?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly platform?: NodeJS.Platform;
  readonly signal?: AbortSignal;
  readonly prompter?: Prompter;
  readonly now?: () => number;
  /** Hears what is written to standard output. */
  readonly heard?: (text: string) => void;
  /** What stands at paths beyond plain files, and what programs print. */
  readonly inspector?: Partial<Inspector>;
}

export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly stdoutBytes: Buffer;
  /** Files after the run. */
  readonly files: Map<string, Buffer>;
  /** How each file was written. */
  readonly written: Map<string, WriteOptions>;
}

/** Runs the whole program in that world. */
export async function runCli(argv: readonly string[], world: World = {}): Promise<Run> {
  const fake = fakeIo(world);
  const code = await main(argv, fake.io);
  return { code, ...fake.result() };
}

export function fakeIo(world: World = {}): { io: Io; result: () => Omit<Run, 'code'> } {
  const files = new Map(
    Object.entries(world.files ?? {}).map(([name, content]) => [name, Buffer.from(content)]),
  );
  const written = new Map<string, WriteOptions>();
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  const stream = (chunks: Buffer[], heard?: World['heard']): Io['stdout'] => ({
    isTTY: world.isTTY ?? false,
    columns: world.columns ?? 80,
    colorDepth: 1,
    isPending: false,
    write: (chunk) => {
      chunks.push(Buffer.from(chunk));
      heard?.(Buffer.from(chunk).toString('utf8'));
    },
  });
  const full = (name: string): string => path.posix.resolve('/work', name);
  /** The file under the name that the test has given it. */
  const find = (name: string): string | undefined =>
    files.has(name) ? name : [...files.keys()].find((one) => full(one) === full(name));
  const missing = { message: 'does not exist', code: 'ENOENT' };
  const io: Io = {
    stdin: {
      isTTY: world.isTTY ?? false,
      read: (limit) => {
        const bytes = Buffer.from(world.stdin ?? '');
        return Promise.resolve(
          bytes.length > limit ? fail({ message: `is larger than ${limit} bytes` }) : ok(bytes),
        );
      },
    },
    stdout: stream(out, world.heard),
    stderr: stream(err),
    env: world.env ?? {},
    cwd: '/work',
    platform: world.platform ?? 'linux',
    host: { node: '20.18.0', arch: 'x64', single: false },
    now: world.now ?? (() => Date.UTC(2026, 10, 23)),
    signal: world.signal ?? new AbortController().signal,
    readFile: (name, limit) => {
      const bytes = files.get(find(name) ?? name);
      if (bytes === undefined) return Promise.resolve(fail(missing));
      return Promise.resolve(
        bytes.length > limit ? fail({ message: `is larger than ${Math.round(limit / 1e6)} MB` }) : ok(bytes),
      );
    },
    writeFile: (given, bytes, options) => {
      const name = find(given) ?? given;
      if (options?.create === true && files.has(name))
        return Promise.resolve(fail({ message: 'exists already', code: 'EEXIST' }));
      files.set(name, Buffer.from(bytes));
      written.set(name, options ?? {});
      return Promise.resolve(ok(undefined));
    },
    stands: (name) =>
      find(name) !== undefined || [...files.keys()].some((one) => full(one).startsWith(`${full(name)}/`)),
    identify: (name) => {
      const one = find(name);
      return one === undefined ? undefined : { real: full(one), isFile: true };
    },
    folder: (name) => {
      const inside = [...files.keys()]
        .filter((one) => full(one).startsWith(`${full(name)}/`) && !/(?:^|\/)\./.test(one))
        .sort();
      return Promise.resolve(inside.length === 0 || files.has(name) ? undefined : inside);
    },
    exists: (name) => Promise.resolve(files.has(name)),
    temporaryFolder: (prefix) => Promise.resolve(`/tmp/${prefix}0`),
    makeFolder: () => Promise.resolve(ok(undefined)),
    glob: (patterns) => {
      const tests = patterns.map(
        (pattern) =>
          new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*')}$`),
      );
      return Promise.resolve([...files.keys()].filter((name) => tests.some((one) => one.test(name))).sort());
    },
    inspector: () => Promise.resolve({ ...memoryInspector(files, full, find), ...world.inspector }),
    conceal: () => undefined,
    prompter: () => Promise.resolve(world.prompter),
  };
  return {
    io,
    result: () => ({
      stdout: Buffer.concat(out).toString('utf8'),
      stderr: Buffer.concat(err).toString('utf8'),
      stdoutBytes: Buffer.concat(out),
      files,
      written,
    }),
  };
}

/** Plain files and folders of the world; no program can be run in it. */
function memoryInspector(
  files: ReadonlyMap<string, Buffer>,
  full: (name: string) => string,
  find: (name: string) => string | undefined,
): Inspector {
  const missing = { message: 'does not exist', code: 'ENOENT' };
  return {
    facts: (name) => {
      const bytes = files.get(find(name) ?? name);
      if (bytes !== undefined) return ok({ kind: 'file', size: bytes.length, mode: 0o644, owner: 0 });
      const isFolder = [...files.keys()].some((one) => full(one).startsWith(`${full(name)}/`));
      return isFolder ? ok({ kind: 'folder', size: 0, mode: 0o755, owner: 0 }) : fail(missing);
    },
    entries: (name) => {
      if (find(name) !== undefined) return fail({ message: 'is no folder', code: 'ENOTDIR' });
      const start = full(name) === '/' ? '/' : `${full(name)}/`;
      const found = new Map<string, 'file' | 'folder'>();
      for (const one of files.keys()) {
        if (!full(one).startsWith(start)) continue;
        const [first = '', ...rest] = full(one).slice(start.length).split('/');
        found.set(first, rest.length === 0 ? 'file' : 'folder');
      }
      if (found.size === 0) return fail(missing);
      return ok(
        [...found].map(([entry, kind]) => ({ name: entry, kind })).sort((a, b) => (a.name < b.name ? -1 : 1)),
      );
    },
    read: (name, limit, part = 'whole') => {
      const bytes = files.get(find(name) ?? name);
      if (bytes === undefined) return fail(missing);
      if (bytes.length > limit && part === 'whole')
        return fail({ message: `is larger than ${limit} bytes`, code: 'EFBIG' });
      return ok({
        bytes: new Uint8Array(part === 'head' ? bytes.subarray(0, limit) : bytes.subarray(-limit)),
        cut: bytes.length > limit,
      });
    },
    run: () => Promise.resolve(fail(missing)),
  };
}
