import type { Io } from '../../io/io.ts';
import type { ProbeReport } from '../../probe/probe.ts';
import { nameProducts } from '../../probe/products/index.ts';
import { verdict } from '../../probe/verdict.ts';
import { text } from '../../report/probe/text.ts';
import type { Style } from '../../report/style.ts';
import { Exit } from '../../errors.ts';

/** The report of probe, indented below the question: failures first, then what was not made, then what passed. */
export function renderTest(report: ProbeReport, announced: number, style: Style, columns: number): string {
  const answeredBy = nameProducts(report.seen.products);
  const run = {
    ...report,
    verdict: verdict(report.results, { partial: true }),
    announced,
    ...(answeredBy === undefined ? {} : { answeredBy }),
  };
  const whole = text([{ file: '', exitCode: Exit.ok, run }], { style, columns: columns - 2, quiet: false });
  return whole.replace(/^(?=.)/gm, '  ');
}

/** How far a test is: on a terminal one line, written over itself; elsewhere one line at its start. */
export function testProgress(
  io: Io,
  host: string,
  all: number,
): { readonly step: () => void; readonly end: () => void } {
  const begun = io.now();
  const inPlace = io.stderr.isTTY && io.env.TERM !== 'dumb';
  let made = 0;
  let ended = false;
  const show = (): void => {
    const seconds = ((io.now() - begun) / 1000).toFixed(1);
    const line = `  Asking ${host}: ${Math.min(made, all)} of ${all} checks, ${seconds} s. Esc or Ctrl-C stops.`;
    io.stderr.write(`\r\u001b[K${line.slice(0, Math.max(10, io.stderr.columns - 1))}`);
  };
  if (inPlace) show();
  else io.stderr.write(`  Asking ${host} … Ctrl-C stops.\n`);
  return {
    step: () => {
      made += 1;
      if (inPlace) show();
    },
    end: () => {
      if (inPlace && !ended) io.stderr.write('\r\u001b[K');
      ended = true;
    },
  };
}
