/**
 * A file of weights that is looked into, ours or a stranger's, however large: its header is read, and of its tensors no more
 * than is asked for, a block at a time.
 */
import { bitsOf, isReadable, type Numbers, numbersOf } from '../../checkpoint/dtypes';
import { refuseOtherFormats } from '../../checkpoint/otherFormats';
import { headerEnd, PREFIX, parseHeader, type TensorEntry } from '../../checkpoint/safetensorsHeader';
import { sizeOf } from '../../checkpoint/tensor';
import { CancelledError, type Following } from '../../interruption';

/** Bytes that lie elsewhere, such as in a file. */
export interface Bytes {
  readonly size: number;
  /** From `start` up to, not including, `end`: all of them. */
  read(start: number, end: number): Promise<Uint8Array>;
}

export interface WeightsFile {
  readonly size: number;
  /** Bytes before the numbers. */
  readonly begin: number;
  readonly entries: readonly TensorEntry[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** What was asked cannot be answered of these weights. The message says why. */
export class WeightsError extends Error {
  override readonly name = 'WeightsError';
}

/** As many first bytes tell what format a file has. */
const TELLING = 512;

/** Reads the header. @param name of the file, for what is said of other formats @throws CheckpointError */
export async function openWeights(bytes: Bytes, name: string): Promise<WeightsFile> {
  const first = await bytes.read(0, Math.min(TELLING, bytes.size));
  refuseOtherFormats(first, name);
  const begin = headerEnd(first, bytes.size);
  const header = await bytes.read(PREFIX, begin);
  return { size: bytes.size, begin, ...parseHeader(header, bytes.size - begin) };
}

/** @throws WeightsError */
export function entryAt({ entries }: Pick<WeightsFile, 'entries'>, tensor: number): TensorEntry {
  const entry = entries[tensor];
  if (!entry) throw new WeightsError(`There is no tensor ${tensor}: the file has ${entries.length}.`);
  return entry;
}

/** Numbers that are held at once. */
const BLOCK = 1 << 20;

/**
 * Of a tensor all numbers, row-major, or those from `from` up to, not including, `to`; in blocks.
 * @throws WeightsError where they are of a type that is not read one by one, CancelledError
 */
export async function* blocksOf(
  bytes: Bytes,
  { begin }: Pick<WeightsFile, 'begin'>,
  entry: TensorEntry,
  { stop, progress, pause }: Following,
  from = 0,
  to = sizeOf(entry.shape),
): AsyncGenerator<Numbers> {
  requireReadable(entry);
  const each = (bitsOf(entry.dtype) as number) / 8;
  for (let at = from; at < to; at += BLOCK) {
    if (stop.aborted) throw new CancelledError();
    const end = Math.min(to, at + BLOCK);
    const start = begin + entry.start;
    yield numbersOf(entry.dtype, await bytes.read(start + at * each, start + end * each));
    progress?.((end - from) / (to - from));
    await pause?.();
  }
}

/** @throws WeightsError */
export function requireReadable({ name, dtype }: TensorEntry): void {
  if (!isReadable(dtype))
    throw new WeightsError(
      `The numbers of ${name} are of type ${dtype}, which Unroll does not read one by one: it knows their shape alone.`,
    );
}
