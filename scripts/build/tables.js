// What runs load of the tables in src, and what stays for the few that ask for it: plugins of esbuild.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';
import { parseAst } from 'rollup/parseAst';

// A file of src/codes holds what a finding says and what explains it; `validate` needs the first alone. The list of the
// explanations asks for each file under a second name, and what is not used of either is left out.
export const explanationsApart = {
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
export const wordsApart = {
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
  const code = await javascript(fileURLToPath(new URL('../left-out.ts', import.meta.url)));
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
export const pastEntries = {
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
