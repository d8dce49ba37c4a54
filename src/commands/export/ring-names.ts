import path from 'node:path';
import { UserError } from '../../errors.ts';
import { printable } from '../../text/printable.ts';

/** One configuration of several, and the folder that its files go to. */
interface RingName {
  readonly file: string;
  /** Name of the file without its ending; with the folders that tell it apart where two have the same. */
  readonly name: string;
}

/**
 * The name of each ring: that of its file. Where two files have the same, each is named by its path below the folder
 * that all have in common, such as `mac/pilot` and `windows/pilot`.
 */
export function ringNames(files: readonly string[], cwd: string): readonly RingName[] {
  const plain = files.map((file) => ({ file, name: withoutEnding(path.basename(file)) }));
  const names = twins(plain).length === 0 ? plain : byFolder(files, cwd);
  const [twin, other] = twins(names);
  if (twin !== undefined && other !== undefined)
    throw new UserError(
      `${printable(twin.file, 300)} and ${printable(other.file, 300)} would be written into one folder.`,
      'Rename one of them: a ring is named after its file, and capitals make no difference.',
    );
  const bad = names.find(
    ({ name }) =>
      name.split('/').some((step) => /^\.*$|[. ]$/.test(step)) || printable(name, 5000) !== name.trim(),
  );
  if (bad !== undefined)
    throw new UserError(
      `${printable(bad.file, 300)} cannot give a folder its name.`,
      'Rename it: a ring is named after its file.',
    );
  return names;
}

/** Two rings that a file system may take for one. */
function twins(names: readonly RingName[]): readonly RingName[] {
  const seen = new Map<string, RingName>();
  for (const one of names) {
    const id = one.name.normalize('NFC').toLowerCase();
    const before = seen.get(id);
    if (before !== undefined) return [before, one];
    seen.set(id, one);
  }
  return [];
}

function byFolder(files: readonly string[], cwd: string): readonly RingName[] {
  const folders = files.map((file) => path.dirname(path.resolve(cwd, file)).split(path.sep));
  const [first = []] = folders;
  let common = 0;
  while (common < first.length && folders.every((folder) => folder[common] === first[common])) common += 1;
  return files.map((file, index) => ({
    file,
    name: [...(folders[index] ?? []).slice(common), withoutEnding(path.basename(file))].join('/'),
  }));
}

function withoutEnding(name: string): string {
  return name.slice(0, name.length - path.extname(name).length);
}
