// What the bundle leaves out of libraries, and how it shortens them: plugins of esbuild.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { transform } from 'esbuild';

// What is asked of these at start-up is never used: colours are decided in src/report/style.ts, no command is an
// executable of its own, and plist builds documents, neither streams nor events. Loading what stands behind them costs
// every run a twentieth of its time.
export const unused = {
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
export const plistBuildsOnly = {
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
export const jsoncParserApart = {
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
export const plainAssert = {
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

export const shortNames = {
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
