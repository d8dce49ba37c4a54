// Builds one executable that needs no Node: Node itself with the package inside. Each OS and processor builds its own.
// The code that V8 makes of the package is put in as well, taken after a run that has used it, so functions that a
// start needs are compiled already. https://nodejs.org/docs/latest-v20.x/api/single-executable-applications.html
import { execFileSync, spawnSync } from 'node:child_process';
import {
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  writeFile,
  chmod,
  access,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { inject } from 'postject';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = path.join(root, 'dist');
const out = path.join(root, 'dist-binary');
const executable = path.join(out, process.platform === 'win32' ? 'cowork-3p.exe' : 'cowork-3p');
const work = await mkdtemp(path.join(tmpdir(), 'cowork-3p-binary-'));

try {
  const files = new Map([['cowork-3p.js', await readFile(path.join(root, 'bin/cowork-3p.js'), 'utf8')]]);
  for (const name of await readdir(dist))
    if (name.endsWith('.js')) files.set(name, await readFile(path.join(dist, name), 'utf8'));
  const assets = {};
  for (const [name, text] of files) {
    const source = text.replace(/^#!.*\n/, '');
    assets[name] = path.join(work, name);
    assets[`${name}.cache`] = path.join(work, `${name}.cache`);
    await writeFile(assets[name], source);
  }
  const warm = [path.join(root, 'scripts/binary-warm.cjs'), work];
  const env = { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1', FORCE_COLOR: '' };
  // What it says is that of many commands; it is shown when it fails.
  const warmed = spawnSync(process.execPath, warm, { cwd: work, env, encoding: 'utf8' });
  if (warmed.status !== 0) throw new Error(`the package could not be used:\n${warmed.stderr}`);

  const blob = path.join(work, 'blob');
  const settings = path.join(work, 'sea.json');
  await writeFile(
    settings,
    JSON.stringify({
      main: path.join(root, 'scripts/binary-main.cjs'),
      output: blob,
      disableExperimentalSEAWarning: true,
      useCodeCache: true,
      assets,
    }),
  );
  const config = ['--experimental-sea-config', settings];
  const made = spawnSync(process.execPath, config, { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`Node made nothing of it:\n${made.stderr}`);

  await rm(out, { recursive: true, force: true });
  await mkdir(out);
  await copyFile(process.execPath, executable);
  await chmod(executable, 0o755);
  const codesign = (...args) => execFileSync('codesign', [...args, executable], { stdio: 'inherit' });
  // What is signed may not change; what is not signed does not run on Apple silicon.
  if (process.platform === 'darwin') codesign('--remove-signature');
  await quietly(async () =>
    inject(executable, 'NODE_SEA_BLOB', await readFile(blob), {
      sentinelFuse: 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2',
      ...(process.platform === 'darwin' ? { machoSegmentName: 'NODE_SEA' } : {}),
    }),
  );
  if (process.platform === 'darwin') codesign('--sign', '-');
  await writeLicences();

  const told = execFileSync(executable, ['--version'], { encoding: 'utf8', env: {} }).trim();
  const { size } = await stat(executable);
  console.log(
    `${path.relative(root, executable)}: ${told}, Node ${process.version}, ${Math.round(size / 1e6)} MB`,
  );
} finally {
  await rm(work, { recursive: true, force: true });
}

/** The library says on standard error what a linker would keep to itself. */
async function quietly(run) {
  const { warn } = console;
  console.warn = () => {};
  try {
    await run();
  } finally {
    console.warn = warn;
  }
}

/** Ours, those of what is bundled, and Node's own where its installation has it. */
async function writeLicences() {
  await copyFile(path.join(root, 'LICENSE'), path.join(out, 'LICENSE'));
  await copyFile(path.join(dist, 'THIRD-PARTY-NOTICES.md'), path.join(out, 'THIRD-PARTY-NOTICES.md'));
  const folder = path.dirname(process.execPath);
  for (const file of [path.join(folder, '../LICENSE'), path.join(folder, 'LICENSE')]) {
    const found = await access(file).then(
      () => true,
      () => false,
    );
    if (found) return copyFile(file, path.join(out, 'LICENSE-Node.txt'));
  }
  console.error(
    'Node’s own LICENSE was not found beside it: https://github.com/nodejs/node/blob/main/LICENSE',
  );
}
