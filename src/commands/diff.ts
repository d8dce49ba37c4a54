import { Option } from 'commander';
import { Exit, type ExitCode } from '../errors.ts';
import type { Io } from '../io/io.ts';
import { printable } from '../text/printable.ts';
import { differencesJson } from '../report/difference-json.ts';
import { renderDifferences, renderNotCompared } from '../report/difference-text.ts';
import { count } from '../report/wrap.ts';
import { compareKnown, settingsOf, type Difference, type NotCompared } from '../schema/index.ts';
import { hearSignals, writePieces } from './hear-signals.ts';
import { hideValues, loadDocument, resolved } from './load-config.ts';
import {
  addOverrideOptions,
  addReadOptions,
  styleFor,
  type CommandModule,
  type ReadFlags,
} from './options.ts';

/** Flags of `diff`. */
export interface DiffFlags extends ReadFlags {
  readonly format: 'text' | 'json';
  readonly resolve?: boolean;
}

export const command: CommandModule = {
  register(program, io, finish) {
    addOverrideOptions(
      addReadOptions(
        program
          .command('diff')
          .summary('compare two configurations of any formats')
          .description(
            'Compares what two files say, key by key, after decoding: the format, the order of keys and the way a ' +
              'value is encoded make no difference. Secrets are compared and shown masked. A value that holds a reference is compared with --resolve only. ' +
              'Exit code 1: they differ.',
          )
          .argument('<a>', 'one file; - is standard input')
          .argument('<b>', 'the other')
          .addOption(
            new Option('--format <format>', 'how to report').choices(['text', 'json']).default('text'),
          )
          .option('--resolve', 'look references up and compare what they name'),
      ),
    ).action(async (a: string, b: string, flags: DiffFlags) => {
      finish(await runDiff(a, b, flags, io));
    });
  },
};

/** Compares two configurations; the exit code is 1 where they differ. */
export async function runDiff(a: string, b: string, flags: DiffFlags, io: Io): Promise<ExitCode> {
  const left = await loadDocument(a, io, flags);
  const right = await loadDocument(
    b,
    io,
    flags.inputFormat === undefined ? {} : { inputFormat: flags.inputFormat },
  );
  for (const { file, document } of [left, right])
    if (document.findings.some((one) => one.code === 'syntax'))
      io.stderr.write(
        `cowork-3p: ${printable(file, 300)} does not parse; what could be read is compared. Run validate on it.\n`,
      );
  const secrets: string[] = [];
  const resolve = async ({ file, document }: typeof left): Promise<typeof left.document> => {
    if (flags.resolve !== true) return document;
    const looked = await resolved(document, io);
    secrets.push(...looked.secrets);
    for (const { message } of looked.findings)
      io.stderr.write(`cowork-3p: ${printable(file, 300)}: ${message}.\n`);
    return looked.document;
  };
  const settings = async (loaded: typeof left): Promise<ReadonlyMap<string, unknown>> => {
    const document = await resolve(loaded);
    await hearSignals(io);
    return settingsOf(document);
  };
  const [before, after] = [await settings(left), await settings(right)];
  await hearSignals(io);
  const compared = compareKnown(before, after);
  await hearSignals(io);
  // What a script computes is as little known as a reference that was not looked up.
  const isComputed = ({ path }: Difference): boolean =>
    [left, right].some(({ document }) => document.computed?.has(String(path[0])) === true);
  const differences = hideValues(
    compared.differences.filter((one) => !isComputed(one)),
    secrets,
  );
  const notCompared: readonly NotCompared[] = [
    ...compared.notCompared,
    ...compared.differences.filter(isComputed).map((one) => ({ ...one, reason: 'computed' }) as const),
  ];
  const isReference = notCompared.some(({ reason }) => reason === 'reference');
  const empty = [left, right].filter(({ document }) => document.inert === true);
  const code = differences.length > 0 || empty.length === 1 ? Exit.findings : Exit.ok;
  if (flags.format === 'json') {
    const report = { a: left.file, b: right.file, differences, notCompared };
    await writePieces(io.stdout, differencesJson(report, code), io);
    return code;
  }
  const style = await styleFor('stdout', flags, io);
  await writePieces(io.stdout, renderDifferences(differences, style), io);
  await writePieces(io.stdout, renderNotCompared(notCompared, style), io);
  const unknown =
    notCompared.length === 0
      ? ''
      : `, but for ${count(notCompared.length, 'value')} not compared${flags.resolve === true || !isReference ? '' : ' (--resolve compares them)'}`;
  const names = `${printable(left.file, 300)} and ${printable(right.file, 300)}`;
  if (flags.quiet !== true)
    io.stderr.write(
      differences.length === 0
        ? code === Exit.ok
          ? `${style.ok('✔')} ${names} say the same${unknown}\n`
          : `${style.error('✖')} ${names} cannot be said to be the same: ${printable(empty[0]?.file ?? '', 300)} holds no configuration that can be read\n`
        : `${style.error('✖')} ${count(differences.length, 'difference')}: - is ${printable(left.file, 300)}, + is ${printable(right.file, 300)}\n`,
    );
  return code;
}
