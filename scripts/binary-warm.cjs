'use strict';
// Uses the package as people do, then keeps what V8 has compiled of each file: FOLDER/<name>.cache. A file that no
// command here loads is compiled as far as V8 does that ahead of its use.
const { copyFileSync, readFileSync, readdirSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { Script } = require('node:vm');
const { loader, wrapped } = require('./binary-main.cjs');

const [folder] = process.argv.slice(2);
const scripts = new Map();
const source = (name) => readFileSync(path.join(folder, name), 'utf8');
const keep = () => {
  for (const [name, script] of scripts)
    writeFileSync(path.join(folder, `${name}.cache`), script.createCachedData());
};

const FILE = 'example.json';
copyFileSync(require.resolve('./example.json'), path.join(folder, FILE));
const RUNS = [
  ['--version'],
  ['--help'],
  ['validate', FILE],
  ['export', FILE, '--format', 'reg', '-o', 'a.reg'],
  ['export', FILE, '--all', 'all'],
  ['validate', 'all/Claude.reg', 'all/Claude.mobileconfig', '--format', 'json'],
  ['diff', FILE, 'all/Claude.reg'],
  ['migrate', FILE],
  ['egress', FILE],
  ['explain', 'inferenceModels'],
  ['report', FILE, '--offline', '-o', 'page.html'],
  ['init', 'new.json', '--yes', '--from', FILE],
  ['validate', 'all/*.json'],
  ['demo', '-o', 'demo'],
];

async function use() {
  const load = loader(
    (name) => ({ source: source(name), cachedData: undefined }),
    (name, script) => scripts.set(name, script),
  );
  const { main, nodeIo } = load('cli.js');
  const io = nodeIo(process);
  for (const argv of RUNS) {
    const code = await main(argv, io);
    if (code !== 0) throw new Error(`${argv.join(' ')} ended with ${code}`);
    // Now: what is not used for a while is forgotten again.
    keep();
  }
}

use().then(
  () => {
    for (const name of readdirSync(folder).filter((one) => one.endsWith('.js') && !scripts.has(one)))
      scripts.set(name, new Script(wrapped(source(name)), { filename: `cowork-3p/${name}` }));
    keep();
    process.exit(0);
  },
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
