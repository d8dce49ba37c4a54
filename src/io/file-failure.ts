/** Why a file could not be read or written: one clause that follows its name, such as `does not exist`. */
export interface FileFailure {
  readonly message: string;
  readonly code?: string;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EACCES: 'may not be accessed (permission denied)',
  EPERM: 'may not be accessed (operation not permitted)',
  EISDIR: 'is a folder',
  ENOTDIR: 'lies below something that is not a folder',
  EEXIST: 'exists already',
  ENOSPC: 'cannot be written: the disk is full',
  EDQUOT: 'cannot be written: the disk quota is used up',
  EROFS: 'cannot be written: the file system is read-only',
  ELOOP: 'is a link that leads in a circle',
  ENAMETOOLONG: 'has a name that is too long',
  EMFILE: 'cannot be opened: too many files are open',
};

/** An error of the file system as a failure. */
export function describe(error: unknown): FileFailure {
  const code =
    error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const message =
    (code === undefined ? undefined : REASONS[code]) ??
    `cannot be used${code === undefined ? '' : ` (${code})`}`;
  return code === undefined ? { message } : { message, code };
}
