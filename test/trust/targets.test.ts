import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, describe, expect, test } from 'vitest';
import { nodeIo, type Io } from '../../src/io/io.ts';
import { main } from '../../src/main.ts';
import { fakeIo } from '../support/io.ts';

/* Where a command writes: links, pipes and files of others, in a real folder. */

const posix = process.platform !== 'win32';
const work = mkdtempSync(path.join(tmpdir(), 'cowork-3p-targets-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));
const real = nodeIo(process);
const ROOT = path.join(import.meta.dirname, '../..');
const BIN = path.join(ROOT, 'bin/cowork-3p.js');

const BASE = {
  inferenceProvider: 'gateway',
  inferenceGatewayBaseUrl: 'https://gw.example.com',
  inferenceGatewayApiKey: 'sk-test-0123456789abcdef',
  inferenceModels: ['claude-opus-5'],
};
const SOURCE = JSON.stringify(BASE);
const FOREIGN = 'a file of somebody else\n';

interface Ran {
  readonly code: number;
  readonly said: string;
}

/** A new folder with a source and a file of somebody else in it, and the program run over both. */
function place(): {
  readonly at: (name: string) => string;
  readonly run: (argv: readonly string[], io?: Partial<Io>) => Promise<Ran>;
} {
  const folder = mkdtempSync(path.join(work, 'case-'));
  const at = (name: string): string => path.join(folder, name);
  writeFileSync(at('a.json'), SOURCE);
  writeFileSync(at('foreign'), FOREIGN);
  const run = async (argv: readonly string[], io: Partial<Io> = {}): Promise<Ran> => {
    const { io: fake, result } = fakeIo();
    const names = argv.map((word) => word.replace(/(^|=)@/, `$1${folder}/`));
    const code = await main(names, { ...real, stdout: fake.stdout, stderr: fake.stderr, env: {}, ...io });
    return { code, said: result().stdout + result().stderr };
  };
  return { at, run };
}

const EXPORT = ['export', '@a.json', '--format', 'json', '-o'];
const REPORT = ['report', '@a.json', '--offline', '-o'];

describe.skipIf(!posix)('promise: a link that appears between check and write is never followed', () => {
  test.each([
    ['export', EXPORT, SOURCE],
    ['export --force', [...EXPORT.slice(0, -1), '--force', '-o'], FOREIGN],
    ['report', REPORT, ''],
    ['report --force', [...REPORT.slice(0, -1), '--force', '-o'], FOREIGN],
  ])('%s: onto a free name, and onto a plain file', async (_what, argv, earlier) => {
    for (const before of [undefined, earlier]) {
      const { at, run } = place();
      writeFileSync(at('victim'), FOREIGN);
      if (before !== undefined) writeFileSync(at('out.json'), before);
      const { code } = await run([...argv, '@out.json'], {
        // The moment between the last look and the first byte.
        writeFile: (file, bytes, options) => {
          rmSync(at('out.json'), { force: true });
          symlinkSync(at('victim'), at('out.json'));
          return real.writeFile(file, bytes, options);
        },
      });
      // The name of the source is refused before anything is written, in which case nothing was planted.
      if (code === 0) expect(lstatSync(at('out.json')).isFile()).toBe(true);
      expect(readFileSync(at('victim'), 'utf8')).toBe(FOREIGN);
    }
  });

  test('a pipe that appears is replaced, and nothing is written into it', async () => {
    const { at, run } = place();
    const { code } = await run([...EXPORT, '@out.json'], {
      writeFile: (file, bytes, options) => {
        execFileSync('mkfifo', [at('out.json')]);
        return real.writeFile(file, bytes, options);
      },
    });
    expect([code, lstatSync(at('out.json')).isFile()]).toEqual([0, true]);
  });

  test('a report replaces a link, which a repository of others may hold', async () => {
    const { at, run } = place();
    symlinkSync('foreign', at('report.xml'));
    expect((await run(['validate', '@a.json', '-o', 'junit=@report.xml'])).code).toBe(0);
    expect([lstatSync(at('report.xml')).isFile(), readFileSync(at('foreign'), 'utf8')]).toEqual([
      true,
      FOREIGN,
    ]);
  });

  test('a link that stood there before is followed, by its check too', async () => {
    const { at, run } = place();
    symlinkSync('foreign', at('link'));
    expect((await run([...EXPORT, '@link'])).code).toBe(2);
    expect((await run([...EXPORT, '@link', '--force'])).code).toBe(0);
    expect([lstatSync(at('link')).isSymbolicLink(), readFileSync(at('foreign'), 'utf8')]).toEqual([
      true,
      expect.stringContaining('inferenceProvider'),
    ]);
  });
});

describe.skipIf(!posix)('a pipe as target', () => {
  test.each([
    ['export', EXPORT, /inferenceProvider/],
    ['report', REPORT, /<html/],
    ['validate', ['validate', '@a.json', '-o'], /a\.json/],
  ])(
    '%s writes into it and reads nothing from it',
    async (_what, argv, wanted) => {
      const { at, run } = place();
      execFileSync('mkfifo', [at('pipe')]);
      const reader = spawn('cat', [at('pipe')], { stdio: ['ignore', 'pipe', 'ignore'] });
      const read = text(reader.stdout);
      const { code, said } = await run([...argv, '@pipe']);
      expect([code, said]).toEqual([0, expect.not.stringContaining('readable by you alone')]);
      expect(await read).toMatch(wanted);
    },
    20_000,
  );
});

describe.skipIf(!posix || !existsSync(path.join(ROOT, 'dist/cli.js')))(
  'a pipe of the shell as target',
  () => {
    test.each([
      ['export', ['export', 'a.json', '--format', 'json'], /inferenceProvider/],
      ['report', ['report', 'a.json', '--offline'], /<html/],
      ['validate', ['validate', 'a.json', '--format', 'json'], /a\.json/],
    ])(
      '%s -o >(cat)',
      (_what, argv, wanted) => {
        const { at } = place();
        // What cat writes goes to the output of bash, whose end is waited for.
        const { stdout, status } = spawnSync(
          'bash',
          ['-c', '"$0" "$@" --quiet -o >(cat) >/dev/null', process.execPath, BIN, ...argv],
          { cwd: path.dirname(at('a.json')), encoding: 'utf8', timeout: 15_000 },
        );
        expect(status).toBe(0);
        expect(stdout).toMatch(wanted);
      },
      20_000,
    );
  },
);

describe('what a report is made of is not written over', () => {
  const bases = {
    'base.json': SOURCE,
    'b.json': JSON.stringify({ extends: './base.json', disableAutoUpdates: true }),
  };
  test.each([
    ['its name in another spelling', '@./a.json'],
    ['a link to it', '@link.json'],
    ['a base', '@base.json'],
    ['a link to a base', '@base-link.json'],
    ['one of two formats', 'sarif=@base.json'],
  ])('%s', async (_what, output) => {
    const { at, run } = place();
    for (const [name, content] of Object.entries(bases)) writeFileSync(at(name), content);
    if (posix) {
      symlinkSync('a.json', at('link.json'));
      symlinkSync('base.json', at('base-link.json'));
    }
    if (!posix && output.includes('link')) return;
    const { code, said } = await run(['validate', '@a.json', '@b.json', '-o', output]);
    expect([code, said]).toEqual([2, expect.stringContaining('is one of the files to check')]);
    expect([readFileSync(at('a.json'), 'utf8'), readFileSync(at('base.json'), 'utf8')]).toEqual([
      SOURCE,
      SOURCE,
    ]);
  });

  test('one file for two formats, however it is spelt', async () => {
    const { run } = place();
    const { code, said } = await run(['validate', '@a.json', '-o', 'json=@x/../out', '-o', 'sarif=@out']);
    expect([code, said]).toEqual([2, expect.stringContaining('twice')]);
  });
});

test('a demo keeps the configuration of a person, and replaces that of an earlier demo', async () => {
  const { at, run } = place();
  mkdirSync(at('mine'));
  linkSync(at('a.json'), at('mine/cowork-3p.json'));
  const { code, said } = await run(['demo', '-o', '@mine']);
  expect([code, said]).toEqual([2, expect.stringContaining('is of no earlier demo')]);
  expect([readFileSync(at('mine/cowork-3p.json'), 'utf8'), readdirSync(at('mine'))]).toEqual([
    SOURCE,
    ['cowork-3p.json'],
  ]);
  expect(existsSync(at('mine/deploy'))).toBe(false);
});
