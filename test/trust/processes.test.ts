import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const SOURCE = path.join(import.meta.dirname, '../../src');
const STARTER = 'programs/run.ts';
const sources = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => {
    const text = readFileSync(path.join(SOURCE, name), 'utf8');
    return {
      name: name.split(path.sep).join('/'),
      tree: ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true),
    };
  });

/** Every node of a tree: what the program does, not what its comments and texts speak of. */
function nodes(node: ts.Node): ts.Node[] {
  const found = [node];
  ts.forEachChild(node, (child) => {
    for (const one of nodes(child)) found.push(one);
  });
  return found;
}

/** What a file loads: by import, by export from, by import() and by require(). */
function loads(tree: ts.SourceFile): string[] {
  const names: string[] = [];
  for (const node of nodes(tree)) {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier !== undefined)
      names.push((node.moduleSpecifier as ts.StringLiteral).text);
    if (!ts.isCallExpression(node)) continue;
    const called = node.expression.getText();
    if (
      node.expression.kind !== ts.SyntaxKind.ImportKeyword &&
      !/(?:^|\.)(?:require|createRequire|getBuiltinModule)$/.test(called)
    )
      continue;
    const [argument] = node.arguments;
    names.push(argument !== undefined && ts.isStringLiteralLike(argument) ? argument.text : 'anything');
  }
  return names;
}

const bare = (name: string): string => name.replace(/^node:/, '');

describe('promise: no shell is ever given a string', () => {
  test('one file starts programs, and nothing is loaded by a name that is computed', () => {
    const starting = sources.filter(({ tree }) =>
      loads(tree).some((name) =>
        ['child_process', 'cluster', 'worker_threads', 'anything'].includes(bare(name)),
      ),
    );
    expect(starting.map(({ name }) => name)).toEqual([STARTER]);
  });

  test('it takes spawn alone, with an argument list and without a shell', () => {
    const tree = sources.find(({ name }) => name === STARTER)?.tree;
    if (tree === undefined) throw new Error(`no ${STARTER}`);
    const taken = nodes(tree)
      .filter((node) => ts.isImportDeclaration(node))
      .filter((node) => bare((node.moduleSpecifier as ts.StringLiteral).text) === 'child_process')
      .map((node) => node.importClause?.namedBindings?.getText());
    expect(taken).toEqual(['{ spawn, type ChildProcess }']);
    const calls = nodes(tree).filter(
      (node): node is ts.CallExpression => ts.isCallExpression(node) && node.expression.getText() === 'spawn',
    );
    expect(calls.length).toBeGreaterThan(0);
    for (const call of calls) {
      expect(call.arguments).toHaveLength(3);
      const [program, args, options] = call.arguments;
      expect(program?.getText()).toMatch(/^program$|^'taskkill'$|^'\/bin\/ps'$/);
      expect(args?.kind).toBe(ts.SyntaxKind.ArrayLiteralExpression);
      expect(options?.kind).toBe(ts.SyntaxKind.ObjectLiteralExpression);
      expect(options?.getText()).not.toMatch(/\bshell(?!: false)\b|windowsVerbatimArguments/);
    }
    // And spawn goes nowhere else under another name.
    const mentions = nodes(tree).filter((node) => ts.isIdentifier(node) && node.text === 'spawn');
    expect(mentions).toHaveLength(calls.length + 1);
  });

  test('nothing evaluates text', () => {
    for (const { name, tree } of sources) {
      expect(loads(tree).map(bare), name).not.toContain('vm');
      for (const node of nodes(tree)) {
        const evaluates =
          (ts.isCallExpression(node) || ts.isNewExpression(node)) &&
          /^(?:globalThis\.)?(?:eval|Function)$/.test(node.expression.getText());
        expect(evaluates, `${name}: ${evaluates ? node.getText() : ''}`).toBe(false);
      }
    }
  });
});
