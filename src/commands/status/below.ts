import path from 'node:path';
import { fail, type Outcome } from '../../errors.ts';
import type { FileFailure } from '../../io/file-failure.ts';
import type { Inspector } from '../../io/inspect.ts';
import type { Io } from '../../io/io.ts';

/**
 * The same world, ending at a folder: a copy of a device may hold links, and one that leads out of the copy would show
 * files of this machine as if the device had them. Links that stay inside are followed, as on the device.
 */
export function below(
  root: string,
  inspector: Inspector,
  { identify, cwd }: Pick<Io, 'identify' | 'cwd'>,
): Inspector {
  const full = (file: string): string => path.resolve(cwd, file);
  const top = full(root);
  const base = identify(root)?.real ?? top;
  const inside = <T>(file: string, look: () => Outcome<T, FileFailure>): Outcome<T, FileFailure> => {
    const folder = full(file) === top ? base : identify(path.dirname(full(file)))?.real;
    const leadsOut = folder !== undefined && folder !== base && !folder.startsWith(withSeparator(base));
    return leadsOut
      ? fail({ message: 'is reached by a link that leads out of --root', code: 'ELOOP' })
      : look();
  };
  return {
    ...inspector,
    facts: (file) => inside(file, () => inspector.facts(file)),
    entries: (folder, followed) => inside(folder, () => inspector.entries(folder, followed)),
    read: (file, limit, part) => inside(file, () => inspector.read(file, limit, part)),
  };
}

function withSeparator(folder: string): string {
  return folder.endsWith(path.sep) ? folder : folder + path.sep;
}
