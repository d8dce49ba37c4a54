import { UserError } from '../../errors.ts';
import { encodeText } from '../../importers/text.ts';
import type { Io } from '../../io/io.ts';
import { hasBases, holdsSecret, validate, type ValidateOptions } from '../../schema/index.ts';
import { printable } from '../../text/printable.ts';
import { forgetBases, type ChainMemory } from '../chain-memory.ts';
import { readAlone, type ReadHow } from '../read-alone.ts';
import { fix } from './fix-document.ts';

/**
 * Fixes a file in place: what a base of it holds, in that base. Says how many findings are gone. A file that cannot be read, or is no JSON, is left as
 * it is: its report says more.
 */
export async function fixFile(
  file: string | undefined,
  how: ReadHow & {
    readonly ignore?: readonly string[];
    readonly quiet?: boolean;
    readonly memory?: ChainMemory;
  },
  options: ValidateOptions,
  io: Io,
): Promise<number> {
  const loaded = await readAlone(file, io, how);
  if (!loaded.ok) return 0;
  const { file: name, document: alone } = loaded.value;
  if (hasBases(alone)) {
    const { fixChain } = await import('./fix-chain.ts');
    const done = await fixChain(name, alone, { options, ignored: how.ignore ?? [] }, io);
    // Other files of this run extend them, too.
    if (done.bases.length > 0 && how.memory !== undefined) forgetBases(how.memory);
    for (const base of how.quiet === true ? [] : done.bases)
      io.stderr.write(`cowork-3p: changed ${printable(base, 300)}, a base of ${printable(name, 300)}.\n`);
    return done.findings;
  }
  const { document, findings } = await fix(alone, options, how.ignore ?? [], io);
  if (findings === 0) return 0;
  const secret = holdsSecret(validate(document, options).settings);
  const written = await io.writeFile(name, encodeText(document.text ?? '', alone.json), { secret });
  if (!written.ok) throw new UserError(`${name} ${written.failure.message}.`);
  return findings;
}
