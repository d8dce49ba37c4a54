// The npm tarball of a release, into the folder that is named (default: this one). What only a clone needs is left out
// of its package.json: newer npm warns of every script that an installation could run, and none of them is in the tarball.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Members of package.json that mean something in a clone alone. */
const CLONE_ONLY = new Set(['scripts', 'devDependencies', 'allowScripts', 'overrides']);
const root = fileURLToPath(new URL('..', import.meta.url));
const destination = path.resolve(process.argv[2] ?? '.');
const { npm_execpath: npm = 'npm' } = process.env;
const [command, ...before] = /\.[cm]?js$/.test(npm) ? [process.execPath, npm] : [npm];

/** Packs a folder and answers the path of the tarball. */
function pack(folder, into) {
  const args = [...before, 'pack', '--json', '--pack-destination', into];
  const told = execFileSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // What the scripts of the package print stands in front.
  const [{ filename }] = JSON.parse(told.slice(told.indexOf('[\n')));
  return path.join(into, filename);
}

const work = mkdtempSync(path.join(tmpdir(), 'cowork-3p-pack-'));
try {
  execFileSync('tar', ['-xzf', path.basename(pack(root, work))], { cwd: work });
  const manifest = path.join(work, 'package', 'package.json');
  const packed = JSON.parse(readFileSync(manifest, 'utf8'));
  if (['preinstall', 'install', 'postinstall'].some((name) => name in packed.scripts))
    throw new Error('an installation would need a script that is left out');
  const kept = Object.fromEntries(Object.entries(packed).filter(([name]) => !CLONE_ONLY.has(name)));
  writeFileSync(manifest, `${JSON.stringify(kept, null, 2)}\n`);
  process.stdout.write(`${pack(path.join(work, 'package'), destination)}\n`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
