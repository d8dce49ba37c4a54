import { expect, test } from 'vitest';
import { worst } from '../../src/report/exit-code.ts';
import { Exit, type ExitCode } from '../../src/errors.ts';

test.each<[readonly ExitCode[], ExitCode]>([
  [[], Exit.ok],
  [[Exit.ok, Exit.ok], Exit.ok],
  [[Exit.ok, Exit.findings], Exit.findings],
  [[Exit.findings, Exit.usage], Exit.usage],
  [[Exit.usage, Exit.findings, Exit.ok], Exit.usage],
  [[Exit.usage, Exit.internal], Exit.internal],
  [[Exit.internal, Exit.cancelled, Exit.findings], Exit.cancelled],
  [[Exit.internal, Exit.terminated, Exit.findings], Exit.terminated],
])('of the exit codes %j several probes end with %i', (codes, code) => {
  expect(worst(codes)).toBe(code);
});
