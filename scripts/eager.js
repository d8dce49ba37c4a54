// Has the engine compile at once what a start is going to call, so that Node's compile cache keeps it: Node fills that
// cache when it has read a file, and the engine then has compiled only the outermost code and what stands in brackets.
// Every other function would be compiled anew by each run, which takes a fifth of a short one. So the functions that
// the commonest runs call are put in brackets: `function a() {}` becomes `var a = (function () {})`, before all else.
import { spawnSync } from 'node:child_process';
import { copyFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAst } from 'rollup/parseAst';

const EXAMPLE = fileURLToPath(new URL('example.json', import.meta.url));

/** The runs whose start counts. */
const RUNS = [
  ['--version'],
  ['validate', 'example.json'],
  ...['reg', 'json', 'plist', 'mobileconfig'].map((format) => ['export', 'example.json', '--format', format]),
];

/** The functions that these runs call, by file: name -> `start-end` of each. `bin` is the program that is started. */
export async function calledFunctions(bin) {
  const work = await mkdtemp(path.join(tmpdir(), 'cowork-3p-eager-'));
  try {
    await copyFile(EXAMPLE, path.join(work, 'example.json'));
    const told = path.join(work, 'coverage');
    // Nothing is kept of these runs, and no option of who builds counts.
    const env = {
      ...process.env,
      NODE_OPTIONS: '',
      NODE_V8_COVERAGE: told,
      HOME: work,
      XDG_CACHE_HOME: work,
    };
    for (const args of RUNS) {
      const { status, stderr } = spawnSync(process.execPath, [bin, ...args], {
        cwd: work,
        env,
        encoding: 'utf8',
      });
      if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
    }
    const called = new Map();
    for (const file of await readdir(told))
      for (const { url, functions } of JSON.parse(await readFile(path.join(told, file), 'utf8')).result) {
        const name = path.posix.basename(url);
        if (!url.startsWith('file:')) continue;
        if (!called.has(name)) called.set(name, new Set());
        for (const { ranges } of functions)
          if (ranges[0].count > 0) called.get(name).add(`${ranges[0].startOffset}-${ranges[0].endOffset}`);
      }
    return called;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** The code with the functions in brackets that are called: `start-end` of each. Methods of classes stay as they are. */
export function eager(code, called) {
  const isCalled = ({ start, end }) => called.has(`${start}-${end}`);

  /** A function, or the whole, as text. */
  const text = (owner) => {
    const statements = owner.type === 'Program' ? owner.body : (owner.body.body ?? []);
    const moved = new Set(
      (Array.isArray(statements) ? statements : []).filter(
        (one) => one.type === 'FunctionDeclaration' && isCalled(one),
      ),
    );
    const edits = [...moved].map(({ start, end }) => ({ start, end, text: '' }));
    if (moved.size > 0) {
      const first = statements.find(({ directive }) => directive === undefined);
      const made = [...moved].map((one) => {
        const head = code.slice(one.start, one.id.start).trimEnd();
        return `${one.id.name}=(${head}${text(one).slice(one.id.end - one.start)})`;
      });
      edits.push({ start: first.start, end: first.start, text: `var ${made.join(',')};` });
    }
    const visit = (node, parent) => {
      if (node === null || typeof node !== 'object' || moved.has(node)) return;
      if (/Function/.test(node.type ?? '') && node !== owner) edits.push(edited(node, parent));
      else for (const inner of Object.values(node)) visit(inner, Array.isArray(node) ? parent : node);
    };
    visit(owner, undefined);
    return replaced(owner, edits);
  };

  /** A function inside of another one: in brackets where it is called and can stand in some. */
  const edited = (node, parent) => {
    const { start, end } = node;
    if (node.type === 'FunctionDeclaration' || parent.type === 'MethodDefinition')
      return { start, end, text: text(node) };
    if (parent.type !== 'Property' || (parent.kind === 'init' && !parent.method))
      return { start, end, text: isCalled(node) ? `(${text(node)})` : text(node) };
    const plain =
      parent.method &&
      !(node.async || node.generator || parent.computed) &&
      !/\bsuper\b|^__proto__/.test(code.slice(parent.start, end));
    if (!plain || !(isCalled(parent) || isCalled(node))) return { start, end, text: text(node) };
    // `name(a) {}` in an object: `name: (function (a) {})`.
    return { start, end, text: `:(function${text(node)})` };
  };

  const replaced = ({ start, end }, edits) => {
    let made = '';
    let at = start;
    for (const edit of edits.sort((a, b) => a.start - b.start || a.end - b.end)) {
      made += code.slice(at, edit.start) + edit.text;
      at = edit.end;
    }
    return made + code.slice(at, end);
  };

  const program = parseAst(code);
  // The parser leaves out what stands before the first statement, such as a comment.
  return code.slice(0, program.start) + text(program) + code.slice(program.end);
}
