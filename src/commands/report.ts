import { isCancel, UserError, type ExitCode } from '../errors.ts';
import type { Io } from '../io/io.ts';
import type { Page } from '../report/page/model.ts';
import { renderPage } from '../report/page/render.ts';
import { pageVerdict, type Standing } from '../report/page/verdict.ts';
import { printable } from '../text/printable.ts';
import { addGatewayOptions } from './connect/flags.ts';
import {
  addOverrideOptions,
  addPlatformOption,
  addReadOptions,
  addTargetOption,
  collect,
  styleFor,
  type CommandModule,
} from './options.ts';
import type { ReportFlags } from './report/flags.ts';
import { hearSignals } from './hear-signals.ts';
import { gather } from './report/gather.ts';
import { guardPage } from './report/guard.ts';

/** Where the page goes when nobody says so and standard output is a terminal. */
const DEFAULT_PAGE = 'cowork-3p-report.html';

export const command: CommandModule = {
  register(program, io, finish) {
    const report = program
      .command('report')
      .summary('one HTML page of all results, to send to others')
      .description(
        'Runs validate, probe, models and egress and writes their results as one HTML page that needs nothing else: verdict, ' +
          'what to fix and who can, the checks, the model picker as users would see it, the hosts for the firewall, the ' +
          'configuration with secrets masked, and what was not tested. Exit code 1: an error, or a gateway that fails or was not ' +
          'shown to work.',
      )
      .argument('[file]', 'the configuration in any format; - is standard input (default: cowork-3p.json)')
      .option(
        '-o, --output <file>',
        `where to write the page (default: standard output; in a terminal ${DEFAULT_PAGE})`,
      )
      .option('--force', 'replace a file that is not an earlier page')
      .option('--offline', 'leave the gateway out')
      .option(
        '--results <file>',
        'use this JSON report of validate, probe, models or egress instead of running that command (repeatable)',
        collect,
      )
      .option('--title <text>', 'title of the page, such as the number of a change ticket')
      .option('--deep', 'also the costly checks of probe')
      .option('--strict', 'warnings fail too');
    addTargetOption(addPlatformOption(addGatewayOptions(addOverrideOptions(addReadOptions(report))))).action(
      async (file: string | undefined, flags: ReportFlags) => {
        finish(await runReport(file, flags, io));
      },
    );
  },
};

/** Gathers, renders, writes; the exit code is the worst of the parts. */
export async function runReport(file: string | undefined, flags: ReportFlags, io: Io): Promise<ExitCode> {
  const place = flags.output ?? (io.stdout.isTTY ? DEFAULT_PAGE : undefined);
  // Before anything is asked: a run costs tokens.
  const looked =
    place === undefined || place === '-'
      ? undefined
      : await guardPage(
          { place, source: file, results: flags.results ?? [], force: flags.force === true },
          io,
        );
  const { page, code } = await gather(file, flags, io);
  if (isCancel(code)) return code;
  await hearSignals(io);
  const text = renderPage(page);
  await hearSignals(io);
  if (place === undefined || place === '-') {
    io.stdout.write(text);
    await tellVerdict(page, flags, io);
    return code;
  }
  const written = await io.writeFile(looked ?? place, Buffer.from(text), { exact: looked !== undefined });
  if (!written.ok) throw new UserError(`${place} ${written.failure.message}.`);
  await tellVerdict(page, flags, io);
  if (flags.quiet !== true) {
    const style = await styleFor('stderr', flags, io);
    const size = Math.max(1, Math.round(text.length / 1024));
    io.stderr.write(
      `${style.ok('✔')} wrote ${printable(place, 300)} (${String(size)} KB); it can be sent as it is\n`,
    );
  }
  return code;
}

const MARKS = { ready: '✔', partly: '!', unknown: '!', broken: '✖' } as const satisfies Record<
  Standing,
  string
>;

/** What the page says first: whoever ran this should not have to open it to know why it ends as it does. */
async function tellVerdict(page: Page, flags: ReportFlags, io: Io): Promise<void> {
  if (flags.quiet === true) return;
  const { standing, headline, sentences } = pageVerdict(page);
  const style = await styleFor('stderr', flags, io);
  const paint = standing === 'ready' ? style.ok : standing === 'broken' ? style.error : style.warning;
  io.stderr.write(
    `${paint(MARKS[standing])} ${headline}: ${sentences.map((one) => printable(one, 600)).join(' ')}\n`,
  );
}
