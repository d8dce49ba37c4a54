import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';

/** scripts/eager.js, which Node runs as it is, without types. */
const file = new URL('../../scripts/eager.js', import.meta.url).href;
const { eager } = (await import(file)) as {
  eager: (code: string, called: ReadonlySet<string>) => string;
};

/** Marks each function of the code that stands between « and »: as the engine would tell where it is. */
function marked(text: string): { code: string; called: ReadonlySet<string> } {
  let code = '';
  const called = new Set<string>();
  const open: number[] = [];
  for (const c of text)
    if (c === '«') open.push(code.length);
    else if (c === '»') called.add(`${open.pop()}-${code.length}`);
    else code += c;
  return { code, called };
}

test.each([
  ['one that is not called', 'function a(){}', 'function a(){}'],
  [
    'one before its place in the text',
    '"use strict";a();«function a(){}»',
    '"use strict";var a=(function(){});a();',
  ],
  ['one of a promise', '«async function a(){}»', 'var a=(async function(){});'],
  ['one as a value', 'var a=«function(){}»,b=«()=>1»', 'var a=(function(){}),b=(()=>1)'],
  [
    'one inside of another',
    '«function a(){return b();«function b(){}»}»',
    'var a=(function(){var b=(function(){});return b();});',
  ],
  ['one inside of one that is not', 'function a(){«()=>1»}', 'function a(){(()=>1)}'],
  ['a method of an object', 'a={«b(c){return this}»,d(){}}', 'a={b:(function(c){return this}),d(){}}'],
  ['a method with a name in quotes', 'a={«"b c"(){}»}', 'a={"b c":(function(){})}'],
  [
    'methods that have no other form',
    'class A{«b(){}»}a={«get c(){}»,«*d(){}»,«async e(){}»,«[f](){}»,«g(){super.g()}»}',
    'class A{b(){}}a={get c(){},*d(){},async e(){},[f](){},g(){super.g()}}',
  ],
])('%s', (_, text, expected) => {
  const { code, called } = marked(text);
  expect(eager(code, called)).toBe(expected);
});

test('what a program does stays as it was', () => {
  const { code, called } = marked(
    '"use strict";out.push(twice(3),typeof later);var later=1;' +
      '«function twice(n){return plus(n,n);«function plus(a,b){return a+b}»}»' +
      'const box={«name(){return «()=>this.word»}»,word:"x"};out.push(box.name()(),twice.name,box.name.name);',
  );
  const run = (text: string): unknown[] => {
    const out: unknown[] = [];
    runInNewContext(text, { out });
    return out;
  };
  expect(run(eager(code, called))).toEqual(run(code));
  expect(run(code)).toEqual([6, 'undefined', 'x', 'twice', 'name']);
});
