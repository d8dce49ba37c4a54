import { expect, test } from 'vitest';
import { childrenIn } from '../../src/programs/process-list.ts';

test.for([
  ['nothing below', '  1   0\n 20   1\n', 20, []],
  ['children and theirs, whatever the order', '40 30\n30 20\n21 20\n20 1\n99 1\n', 20, [30, 21, 40]],
  ['blank and broken lines', '\n\n  \n30 20\nx y\n31\n', 20, [30]],
  ['a circle ends', '20 30\n30 20\n', 20, [30]],
] as const)('children of a process: %s', ([, list, root, children]) => {
  expect(childrenIn(list, root)).toEqual(children);
});
