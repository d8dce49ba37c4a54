import { UserError } from '../../errors.ts';
import { formatByExtension, MAIN_FORMATS, WRITE_FORMATS, type WriteFormat } from '../../exporters/formats.ts';

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
