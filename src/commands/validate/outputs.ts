import path from 'node:path';
import { UserError } from '../../errors.ts';
import type { Io } from '../../io/io.ts';
import { isReport, reporterNames, reporters, type ReporterName } from '../../report/index.ts';
import type { FileReport, Reporter, Summary } from '../../report/report.ts';
import { PLAIN, type Style } from '../../report/style.ts';
import { nearest } from '../../schema/index.ts';
import { keepForeign } from '../keep-foreign.ts';
import { realPath } from '../real-path.ts';

/** One report of a run. */
interface Output {
  readonly format: ReporterName;
  /** Standard output when absent. */
  readonly file?: string;
}

/** `FILE`, which takes the place of standard output, and `FORMAT=FILE`, which comes beside it. */
export function outputsOf(format: ReporterName, named: readonly string[]): readonly Output[] {
  const files = named.map((text): Output & { beside: boolean; file: string } => {
    const [, name = '', rest = ''] = /^([a-z]+)=(.+)$/s.exec(text) ?? [];
    const known = reporterNames.find((one) => one === name);
    // A file may be named so all the same: with ./ in front.
    if (known === undefined && name !== '')
      throw new UserError(
        `--output ${text}: there is no report format named ${name}.`,
        `${meantFormat(name)}Give FORMAT=FILE with one of ${reporterNames.join(', ')}; a file of that name is ./${text}.`,
      );
    return known === undefined
      ? { format, file: text, beside: false }
      : { format: known, file: rest, beside: true };
  });
  const twice = files.find(
    ({ file }, index) =>
      files.findIndex((other) => path.normalize(other.file) === path.normalize(file)) !== index,
  );
  if (twice !== undefined) throw new UserError(`--output names ${twice.file} twice.`);
  const onStdout = files.every(({ beside, file }) => beside && file !== '-');
  const written = files.map(({ format: one, file }): Output =>
    file === '-' ? { format: one } : { format: one, file },
  );
  return onStdout ? [{ format }, ...written] : written;
}

function meantFormat(name: string): string {
  const meant = nearest(name, reporterNames);
  return meant === undefined ? '' : `Did you mean ${meant}? `;
}

/** No report is written onto a file that is checked, whatever name or link leads to it. */
export function refuseSources(
  planned: readonly Output[],
  files: readonly (string | undefined)[],
  io: Io,
): void {
  const places = new Map(
    planned.flatMap(({ file }) =>
      file === undefined || file === '-' ? [] : [[realPath(file, io), file] as const],
    ),
  );
  if (places.size === 0) return;
  for (const file of files) {
    const place = file === undefined || file === '-' ? undefined : places.get(realPath(file, io));
    if (place !== undefined) throw new UserError(`--output ${place} is one of the files to check.`);
  }
}

/** No report is written onto a file that is no report of an earlier run, unless that is forced. */
export async function refuseForeign(planned: readonly Output[], force: boolean, io: Io): Promise<void> {
  for (const { file } of planned)
    if (file !== undefined && file !== '-' && !isLink(file, io))
      await keepForeign(file, { what: 'report', isEarlier: isReport, force }, io);
}

/** Of a link only the link is replaced: what it leads to stays. */
function isLink(file: string, io: Io): boolean {
  const folder = io.identify(path.dirname(file))?.real;
  return folder !== undefined && io.identify(file)?.real !== path.join(folder, path.basename(file));
}

/** Where the text of a report goes. */
interface Sink {
  readonly output: Output;
  readonly reporter: Reporter;
  /** Not yet handed over. */
  text: string;
  readonly parts: string[];
}

/** The reports of a run, fed together. What is for standard output is handed over by `flush`, a file is written at the end. */
export class Outputs {
  readonly #sinks: readonly Sink[];
  readonly #io: Io;

  private constructor(sinks: readonly Sink[], io: Io) {
    this.#sinks = sinks;
    this.#io = io;
  }

  static async open(
    outputs: readonly Output[],
    options: { readonly style: Style; readonly quiet: boolean },
    io: Io,
  ): Promise<Outputs> {
    const sinks: Sink[] = [];
    for (const output of outputs) {
      const factory = await reporters[output.format]();
      const place =
        output.file === undefined
          ? { style: options.style, columns: io.stdout.columns }
          : { style: PLAIN, columns: 80 };
      const reporter = factory({ ...place, quiet: options.quiet });
      sinks.push({ output, reporter, text: reporter.begin(), parts: [] });
    }
    return new Outputs(sinks, io);
  }

  /** Characters that wait for `flush`. */
  get waiting(): number {
    return this.#sinks.reduce(
      (sum, { output, text }) => sum + (output.file === undefined ? text.length : 0),
      0,
    );
  }

  file(report: FileReport): void {
    for (const sink of this.#sinks) sink.text += sink.reporter.file(report);
  }

  flush(): void {
    for (const sink of this.#sinks) {
      if (sink.output.file !== undefined) sink.parts.push(sink.text);
      else if (sink.text !== '') this.#io.stdout.write(sink.text);
      sink.text = '';
    }
  }

  /** Ends every report and writes the files. A file that cannot be written is wrong usage; the others are written first. */
  async end(summary: Summary): Promise<void> {
    for (const sink of this.#sinks) sink.text += sink.reporter.end(summary);
    this.flush();
    const failures: string[] = [];
    for (const { output, parts } of this.#sinks) {
      if (output.file === undefined) continue;
      const written = await this.#io.writeFile(output.file, Buffer.from(parts.join('')), {
        exact: isOwnName(output.file, this.#io),
      });
      if (!written.ok) failures.push(`${output.file} ${written.failure.message}.`);
    }
    if (failures.length > 0) throw new UserError(failures.join(' '));
  }
}

/**
 * Whether the name itself is replaced. A link in a repository that somebody else has sent leads where that person
 * likes; only those of the system, such as /dev/stdout, are followed, and pipes written into.
 */
function isOwnName(file: string, io: Io): boolean {
  return io.identify(file)?.isFile !== false && !/^\/(?:dev|proc)\//.test(path.resolve(io.cwd, file));
}
