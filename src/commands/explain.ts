import { Argument, Option } from 'commander';
import { codes } from '../codes/index.ts';
import { Exit, UserError, type ExitCode } from '../errors.ts';
import { writtenAs } from '../exporters/written-as.ts';
import type { Io } from '../io/io.ts';
import { renderExplainJson, renderJsonSchema } from '../report/explain-json.ts';
import { renderExplainMarkdown } from '../report/explain-markdown.ts';
import { renderExplainText, renderIndexText } from '../report/explain-text.ts';
import { renderFoundText } from '../report/found-text.ts';
import type { Style } from '../report/style.ts';
import { keyNames } from '../schema/index.ts';
import {
  explain,
  explainIndex,
  explainRelease,
  jsonSchema,
  nearestEntry,
  search,
  type Explained,
} from '../schema/reference.ts';
import { printable } from '../text/printable.ts';
import type { EffectiveFlags } from './explain/effective.ts';
import { addOverrideOptions, addReadOptions, offering, styleFor, type CommandModule } from './options.ts';

/** Flags of `explain`. */
export interface ExplainFlags extends EffectiveFlags {
  readonly jsonSchema?: boolean;
}

export const command: CommandModule = {
  register(program, io, finish) {
    const explainCommand = addReadOptions(
      program
        .command('explain')
        .summary('the reference: what a key does, what a finding means')
        .description(
          'Explains a key of the configuration, the code of a finding or a check of probe; with none, lists keys and codes. ' +
            'With --effective: the settings that a file and its bases result in, each with the file and line of its value.',
        )
        .addArgument(
          offering(
            new Argument(
              '[key|code|words...]',
              'such as inferenceModels, url-not-https or stream-incremental; words to look for, such as telemetry; a release, such as 1.46388',
            ),
            () => [...keyNames, ...codes],
          ),
        )
        .addOption(
          new Option('--format <format>', 'how to print')
            .choices(['text', 'json', 'markdown'])
            .default('text'),
        )
        .option('--json-schema', 'print the JSON Schema of the configuration, for editors')
        .option(
          '--effective [file]',
          'show each setting of this file, or the one that is named: its value masked, its file and line, what it replaced',
        ),
    );
    addOverrideOptions(explainCommand).action(async (names: string[], flags: ExplainFlags) => {
      finish(await runExplain(names.length === 0 ? undefined : names.join(' '), flags, io));
    });
  },
};

/** Explains a key, a code or a check, or lists what there is. */
export async function runExplain(name: string | undefined, flags: ExplainFlags, io: Io): Promise<ExitCode> {
  if (flags.jsonSchema === true) {
    io.stdout.write(renderJsonSchema(jsonSchema()));
    return Exit.ok;
  }
  if (flags.effective !== undefined) {
    const { runEffective } = await import('./explain/effective.ts');
    return runEffective(name, flags, io);
  }
  const unused = [flags.set ?? flags.unset, flags.inputFormat].some((flag) => flag !== undefined);
  if (unused)
    throw new UserError('--set, --unset and --input-format are about a file: name it with --effective.');
  const style = await styleFor('stdout', flags, io);
  if (name === undefined) {
    const index = explainIndex();
    if (flags.format === 'json') io.stdout.write(renderExplainJson(index));
    else io.stdout.write(renderIndexText(index, { style, columns: io.stdout.columns }));
    return Exit.ok;
  }
  const entry = explain(name);
  if (entry === undefined) {
    const checks = await import('./explain/check.ts');
    const told = checks.explainCheck(name, flags.format === 'json', { style, columns: io.stdout.columns });
    if (told !== undefined) {
      io.stdout.write(told);
      return Exit.ok;
    }
    const found = explainRelease(name) ?? search(name);
    if (found !== undefined) {
      io.stdout.write(
        flags.format === 'json'
          ? renderExplainJson(found)
          : renderFoundText(found, { style, columns: io.stdout.columns }),
      );
      return Exit.ok;
    }
    const near = nearestEntry(name) ?? checks.nearestCheck(name);
    throw new UserError(
      `There is no key, no code and no check named ${printable(name, 100)}, and none mentions it.`,
      near === undefined ? 'Run "cowork-3p explain" for the lists.' : `Did you mean ${near}?`,
    );
  }
  io.stdout.write(render(entry, flags, style, io));
  return Exit.ok;
}

function render(entry: Explained, flags: ExplainFlags, style: Style, io: Io): string {
  const written = entry.kind === 'key' ? writtenAs(entry.key, entry.value) : {};
  switch (flags.format) {
    case 'json':
      return renderExplainJson(entry, written);
    case 'markdown':
      return renderExplainMarkdown(entry, written);
    case 'text':
      return renderExplainText(entry, {
        style,
        columns: io.stdout.columns,
        written,
      });
  }
}
