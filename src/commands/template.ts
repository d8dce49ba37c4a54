import { Argument, Option } from 'commander';
import { Exit, UserError, type ExitCode } from '../errors.ts';
import type { Io } from '../io/io.ts';
import { comparisonJson, faultsJson } from '../report/template-json.ts';
import { comparisonText, faultsText } from '../report/template-text.ts';
import { TEMPLATE_KINDS, type TemplateKind } from '../templates/template.ts';
import type { ReleaseRange } from '../schema/index.ts';
import {
  addCommonOptions,
  addTargetOption,
  styleFor,
  type CommandModule,
  type CommonFlags,
} from './options.ts';
import { checkForm } from './template/check.ts';
import { compareWith } from './template/compare.ts';
import { writeForm } from './template/write.ts';

/** Flags of `template`. */
export interface TemplateFlags extends CommonFlags {
  readonly output?: string;
  readonly target?: ReleaseRange;
  readonly namespace?: string;
  readonly force?: boolean;
  readonly compare?: string;
  readonly check?: string;
  readonly format: 'text' | 'json';
}

export const command: CommandModule = {
  register(program, io, finish) {
    const template = addCommonOptions(
      program
        .command('template')
        .summary('write a form without values for an MDM console')
        .description(
          'Writes a form in which administrators fill in the configuration: a Group Policy template, a custom ' +
            'schema for Jamf Pro, or a ProfileManifests manifest. None of them can write a value that nobody entered.',
        )
        .addArgument(new Argument('<kind>', 'which form').choices(TEMPLATE_KINDS))
        .option('-o, --output <path>', 'write to this file; admx: to this folder (default: standard output)')
        .option('--force', 'replace a file that is not a form of an earlier run')
        .option(
          '--compare <old>',
          'write nothing; list what this form adds to an older one, retires or orphans',
        )
        .option('--check <file>', 'write nothing; check a form of any origin, exit 1 with its faults')
        .option('--namespace <name>', 'admx: target namespace, for a console that takes the same one once')
        .addOption(
          new Option('--format <format>', 'how to print a comparison or faults')
            .choices(['text', 'json'])
            .default('text'),
        ),
    );
    addTargetOption(template).action(async (kind: TemplateKind, flags: TemplateFlags) => {
      finish(await runTemplate(kind, flags, io));
    });
  },
};

/** Writes a form, compares it or checks one. */
export async function runTemplate(kind: TemplateKind, flags: TemplateFlags, io: Io): Promise<ExitCode> {
  const reading = [flags.compare, flags.check, flags.output].filter((one) => one !== undefined);
  if (reading.length > 1) throw new UserError('Give only one of --output, --compare and --check.');
  if (flags.namespace !== undefined && !/^[A-Za-z][\w-]*(?:\.[\w-]+)*$/.test(flags.namespace))
    throw new UserError(
      'A namespace holds letters, digits, underscores and hyphens, with dots between its parts.',
      'Give one such as Example.Policies.ClaudeDesktop.v2.',
    );
  if (flags.check !== undefined) return check(kind, flags.check, flags, io);
  if (flags.compare !== undefined) return compare(kind, flags.compare, flags, io);
  await writeForm(kind, flags, io);
  return Exit.ok;
}

async function check(kind: TemplateKind, file: string, flags: TemplateFlags, io: Io): Promise<ExitCode> {
  const faults = await checkForm(kind, file, io);
  const code = faults.some((one) => one.severity === 'error') ? Exit.findings : Exit.ok;
  const style = await styleFor('stdout', flags, io);
  io.stdout.write(
    flags.format === 'json' ? faultsJson(kind, file, faults, code) : faultsText(file, faults, style),
  );
  return code;
}

async function compare(kind: TemplateKind, old: string, flags: TemplateFlags, io: Io): Promise<ExitCode> {
  const { comparison, same } = await compareWith(kind, old, flags, io);
  const code = same ? Exit.ok : Exit.findings;
  const style = await styleFor('stdout', flags, io);
  io.stdout.write(
    flags.format === 'json'
      ? comparisonJson(kind, old, comparison, code)
      : comparisonText(old, comparison, style),
  );
  return code;
}
