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
import { parseAst } from 'rollup/parseAst';
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

// What is asked of these at start-up is never used: colours are decided in src/report/style.ts, no command is an
// executable of its own, and plist builds documents, neither streams nor events. Loading what stands behind them costs
// every run a twentieth of its time.
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
    bundler.onResolve({ filter: /^\.\/XML(?:DocumentCB|StreamWriter)$/ }, ({ importer, path: name }) =>
      importer.includes('xmlbuilder') ? { path: name, namespace: 'unused' } : undefined,
    );
    bundler.onLoad({ filter: /./, namespace: 'unused' }, () => ({
      contents: 'export default { stdout: false, stderr: false };',
    }));
  },
};

// Its index names a parser for every form of property list; ours are in src/importers. It does not say that reading
// them has no effect, so the XML parser under them would come along.
const plistBuildsOnly = {
  name: 'plist builds only',
  setup(bundler) {
    bundler.onResolve({ filter: /^\.\/(?:parse|build)[\w-]*\.js$/ }, ({ importer, path: name }) =>
      /[\\/]node_modules[\\/]plist[\\/]dist[\\/]index\.js$/.test(importer)
        ? { path: path.join(path.dirname(importer), name), sideEffects: false }
        : undefined,
    );
  },
};

// Its index names an editor and a formatter beside the parser, and does not say that reading them has no effect: the
// tables of the formatter would be made at each start.
const jsoncParserApart = {
  name: 'jsonc-parser apart',
  setup(bundler) {
    bundler.onResolve({ filter: /^\.{1,2}\/(?:impl\/)?[\w-]+$/ }, ({ importer, path: name }) =>
      /[\\/]node_modules[\\/]jsonc-parser[\\/]lib[\\/]esm[\\/]/.test(importer)
        ? { path: path.join(path.dirname(importer), `${name}.js`), sideEffects: false }
        : undefined,
    );
  },
};

// When one fails, Node's own parses the source to quote the call: seconds, in a file of one long line. A gateway that
// answers with status 000 makes one fail.
const plainAssert = {
  name: 'plain assert',
  setup(bundler) {
    bundler.onResolve({ filter: /^node:assert$/ }, ({ importer }) =>
      importer.includes('undici') ? { path: 'assert', namespace: 'plain-assert' } : undefined,
    );
    bundler.onLoad({ filter: /./, namespace: 'plain-assert' }, () => ({
      contents: `module.exports = (holds, message) => {
        if (!holds) throw Object.assign(new Error(String(message ?? 'assertion')), { code: 'ERR_ASSERTION' });
      };`,
    }));
  },
};

const shortNames = {
  name: 'short names in libraries',
  setup(bundler) {
    bundler.onLoad({ filter: /[\\/]node_modules[\\/].*\.[cm]?js$/ }, async ({ path: file }) => ({
      contents: (
        await transform(await readFile(file, 'utf8'), { minifyIdentifiers: true, legalComments: 'none' })
      ).code,
      loader: 'js',
    }));
  },
};

// A file of src/codes holds what a finding says and what explains it; `validate` needs the first alone. The list of the
// explanations asks for each file under a second name, and what is not used of either is left out.
const explanationsApart = {
  name: 'explanations apart',
  setup(bundler) {
    bundler.onResolve({ filter: /^\.\/[\w-]+\.ts$/ }, ({ importer, path: name }) =>
      /[\\/]src[\\/]codes[\\/]docs\.ts$/.test(importer)
        ? { path: path.join(path.dirname(importer), name), suffix: '?docs', sideEffects: false }
        : undefined,
    );
  },
};

// Some tables hold words for people beside facts, and nearly every run needs the facts alone. So there are two copies of
// a table: `src/schema/rows.ts` gets it as it is written, everybody else without these properties.
const wordsApart = {
  name: 'words apart',
  async setup(bundler) {
    const leftOut = await leftOutNames();
    const table = new RegExp(
      String.raw`[\\/]src[\\/]schema[\\/](${Object.keys(leftOut).join('|')})(?:[\\/][\w-]+)?\.ts$`,
    );
    bundler.onResolve({ filter: /^\.\/[\w/-]+\.ts$/ }, ({ importer, path: name, pluginData }) => {
      const file = path.join(path.dirname(importer), name);
      const whole = pluginData === 'words' || /[\\/]src[\\/]schema[\\/]rows\.ts$/.test(importer);
      return whole && table.test(file)
        ? { path: file, suffix: '?words', pluginData: 'words', sideEffects: false }
        : undefined;
    });
    bundler.onLoad({ filter: table }, async ({ path: file, suffix }) => {
      const code = await javascript(file);
      return suffix === '?words'
        ? { contents: code, pluginData: 'words' }
        : { contents: without(code, Object.keys(leftOut[table.exec(file)?.[1]])) };
    });
  },
};

/** The properties to leave out, by table (`left-out.ts`, which the types check). */
async function leftOutNames() {
  const code = await javascript(path.join(root, 'scripts/left-out.ts'));
  return (await import(`data:text/javascript,${encodeURIComponent(code)}`)).LEFT_OUT;
}

/** A module of ours without its types. */
async function javascript(file) {
  return (await transform(await readFile(file, 'utf8'), { loader: 'ts' })).code;
}

/** The code without the properties of these names. A name with an object behind it may be that of a member, and stays. */
function without(code, names) {
  const cuts = [];
  const visit = (node) => {
    if (node === null || typeof node !== 'object') return;
    for (const property of node.type === 'ObjectExpression' ? node.properties : []) {
      const { key, value } = property;
      if (
        names.includes(key?.name) &&
        (/^(?:Literal|TemplateLiteral|ArrayExpression)$/.test(value.type) || isExample(key.name, value))
      )
        cuts.push(property);
    }
    for (const inner of Object.values(node)) visit(inner);
  };
  visit(parseAst(code));
  cuts.sort((a, b) => b.start - a.start);
  let rest = code;
  // What stands inside another cut is gone with it.
  for (const { start, end } of cuts.filter((cut) => !cuts.some((other) => isInside(cut, other))))
    rest = rest.slice(0, start) + rest.slice(end).replace(/^\s*,/, '');
  return rest;
}

/** An example, and not a member of that name: a member has a type. */
function isExample(name, value) {
  return (
    (name === 'example' || name === 'beside') &&
    value.type === 'ObjectExpression' &&
    value.properties.every(({ key }) => key?.name !== 'type')
  );
}

const isInside = (a, b) => a !== b && a.start >= b.start && a.end <= b.end;

// Behind an entry of the schema module stands all of it, and esbuild keeps what stands together in one file: what one
// command wants of it would be loaded by every command. So imports go past the entries, to where a name is written.
const pastEntries = {
  name: 'past entries',
  setup(bundler) {
    const inSchema = /[\\/]src[\\/]schema[\\/][\w-]+\.ts$/;
    bundler.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path: file }) => {
      let code = await javascript(file);
      for (const node of parseAst(code).body.reverse()) {
        if (node.type !== 'ImportDeclaration') continue;
        const target = path.join(path.dirname(file), node.source.value);
        const homes = inSchema.test(target) ? await exportsOf(target) : undefined;
        if (homes === undefined) continue;
        const lines = node.specifiers.map(({ imported, local }) => {
          const { from, name } = homes.get(imported.name);
          return `import { ${name} as ${local.name} } from ${JSON.stringify(from)};`;
        });
        code = code.slice(0, node.start) + lines.join('') + code.slice(node.end);
      }
      return { contents: code };
    });
  },
};

const entries = new Map();

/** Where the names that an entry exports are written; undefined for a file that holds more than the exports of others. */
function exportsOf(file) {
  let homes = entries.get(file);
  if (homes === undefined) entries.set(file, (homes = homesIn(file)));
  return homes;
}

async function homesIn(file) {
  const { body } = parseAst(await javascript(file));
  if (!body.every(({ type, source }) => type === 'ExportNamedDeclaration' && source !== null))
    return undefined;
  return new Map(
    body.flatMap(({ specifiers, source }) =>
      specifiers.map(({ local, exported }) => [
        exported.name,
        { from: path.join(path.dirname(file), source.value), name: local.name },
      ]),
    ),
  );
}

/** The code of a file, in which `seldom.js` is read when something of it is first asked for. */
function seldomOnDemand(code) {
  const edits = [];
  let name;
  const visit = (node) => {
    if (node === null || typeof node !== 'object') return;
    if (
      node.type === 'VariableDeclarator' &&
      node.init?.callee?.name === 'require' &&
      node.init.arguments[0].value === './seldom.js'
    ) {
      name = node.id.name;
      edits.push({ at: node.end, text: `,${name}$` }, { at: node.init.start, text: `()=>${name}$??=` });
    } else if (node.type === 'MemberExpression' && name !== undefined && node.object.name === name)
      edits.push({ at: node.object.end, text: '())' }, { at: node.object.start, text: '(' });
    for (const inner of Object.values(node)) visit(inner);
  };
  visit(parseAst(code));
  let made = code;
  for (const { at, text } of edits.sort((a, b) => b.at - a.at))
    made = made.slice(0, at) + text + made.slice(at);
  return made;
}

/**
 * The code with what it exports at the beginning of a line: publint goes by the beginnings of lines and by words, and
 * takes a text that holds "import" for a module otherwise.
 */
function exportsOnALine(code) {
  const at = parseAst(code)
    .body.filter(({ type }) => type === 'ExpressionStatement')
    .flatMap(({ expression }) => expression.expressions ?? [expression])
    .find(({ start }) => code.startsWith('exports.', start))?.start;
  return at === undefined ? code : `${code.slice(0, at)}\n${code.slice(at)}`;
}

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
  path.join(dist, 'THIRD-PARTY-NOTICES.md'),
  `# Third-party notices\n\nBundled into this package at build time, at these versions; white space and inner names were shortened.\n\n${notices.join('\n')}`,
);
