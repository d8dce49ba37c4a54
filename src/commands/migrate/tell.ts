import type { ExitCode } from '../../errors.ts';
import type { Io } from '../../io/io.ts';
import { count, wrap } from '../../report/wrap.ts';
import { pathText, rangeText } from '../../schema/index.ts';
import { printable } from '../../text/printable.ts';
import { styleFor, type ReadFlags } from '../options.ts';
import type { Told } from './rewrite.ts';

export interface MigrateFlags extends ReadFlags {
  readonly write?: boolean;
  readonly check?: boolean;
  readonly format: 'text' | 'json';
}

/** Tells each change and decision on stderr, those of bases with the name of the base. */
export async function tell(
  file: string,
  { changes, decisions }: Told,
  flags: MigrateFlags,
  io: Io,
  verb: string,
): Promise<void> {
  if (flags.quiet === true) return;
  const style = await styleFor('stderr', flags, io);
  const width = Math.max(30, io.stderr.columns - 4);
  let place: string | undefined;
  for (const { from, to, why, file: base } of changes) {
    if (base !== place) io.stderr.write(`${style.strong(printable(base ?? file, 300))}\n`);
    place = base;
    io.stderr.write(`${style.error(`- ${printable(from, 500)}`)}\n`);
    if (to !== undefined) io.stderr.write(`${style.ok(`+ ${printable(to, 500)}`)}\n`);
    io.stderr.write(`    ${style.faint(wrap(printable(why, 500), width, '    '))}\n`);
  }
  for (const { message, file: base } of decisions) {
    const where = base === undefined ? '' : `${printable(base, 300)}: `;
    io.stderr.write(`${style.warning('?')} ${wrap(where + printable(message, 500), width, '  ')}\n`);
  }
  const target = flags.target === undefined ? '' : ` for ${rangeText(flags.target)}`;
  if (changes.length + decisions.length === 0)
    io.stderr.write(`${style.ok('✔')} ${printable(file, 200)}: nothing to change${target}\n`);
  else {
    const decide = decisions.length === 0 ? '' : `, ${count(decisions.length, 'thing')} for you to decide`;
    io.stderr.write(`${printable(file, 200)}: ${count(changes.length, 'place')} ${verb}${target}${decide}\n`);
  }
}

/** The report of `--check --format json`. */
export function jsonReport(file: string, { changes, decisions }: Told, exitCode: ExitCode): object {
  return {
    version: 1,
    command: 'migrate',
    exitCode,
    file,
    changes: changes.map(({ id, path, from, to, why, file: base }) => ({
      id,
      path,
      key: pathText(path),
      from,
      to: to ?? null,
      why,
      ...(base === undefined ? {} : { file: base }),
    })),
    decisions: decisions.map(({ path, message, file: base }) => ({
      path,
      key: pathText(path),
      message,
      ...(base === undefined ? {} : { file: base }),
    })),
  };
}
