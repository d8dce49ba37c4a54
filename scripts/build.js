// Builds dist/ in three steps, each the plain use of one tool:
//   esbuild turns TypeScript and libraries into modules, one a module, split where a module is loaded on demand;
//   rollup joins the modules that nearly every run needs into one file and writes CommonJS: for Node each file costs
//   as much as a hundred lines of it, and its loader for ES modules alone a twentieth of a run;
//   esbuild makes the text small. Outermost names of ours stay, so that a stack trace says something.
// Then the functions that a start calls are marked for the engine (`scripts/eager.js`).
// It also writes dist/THIRD-PARTY-NOTICES.md: what is bundled, from where, under which licence.
import { mkdtemp, readFile, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';
import { rollup } from 'rollup';
import { jsoncParserApart, plainAssert, plistBuildsOnly, shortNames, unused } from './build/libraries.js';
import { noticesOf } from './build/notices.js';
import { explanationsApart, pastEntries, wordsApart } from './build/tables.js';
import { exportsOnALine, seldomOnDemand } from './build/text.js';
import { calledFunctions, eager } from './eager.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = path.join(root, 'dist');

/** Layers that are loaded together; every other stays a file of its own. A module is in the first one that asks for it. */
const JOINED = {
  cli: ['src/cli.ts'],
  // What `validate` loads at once, and the others build upon …
  core: ['src/program.ts', 'src/commands/validate.ts', 'src/report/text.ts'],
  // … and what `export` of the commonest formats adds.
  export: ['src/commands/export.ts', 'src/exporters/reg.ts', 'src/exporters/json.ts', 'src/io/files.ts'],
  // A profile asks for Node's cryptography besides, which a bare property list need not wait for.
  xml: ['src/exporters/plist.ts'],
  profile: ['src/exporters/mobileconfig.ts'],
};

/**
 * What a file without a fault has no need of. It is one file, read at the first call into it: whoever imports one of
 * these makes no use of it while modules are loaded.
 */
const SELDOM = [
  'src/schema/types/zod.ts',
  'src/schema/validate/problems.ts',
  'src/schema/nearest.ts',
  'src/schema/target.ts',
  'src/importers/json/tree.ts',
];

// Rollup goes by real names, and the folder for temporary files is often a link.
const modules = await realpath(await mkdtemp(path.join(tmpdir(), 'cowork-3p-build-')));
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: ['src/cli.ts', ...SELDOM],
  outdir: modules,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  // Libraries that ship both: the ES module can be split and shaken, the CommonJS one cannot.
  mainFields: ['module', 'main'],
  target: 'node20.18',
  legalComments: 'none',
  chunkNames: '[name]-[hash]',
  metafile: true,
  plugins: [
    unused,
    plainAssert,
    plistBuildsOnly,
    jsoncParserApart,
    explanationsApart,
    wordsApart,
    pastEntries,
    shortNames,
  ],
  logLevel: 'warning',
});

/** A built file and all it imports at once, as paths; not what lies behind those in `end`. */
function reach(source, end = new Set()) {
  const found = new Set();
  const visit = (file) => {
    if (found.has(file) || end.has(file)) return;
    found.add(file);
    for (const { kind, path: imported } of metafile.outputs[file].imports)
      if (kind === 'import-statement' && metafile.outputs[imported] !== undefined) visit(imported);
  };
  const entry = Object.keys(metafile.outputs).find((file) => metafile.outputs[file].entryPoint === source);
  if (entry === undefined) throw new Error(`${source} is not loaded on demand by anything`);
  visit(entry);
  return [...found].map((file) => path.resolve(root, file));
}

/** Where each module goes. */
const seldom = new Set(
  Object.keys(metafile.outputs).filter((file) =>
    SELDOM.some((source) => source in metafile.outputs[file].inputs),
  ),
);
const joined = new Map();
for (const [name, sources] of Object.entries(JOINED))
  for (const file of sources.flatMap((source) => reach(source, seldom)))
    if (!joined.has(file)) joined.set(file, name);
for (const file of SELDOM.flatMap((source) => reach(source)))
  if (!joined.has(file)) joined.set(file, 'seldom');
const bundle = await rollup({
  input: path.join(modules, 'cli.js'),
  external: (id) => !/^[./]|^[A-Z]:/i.test(id),
  // Shaken already. Rollup would go on and shake off listeners too: it takes `process.stdin.on()` for a call without effect.
  treeshake: false,
  // The core finds in the entry what both need.
  preserveEntrySignatures: 'allow-extension',
  // The core needs what is seldom used, which needs the core: later, when both are there.
  onLog: (level, log, tell) => log.code === 'CIRCULAR_CHUNK' || tell(level, log),
});
await rm(dist, { recursive: true, force: true });
await bundle.write({
  dir: dist,
  format: 'cjs',
  compact: true,
  esModule: false,
  freeze: false,
  interop: 'default',
  hoistTransitiveImports: false,
  entryFileNames: 'cli.js',
  chunkFileNames: '[name].js',
  manualChunks: (id) => joined.get(id),
});
await bundle.close();
await rm(modules, { recursive: true, force: true });

for (const file of (await readdir(dist)).filter((name) => name.endsWith('.js'))) {
  const { code } = await transform(seldomOnDemand(await readFile(path.join(dist, file), 'utf8')), {
    // Without a format it takes the outermost names for global ones and leaves them.
    minify: true,
    target: 'node20.18',
    legalComments: 'none',
  });
  await writeFile(path.join(dist, file), exportsOnALine(code));
}
await writeFile(path.join(dist, 'package.json'), '{"type":"commonjs"}\n');
const called = await calledFunctions(path.join(root, 'bin/cowork-3p.js'));
for (const name of Object.keys(JOINED).map((part) => `${part}.js`)) {
  const code = await readFile(path.join(dist, name), 'utf8');
  await writeFile(path.join(dist, name), eager(code, called.get(name)));
}
await writeFile(path.join(dist, 'THIRD-PARTY-NOTICES.md'), await noticesOf(metafile, root));
