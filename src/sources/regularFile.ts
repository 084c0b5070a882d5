/**
 * The one door through which files are opened. A workspace may come from a stranger, and a device or a pipe in the place
 * of a file would be read without end, or waited for: only regular files pass, and only so much of them.
 */
import { constants } from 'node:fs';
import { type FileHandle, lstat, open, stat } from 'node:fs/promises';
import { onDisk, StorageError } from './storageError';

/** Of a file that is told by its first bytes. */
const LOOKED_AT = 1 << 16;

export interface Door {
  /** Whether the user named the file, who may follow a link of theirs; what lies in a run's folder is no link. */
  readonly links: 'followed' | 'refused';
  /** In bytes. */
  readonly most: number;
}

/** Missing on Windows, where a link is told by `lstat` alone. */
const { O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;

/**
 * Runs an action on an open regular file, and closes it.
 * @param flags of `open`, as O_RDONLY @throws StorageError where it is no regular file or too large, and as the system says
 */
export async function withRegular<Result>(
  file: string,
  flags: number,
  { links, most }: Door,
  action: (handle: FileHandle, size: number) => Promise<Result>,
): Promise<Result> {
  const deed = flags & (constants.O_WRONLY | constants.O_RDWR) ? 'written' : 'read';
  return await onDisk(deed, file, async () => {
    if (!(flags & constants.O_CREAT)) await requireRegular(file, await (links === 'refused' ? lstat : stat)(file));
    else await requireRegularIfThere(file, links);
    // What was looked at may have been replaced since: no link is followed, no pipe waited for, and what is open is looked at again.
    const handle = await open(file, flags | O_NONBLOCK | (links === 'refused' ? O_NOFOLLOW : 0));
    try {
      const status = await handle.stat();
      requireRegular(file, status);
      if (deed === 'written' && status.nlink > 1) throw sharedWithOthers(file);
      if (status.size > most) throw tooLarge(file, most);
      return await action(handle, status.size);
    } finally {
      await handle.close();
    }
  });
}

/** All of a regular file. @throws as `withRegular` */
export async function readRegular(file: string, door: Door): Promise<Buffer> {
  return await withRegular(file, constants.O_RDONLY, door, async (handle, size) => {
    let bytes = Buffer.allocUnsafe(size + 1);
    for (let length = 0; ; ) {
      const { bytesRead } = await handle.read(bytes, length, bytes.length - length);
      length += bytesRead;
      if (bytesRead === 0) return bytes.subarray(0, length);
      if (length > door.most) throw tooLarge(file, door.most);
      // It grew since, or its size is not told, as in /proc.
      if (length === bytes.length) bytes = Buffer.concat([bytes], Math.min(2 * length, door.most) + 1);
    }
  });
}

/** Whether one is among its first bytes: no text has any. @throws as `withRegular` */
export async function hasZeroBytes(file: string): Promise<boolean> {
  return (await beginningOf(file, LOOKED_AT)).includes(0);
}

/** So many bytes, or all there are. @throws as `withRegular` */
export async function beginningOf(file: string, most: number): Promise<Buffer> {
  return await withRegular(file, constants.O_RDONLY, { links: 'followed', most: Number.POSITIVE_INFINITY }, async (handle, size) => {
    const bytes = Buffer.alloc(Math.min(size, most));
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, 0);
    return bytes.subarray(0, bytesRead);
  });
}

/** So many bytes from a place in an open file: all of them. @throws StorageError where it ends before them */
export async function readFully(handle: FileHandle, file: string, start: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  for (let done = 0; done < length; ) {
    const { bytesRead } = await handle.read(bytes, done, length - done, start + done);
    if (bytesRead === 0) throw new StorageError(`${file} became shorter while it was read. Try again.`, file, 'EIO');
    done += bytesRead;
  }
  return bytes;
}

type Kind = { isFile(): boolean; isSymbolicLink(): boolean; isDirectory(): boolean };

function requireRegular(file: string, status: Kind): void {
  if (status.isFile()) return;
  if (status.isDirectory())
    throw new StorageError(`${file} is a folder where a file should be. Move it away, then try again.`, file, 'EISDIR');
  if (status.isSymbolicLink())
    throw new StorageError(
      `${file} is a link to another place, and a run keeps its files in its own folder. Put the file itself there.`,
      file,
      'ELOOP',
    );
  throw new StorageError(`${file} is no file but a device or a pipe. Put a file in its place.`, file, 'EINVAL');
}

async function requireRegularIfThere(file: string, links: Door['links']): Promise<void> {
  try {
    requireRegular(file, await (links === 'refused' ? lstat : stat)(file));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
}

/** What is appended would be in the other one too, wherever that is. */
function sharedWithOthers(file: string): StorageError {
  return new StorageError(
    `${file} is one file with another name elsewhere (a hard link), which would be changed too. Put a copy in its place, then try again.`,
    file,
    'EMLINK',
  );
}

function tooLarge(file: string, most: number): StorageError {
  const limit = most >= 1024 * 1024 ? `${Math.floor(most / 1024 / 1024)} MB` : `${Math.floor(most / 1024)} KB`;
  return new StorageError(`${file} has more than ${limit}, the most that Unroll reads of such a file.`, file, 'EFBIG');
}
