import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { nodeIo, type Io } from '../../src/io/io.ts';
import { main } from '../../src/main.ts';
import { fakeIo } from './io.ts';

const work = realpathSync(mkdtempSync(path.join(tmpdir(), 'cowork-3p-folder-')));
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** The real file system, for those who read beside the program. */
export const real: Io = nodeIo(process);

/** What a command said. */
interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder on the real file system, and commands that run in it with made-up streams and environment. */
export interface RealFolder {
  /** The full path of a name in it. */
  at(name: string): string;
  run(argv: readonly string[], over?: Partial<Io>): Promise<Said>;
}

/** Makes a folder with these files; whatever is no text is written as JSON. Relative names in `argv` are not resolved: use `at`. */
export function realFolder(files: Readonly<Record<string, string | object>>): RealFolder {
  const root = mkdtempSync(path.join(work, 'case-'));
  const at = (name: string): string => path.join(root, name);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(at(name)), { recursive: true });
    writeFileSync(at(name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return {
    at,
    async run(argv, over = {}) {
      const fake = fakeIo({ env: { KEY: 'key-0123456789' } });
      const { stdin, stdout: out, stderr: err, env } = fake.io;
      const code = await main(argv, { ...real, stdin, stdout: out, stderr: err, env, cwd: root, ...over });
      const { stdout, stderr } = fake.result();
      return { code, stdout, stderr };
    },
  };
}
