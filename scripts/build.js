// Builds dist/ in three steps, each the plain use of one tool:
//   esbuild turns TypeScript and libraries into modules, one a room, split where a room is loaded on demand;
//   rollup joins the rooms that nearly every run needs into one file, for each file costs a run as much as its text;
//   esbuild makes the text small. `npm run build -- --readable` leaves that out, for stack traces with real names.
// It also writes dist/THIRD-PARTY-NOTICES.md: what is bundled, from where, under which licence.
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';
import { rollup } from 'rollup';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = path.join(root, 'dist');
const readable = process.argv.includes('--readable');

/** What `validate` and `export` load at once; everything else stays a file of its own. */
const CORE = [
  'src/program.ts',
  'src/commands/validate.ts',
  'src/commands/export.ts',
  'src/report/text.ts',
  'src/exporters/reg.ts',
  'src/exporters/json.ts',
];

// What is asked of these at start-up is never used: colours are decided in src/report/style.ts, and no command is
// an executable of its own. `node:process` is the global one: importing it makes Node evaluate all of its getters.
const startUp = {
  name: 'start-up',
  setup(bundler) {
    const stub = (name) => ({ path: name, namespace: 'start-up' });
    bundler.onResolve({ filter: /^#supports-color$/ }, () => stub('supports-color'));
    bundler.onResolve({ filter: /^(?:node:)?process$/ }, () => stub('process'));
    bundler.onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      importer.includes('commander') ? stub('child_process') : undefined,
    );
    bundler.onLoad({ filter: /./, namespace: 'start-up' }, ({ path: name }) => ({
      contents: name === 'process' ? 'module.exports = globalThis.process;' : 'export default {};',
    }));
  },
};

const rooms = await mkdtemp(path.join(tmpdir(), 'cowork-3p-build-'));
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: ['src/cli.ts'],
  outdir: rooms,
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
  // Libraries in CommonJS ask for Node's own modules by require().
  banner: {
    js: 'const require=(name)=>{const found=process.getBuiltinModule(name);if(found===undefined)throw new Error(`no module ${name}`);return found};',
  },
  plugins: [startUp],
  logLevel: 'warning',
});

/** A built file and all it imports at once, as paths. */
function reach(source) {
  const found = new Set();
  const visit = (file) => {
    if (found.has(file)) return;
    found.add(file);
    for (const { kind, path: imported } of metafile.outputs[file].imports)
      if (kind === 'import-statement' && metafile.outputs[imported] !== undefined) visit(imported);
  };
  const entry = Object.keys(metafile.outputs).find((file) => metafile.outputs[file].entryPoint === source);
  if (entry === undefined) throw new Error(`${source} is not loaded on demand by anything`);
  visit(entry);
  return [...found].map((file) => path.resolve(root, file));
}

const entry = new Set(reach('src/cli.ts'));
const core = new Set(CORE.flatMap(reach).filter((file) => !entry.has(file)));
await rm(dist, { recursive: true, force: true });
const bundle = await rollup({
  input: path.join(rooms, 'cli.js'),
  external: (id) => !/^[./]|^[A-Z]:/i.test(id),
});
await bundle.write({
  dir: dist,
  format: 'esm',
  compact: true,
  minifyInternalExports: true,
  hoistTransitiveImports: false,
  entryFileNames: 'cli.js',
  chunkFileNames: '[name].js',
  manualChunks: (id) => (entry.has(id) ? 'main' : core.has(id) ? 'core' : undefined),
});
await rm(rooms, { recursive: true, force: true });

if (!readable)
  for (const file of (await readdir(dist)).filter((name) => name.endsWith('.js'))) {
    const { code } = await transform(await readFile(path.join(dist, file), 'utf8'), {
      minify: true,
      format: 'esm',
      target: 'node20.18',
      legalComments: 'none',
    });
    await writeFile(path.join(dist, file), code);
  }

const bundled = new Set(
  Object.values(metafile.outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([input]) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0])
    .filter((folder) => folder !== undefined),
);
const lock = JSON.parse(await readFile(path.join(root, 'package-lock.json'), 'utf8'));
const notices = [];
for (const folder of [...bundled].sort()) {
  const { name, version, license, repository, homepage } = JSON.parse(
    await readFile(path.join(root, folder, 'package.json'), 'utf8'),
  );
  const source = typeof repository === 'string' ? repository : (repository?.url ?? homepage ?? '');
  const file = (await readdir(path.join(root, folder))).find((name) => /^licen[cs]e/i.test(name));
  const text =
    file === undefined ? 'See the package.' : await readFile(path.join(root, folder, file), 'utf8');
  notices.push(
    `## ${name} ${version}\n\n- licence: ${license}\n- source: ${source.replace(/^git\+|\.git$/g, '')}\n` +
      `- integrity: ${lock.packages?.[folder]?.integrity ?? 'not recorded'}\n\n\`\`\`text\n${text.trim()}\n\`\`\`\n`,
  );
}
await writeFile(
  path.join(dist, 'THIRD-PARTY-NOTICES.md'),
  `# Third-party notices\n\nBundled into this package at build time, unchanged, at these versions.\n\n${notices.join('\n')}`,
);
