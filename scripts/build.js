// Bundles src/cli.ts and everything it needs into dist/: one small entry, a chunk a room, loaded when needed.
// Writes dist/THIRD-PARTY-NOTICES.md: what is bundled, from where, under which licence.
import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

// What is asked of these at start-up is never used: colours are decided in src/report/style.ts, and no command is
// an executable of its own. Loading what stands behind them costs every run a twentieth of its time.
const unused = {
  name: 'unused',
  setup(bundler) {
    bundler.onResolve({ filter: /^#supports-color$/ }, () => ({
      path: 'supports-color',
      namespace: 'unused',
    }));
    bundler.onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      importer.includes('commander') ? { path: 'child_process', namespace: 'unused' } : undefined,
    );
    bundler.onLoad({ filter: /./, namespace: 'unused' }, () => ({
      contents: 'export default { stdout: false, stderr: false };',
    }));
  },
};

const root = fileURLToPath(new URL('..', import.meta.url));
await rm(path.join(root, 'dist'), { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: ['src/cli.ts'],
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  // Libraries that ship both: the ES module can be split and shaken, the CommonJS one cannot.
  mainFields: ['module', 'main'],
  target: 'node20.18',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  chunkNames: '[name]-[hash]',
  metafile: true,
  // Libraries in CommonJS ask for Node's own modules by require().
  banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
  plugins: [unused],
  logLevel: 'warning',
});

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
  const file = (await readdir(path.join(root, folder))).find((entry) => /^licen[cs]e/i.test(entry));
  const text =
    file === undefined ? 'See the package.' : await readFile(path.join(root, folder, file), 'utf8');
  notices.push(
    `## ${name} ${version}\n\n- licence: ${license}\n- source: ${source.replace(/^git\+|\.git$/g, '')}\n` +
      `- integrity: ${lock.packages?.[folder]?.integrity ?? 'not recorded'}\n\n\`\`\`text\n${text.trim()}\n\`\`\`\n`,
  );
}
await writeFile(
  path.join(root, 'dist/THIRD-PARTY-NOTICES.md'),
  `# Third-party notices\n\nBundled into this package at build time, unchanged, at these versions.\n\n${notices.join('\n')}`,
);
