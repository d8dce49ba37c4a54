// What npm runs in a clone before anybody uses it. Where npm prepares a package from git for a global installation, as
// pre-commit does, it leaves the development dependencies out, and the build needs them.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

function isInstalled() {
  try {
    createRequire(import.meta.url).resolve('esbuild');
    return true;
  } catch {
    return false;
  }
}

if (!isInstalled()) {
  const { npm_execpath: npm = 'npm', ...env } = process.env;
  // Options of the outer npm that are about another place.
  for (const name of Object.keys(env))
    if (/^npm_config_(?:global|location|prefix|local_prefix)$/i.test(name)) delete env[name];
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'];
  const [command, ...before] = /\.[cm]?js$/.test(npm) ? [process.execPath, npm] : [npm];
  execFileSync(command, [...before, ...args], { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit'] });
}
await import('./build.js');
