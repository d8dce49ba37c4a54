import path from 'node:path';
import { UserError } from '../../errors.ts';
import type { Io } from '../../io/io.ts';
import type { ReleaseRange } from '../../schema/index.ts';
import { templates } from '../../templates/index.ts';
import type { TemplateFile, TemplateKind, TemplateOptions } from '../../templates/template.ts';
import { forTerminal, printable } from '../../text/printable.ts';
import { keepForeign } from '../keep-foreign.ts';
import { styleFor, type CommonFlags } from '../options.ts';

interface WriteFlags extends CommonFlags {
  readonly output?: string;
  readonly target?: ReleaseRange;
  readonly namespace?: string;
  readonly force?: boolean;
}

/** The files of a form with these flags. */
export async function formFiles(
  kind: TemplateKind,
  { target, namespace }: WriteFlags,
  name?: string,
): Promise<readonly TemplateFile[]> {
  const options: TemplateOptions = {
    ...(target === undefined ? {} : { fleet: target }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(name === undefined ? {} : { name }),
  };
  return (await templates[kind]()).files(options);
}

/** Writes a form to `-o`, or to standard output where it is one file. */
export async function writeForm(kind: TemplateKind, flags: WriteFlags, io: Io): Promise<void> {
  const { output } = flags;
  const toFile = output !== undefined && output !== '-';
  // `-o policies/Claude.admx` names the pair, any other path its folder.
  const named = toFile && kind === 'admx' ? /^(.*?)([^\\/]+)\.admx$/i.exec(output) : null;
  if (named !== null && !/^\w+$/.test(named[2] ?? ''))
    throw new UserError('The name of an ADMX file holds letters, digits and underscores here.');
  const files = await formFiles(kind, flags, named?.[2]);
  if (!toFile) {
    const [file, ...more] = files;
    if (file === undefined || more.length > 0)
      throw new UserError(
        `This form is ${files.length} files: ${files.map((one) => one.name).join(' and ')}.`,
        'Give their folder with -o.',
      );
    io.stdout.write(io.stdout.isTTY ? forTerminal(Buffer.from(file.bytes).toString('utf8')) : file.bytes);
    return;
  }
  const folder = named === null ? output : (named[1] ?? '') || '.';
  const placed = files.map(({ name, bytes }) => ({
    file: kind === 'admx' ? path.join(folder, name) : output,
    bytes,
  }));
  // Both files of a pair, or none.
  for (const { file } of placed)
    await keepForeign(file, { what: 'form', isEarlier: isOwnForm, force: flags.force === true }, io);
  for (const { file, bytes } of placed) await write(file, bytes, flags, io);
}

/** Every form of ours says who made it, and none of them is a configuration that says so in a comment. */
function isOwnForm(text: string): boolean {
  return /cowork-?3p/i.test(text) && /<policyDefinition|<key>pfm_domain<|"properties"\s*:\s*\{/.test(text);
}

async function write(file: string, bytes: Uint8Array, flags: WriteFlags, io: Io): Promise<void> {
  const folder = path.dirname(file);
  const made = folder === '.' ? undefined : await io.makeFolder(folder);
  if (made?.ok === false) throw new UserError(`${folder} ${made.failure.message}.`);
  const written = await io.writeFile(file, bytes);
  if (!written.ok) throw new UserError(`${file} ${written.failure.message}.`);
  if (flags.quiet === true) return;
  io.stderr.write(`${(await styleFor('stderr', flags, io)).ok('✔')} wrote ${printable(file, 300)}\n`);
}
