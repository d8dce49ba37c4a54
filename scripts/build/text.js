// Changes to the text of files that are built.
import { parseAst } from 'rollup/parseAst';

/** The code of a file, in which `seldom.js` is read when something of it is first asked for. */
export function seldomOnDemand(code) {
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
export function exportsOnALine(code) {
  const at = parseAst(code)
    .body.filter(({ type }) => type === 'ExpressionStatement')
    .flatMap(({ expression }) => expression.expressions ?? [expression])
    .find(({ start }) => code.startsWith('exports.', start))?.start;
  return at === undefined ? code : `${code.slice(0, at)}\n${code.slice(at)}`;
}
