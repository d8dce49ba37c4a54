'use strict';
/*
 * What the executable runs first. Inside it are the files of dist/ as they are in the npm package, each with the code
 * that V8 made of it when it was built (`scripts/build-binary.js`), so that a start compiles next to nothing.
 */
const path = require('node:path');
const { Script } = require('node:vm');

/** As Node wraps a CommonJS file; both who keeps the compiled code and who uses it must compile the same text. */
const wrapped = (source) => `(function (exports, require, module, __filename, __dirname) {${source}\n})`;
/** A place for a file that is in none: beside the executable. */
const file = (name) => path.join(path.dirname(process.execPath), name);

/**
 * A `require` for the files of the package: built-in modules as always, the others from `read(name)`. `compiled` gets
 * to see each script. The wrapper is that of CommonJS.
 */
function loader(read, compiled) {
  const modules = new Map();
  const load = (name) => {
    const known = modules.get(name);
    if (known !== undefined) return known.exports;
    const { source, cachedData } = read(name);
    const script = new Script(wrapped(source), {
      filename: `cowork-3p/${name}`,
      cachedData,
    });
    compiled?.(name, script);
    const module = { exports: {} };
    modules.set(name, module);
    const from = (asked) =>
      asked.startsWith('.') ? load(asked.slice(asked.lastIndexOf('/') + 1)) : require(asked);
    script.runInThisContext()(module.exports, from, module, file(name), path.dirname(process.execPath));
    return module.exports;
  };
  return load;
}

/** The files in the executable, as views of its memory. */
function assets() {
  const { getRawAsset } = require('node:sea');
  const bytes = (name) => Buffer.from(getRawAsset(name));
  return (name) => ({
    source: bytes(name).toString(),
    cachedData: bytes(`${name}.cache`),
  });
}

if (require.main === undefined || require('node:sea').isSea()) loader(assets())('cowork-3p.js');
else module.exports = { loader, wrapped };
