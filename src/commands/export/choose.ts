import { UserError } from '../../errors.ts';
import { formatByExtension, MAIN_FORMATS, WRITE_FORMATS, type WriteFormat } from '../../exporters/index.ts';

interface Choice {
  readonly format?: WriteFormat;
  readonly output?: string;
  readonly all?: string;
  readonly check?: string;
}

/** What to write, from the flags or from the ending of a file. */
export function chooseFormats(flags: Choice): readonly WriteFormat[] {
  if (flags.all !== undefined) {
    if (flags.format !== undefined || flags.output !== undefined || flags.check !== undefined)
      throw new UserError(
        '--all writes every format that all consoles know into a folder: it takes no --format, --output or --check.',
      );
    return MAIN_FORMATS;
  }
  if (flags.check !== undefined && flags.output !== undefined)
    throw new UserError('--check writes nothing: it takes no --output.');
  if (flags.format !== undefined) return [flags.format];
  const named = flags.output ?? flags.check;
  const format = named === undefined ? undefined : formatByExtension(named);
  if (format === undefined)
    throw new UserError(
      named === undefined ? 'Say which format to write.' : `The ending of ${named} names no format.`,
      `Give --format ${WRITE_FORMATS.join(', ')}, or -o with the ending of one.`,
    );
  return [format];
}

/** As `chooseFormats`, for several configurations: what to write for each, and the folder for them all. */
export function chooseForSeveral(flags: Choice): {
  readonly formats: readonly WriteFormat[];
  readonly folder: string;
} {
  if (flags.all !== undefined) return { formats: chooseFormats(flags), folder: flags.all };
  if (flags.check !== undefined && flags.output !== undefined) chooseFormats(flags);
  const folder = flags.output ?? flags.check;
  const ending = folder === undefined ? undefined : formatByExtension(folder);
  if (folder === undefined || folder === '-' || ending !== undefined)
    throw new UserError(
      'Several configurations are written into a folder, each into one of its own.',
      'Give --all FOLDER, or --format with -o FOLDER.',
    );
  if (flags.format !== undefined) return { formats: [flags.format], folder };
  if (flags.check !== undefined) return { formats: MAIN_FORMATS, folder };
  throw new UserError(
    'Say which format to write of each file.',
    `Give --all FOLDER for ${MAIN_FORMATS.join(', ')}, or --format ${WRITE_FORMATS.join(', ')}.`,
  );
}
