/** What goes wrong on disk, in words: the file, the reason, the way out. */

export class StorageError extends Error {
  override readonly name = 'StorageError';
  constructor(
    message: string,
    readonly path: string,
    readonly code: string,
  ) {
    super(message);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full. Free some space, then try again.',
  EDQUOT: 'your quota on that disk is used up. Free some space, then try again.',
  EROFS: 'it lies on a read-only disk. Choose another folder for runs.',
  EACCES: 'you have no permission for it. Change the permission, or choose another folder for runs.',
  EPERM: 'the system does not permit it. Change the permission, or choose another folder for runs.',
  ENOENT: 'it is no longer there. It, or its folder, was moved or deleted.',
  ENOTDIR: 'a part of that path is a file, not a folder. Choose another folder for runs.',
  EISDIR: 'there is a folder of that name in its place. Move it away, then try again.',
  EEXIST: 'there is already something of that name. Choose another name.',
  ENAMETOOLONG: 'the name is too long for this disk. Choose a shorter one.',
  EMFILE: 'too many files are open. Close some programs, then try again.',
};

/** Where a file is read, another folder for runs is no way out. */
const READING: Readonly<Record<string, string>> = {
  EACCES: 'you have no permission to read it. Change the permission, or choose another file.',
  EPERM: 'the system does not permit it. Change the permission, or choose another file.',
  ENOTDIR: 'a part of that path is a file, not a folder. Choose the file again.',
  ENAMETOOLONG: 'the name is too long for this disk. Choose the file again.',
};

/** The code of a failed system call; undefined for any other error. */
export function systemErrorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** A failure of the system on a file as a StorageError; any other error as it is. */
export function storageError(deed: 'written' | 'read', path: string, error: unknown): unknown {
  const code = systemErrorCode(error);
  if (code === undefined || error instanceof StorageError) return error;
  return new StorageError(
    `${path} could not be ${deed}: ${(deed === 'read' ? READING[code] : undefined) ?? REASONS[code] ?? `the system says ${code}.`}`,
    path,
    code,
  );
}

/** Runs an action on a file. @throws StorageError where the system fails it */
export async function onDisk<Result>(deed: 'written' | 'read', path: string, action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    throw storageError(deed, path, error);
  }
}
