import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, test } from 'vitest';
import { Cancelled } from '../../src/errors.ts';
import { describe as failureOf } from '../../src/io/file-failure.ts';
import {
  exists,
  makeFolder,
  readFile,
  readStream,
  temporaryFolder,
  writeFile,
  type WriteOptions,
} from '../../src/io/files.ts';
import { real, realFolder } from '../support/real-folder.ts';

const posix = process.platform !== 'win32';
const work = mkdtempSync(path.join(tmpdir(), 'cowork-3p-io-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));
const fresh = (): string => mkdtempSync(path.join(work, 'case-'));
const quiet = new AbortController().signal;
const aborted = AbortSignal.abort();
const bytes = (size: number): Buffer => Buffer.alloc(size, 'x');

describe('what the system answers, as a clause after the name of the file', () => {
  test.each([
    ['ENOENT', 'does not exist'],
    ['EACCES', 'may not be accessed (permission denied)'],
    ['EPERM', 'may not be accessed (operation not permitted)'],
    ['EISDIR', 'is a folder'],
    ['ENOTDIR', 'lies below something that is not a folder'],
    ['EEXIST', 'exists already'],
    ['ENOSPC', 'cannot be written: the disk is full'],
    ['EDQUOT', 'cannot be written: the disk quota is used up'],
    ['EROFS', 'cannot be written: the file system is read-only'],
    ['ELOOP', 'is a link that leads in a circle'],
    ['ENAMETOOLONG', 'has a name that is too long'],
    ['EMFILE', 'cannot be opened: too many files are open'],
    ['EIO', 'cannot be used (EIO)'],
  ])('%s', (code, message) => {
    expect(failureOf(Object.assign(new Error('unseen'), { code }))).toEqual({ message, code });
  });

  test.each([[new Error('unseen')], [Object.assign(new Error('unseen'), { code: 7 })], [{ code: 'EIO' }]])(
    'no code of the system: %o',
    (error) => {
      expect(failureOf(error)).toEqual({ message: 'cannot be used' });
    },
  );
});

describe('reading: at most so many bytes', () => {
  test.each([
    [0, 0, true],
    [10, 10, true],
    [11, 10, false],
  ])('%i bytes where %i are allowed: %o', async (size, limit, read) => {
    const file = path.join(fresh(), 'a');
    writeFileSync(file, bytes(size));
    const tooLarge = { ok: false, failure: { message: 'is larger than 0 MB', code: 'EFBIG' } };
    expect(await readFile(file, limit, quiet)).toEqual(read ? { ok: true, value: bytes(size) } : tooLarge);
    const stream = Readable.from(size === 0 ? [] : [bytes(size - 1), 'x']);
    expect(await readStream(stream, limit, quiet)).toEqual(
      read ? { ok: true, value: bytes(size) } : tooLarge,
    );
  });

  test.skipIf(!existsSync('/dev/zero'))('a device without end, whose size nobody knows', async () => {
    const outcome = await readFile('/dev/zero', 100_000, quiet);
    expect(outcome).toMatchObject({ ok: false, failure: { code: 'EFBIG' } });
  });

  test('the limit is said in millions of bytes', async () => {
    expect(await readStream(Readable.from([bytes(2_000_001)]), 2_000_000, quiet)).toMatchObject({
      failure: { message: 'is larger than 2 MB' },
    });
  });

  test('a folder, a name that is not there', async () => {
    const folder = fresh();
    expect(await readFile(folder, 10, quiet)).toEqual({
      ok: false,
      failure: { message: 'is a folder', code: 'EISDIR' },
    });
    expect(await readFile(path.join(folder, 'no'), 10, quiet)).toEqual({
      ok: false,
      failure: { message: 'does not exist', code: 'ENOENT' },
    });
  });

  test.skipIf(!posix)('links: to a file, to nothing, to themselves', async () => {
    const folder = fresh();
    writeFileSync(path.join(folder, 'real'), 'text');
    symlinkSync('real', path.join(folder, 'good'));
    symlinkSync('gone\u001B[31m', path.join(folder, 'bad'));
    symlinkSync('circle', path.join(folder, 'circle'));
    const read = (name: string) => readFile(path.join(folder, name), 10, quiet);
    expect(await read('good')).toEqual({ ok: true, value: Buffer.from('text') });
    const bad = await read('bad');
    expect(bad).toMatchObject({
      failure: {
        code: 'ENOENT',
        message: expect.stringMatching(/^is a link to gone.*, which does not exist$/) as string,
      },
    });
    expect(JSON.stringify(bad)).not.toMatch(/\\u001b/i);
    expect(await read('circle')).toMatchObject({ failure: { code: 'ELOOP' } });
  });

  test('a cancel ends the reading of a stream, and what breaks is a reason', async () => {
    await expect(readStream(Readable.from([bytes(1)]), 10, aborted)).rejects.toThrow(Cancelled);
    const broken = new Readable({ read: (): void => undefined });
    broken.destroy(Object.assign(new Error('unseen'), { code: 'EIO' }));
    expect(await readStream(broken, 10, quiet)).toEqual({
      ok: false,
      failure: { message: 'cannot be used (EIO)', code: 'EIO' },
    });
  });
});

/** Writes `new` to `name` of a folder in which `prepare` was run; what stands there afterwards. */
async function written(
  prepare: (folder: string) => void,
  options: WriteOptions,
  name = 'a',
): Promise<{ ok: boolean; text: string | undefined; mode: number | undefined; names: string[] }> {
  const folder = fresh();
  prepare(folder);
  const file = path.join(folder, name);
  const { ok } = await writeFile(file, Buffer.from('new'), options, quiet);
  const plain = existsSync(file) && statSync(file).isFile();
  return {
    ok,
    text: plain ? readFileSync(file, 'utf8') : undefined,
    mode: plain ? statSync(file).mode & 0o777 : undefined,
    names: readdirSync(folder),
  };
}
const nothing = (): void => undefined;
const plain =
  (mode: number) =>
  (folder: string): void => {
    writeFileSync(path.join(folder, 'a'), 'old');
    chmodSync(path.join(folder, 'a'), mode);
  };

describe.skipIf(!posix)('writing', () => {
  // What a plain write makes of a new file here.
  const usual = ((): number => {
    const file = path.join(fresh(), 'plain');
    writeFileSync(file, '');
    return statSync(file).mode & 0o777;
  })();
  test.each([
    ['a new file: as the umask has it', nothing, {}, true, 'new', usual],
    ['a new file with a secret', nothing, { secret: true }, true, 'new', 0o600],
    ['a new file, to be created', nothing, { create: true }, true, 'new', usual],
    ['a new secret file, to be created', nothing, { create: true, secret: true }, true, 'new', 0o600],
    ['an old file keeps its mode', plain(0o640), {}, true, 'new', 0o640],
    ['an old file of few rights keeps them', plain(0o400), {}, true, 'new', 0o400],
    ['an old file that gets a secret', plain(0o644), { secret: true }, true, 'new', 0o600],
    ['an old file, to be created', plain(0o644), { create: true }, false, 'old', 0o644],
    ['an old file, by its very name', plain(0o640), { exact: true }, true, 'new', 0o640],
  ] as const)('%s', async (_, prepare, options, ok, text, mode) => {
    expect(await written(prepare, options)).toEqual({ ok, text, mode, names: ['a'] });
  });

  test('a link: followed, or replaced where the name itself is meant', async () => {
    for (const exact of [false, true]) {
      const folder = fresh();
      writeFileSync(path.join(folder, 'real'), 'old');
      symlinkSync('real', path.join(folder, 'a'));
      await writeFile(path.join(folder, 'a'), Buffer.from('new'), { exact }, quiet);
      expect(lstatSync(path.join(folder, 'a')).isSymbolicLink()).toBe(!exact);
      expect(readFileSync(path.join(folder, 'real'), 'utf8')).toBe(exact ? 'old' : 'new');
      expect(readdirSync(folder)).toEqual(['a', 'real']);
    }
  });

  test.each([[{}], [{ exact: true }], [{ secret: true }]])('a folder stands there, %j', async (options) => {
    const folder = fresh();
    mkdirSync(path.join(folder, 'a'));
    expect(await writeFile(path.join(folder, 'a'), Buffer.from('new'), options, quiet)).toEqual({
      ok: false,
      failure: { message: 'is a folder', code: 'EISDIR' },
    });
    expect(readdirSync(folder)).toEqual(['a']);
  });

  test('a folder that is missing is named; what is no folder is said', async () => {
    const folder = fresh();
    const below = path.join(folder, 'no');
    expect(await writeFile(path.join(below, 'a'), Buffer.from('new'), {}, quiet)).toEqual({
      ok: false,
      failure: { message: `cannot be written: the folder ${below} does not exist`, code: 'ENOENT' },
    });
    writeFileSync(below, 'file');
    expect(await writeFile(path.join(below, 'a'), Buffer.from('new'), {}, quiet)).toMatchObject({
      failure: { code: 'ENOTDIR' },
    });
  });

  test('a device is written into, never replaced', async () => {
    expect(await writeFile('/dev/null', Buffer.from('new'), {}, quiet)).toEqual({ ok: true });
    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
  });
});

describe('folders', () => {
  test('made with those above it, twice', () => {
    const folder = path.join(fresh(), 'a/b');
    expect([makeFolder(folder).ok, makeFolder(folder).ok, statSync(folder).isDirectory()]).toEqual([
      true,
      true,
      true,
    ]);
    writeFileSync(path.join(folder, 'c'), '');
    expect(makeFolder(path.join(folder, 'c/d'))).toMatchObject({ failure: { code: 'ENOTDIR' } });
  });

  test('a temporary one: new each time, under the name asked for', () => {
    const [one, two] = [temporaryFolder('cowork-3p-test-'), temporaryFolder('cowork-3p-test-')];
    try {
      expect(one).not.toBe(two);
      expect(path.basename(one)).toMatch(/^cowork-3p-test-./);
    } finally {
      for (const folder of [one, two]) rmSync(folder, { recursive: true });
    }
  });

  test.skipIf(!posix)('whatever stands at a path exists, a link to nothing too', () => {
    const folder = fresh();
    symlinkSync('gone', path.join(folder, 'link'));
    expect([exists(folder), exists(path.join(folder, 'link')), exists(path.join(folder, 'no'))]).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe('the files of a folder', () => {
  const folder = realFolder({
    'all/b/c.json': {},
    'all/a.json': {},
    'all/.dot.json': {},
    'all/.hidden/x.json': {},
    'all/node_modules/p/y.json': {},
    'all/b/node_modules/z.json': {},
    'other/o.json': {},
  });
  const at = (name: string): string => folder.at(name);
  if (posix) symlinkSync(at('other'), at('all/link'));

  test.each(['', '/'])(
    'sorted, without hidden ones, packages and what a link leads to; named %j',
    async (end) => {
      const found = await real.folder(at('all') + end);
      expect(found).toEqual([`${at('all')}/a.json`, `${at('all')}/b/c.json`]);
    },
  );

  test('of a file, or of nothing, there are none', async () => {
    expect([await real.folder(at('all/a.json')), await real.folder(at('nowhere'))]).toEqual([
      undefined,
      undefined,
    ]);
  });

  const full = (names: readonly string[]): readonly string[] => names.map((name) => path.resolve(name));

  test.skipIf(!posix)('a glob finds what it asks for, hidden ones among it, and no folders', async () => {
    expect(full(await real.glob([at('all/*')]))).toEqual([at('all/.dot.json'), at('all/a.json')]);
    expect(full(await real.glob([at('all/b'), at('all/.hidden/*')]))).toEqual([at('all/.hidden/x.json')]);
  });
});
