/** The header of a safetensors file: how long it is, and what lies where. Everything in it is checked before it is believed. */
import { z } from 'zod';
import { CheckpointError, DAMAGED } from './checkpointError';
import { bitsOf } from './dtypes';
import { fieldsOf, METADATA } from './headerScanner';
import { decodeUtf8 } from './utf8';

/** Bytes that say how long the header is. */
export const PREFIX = 8;
/** The limit of the format's own library. */
const LONGEST_HEADER = 100_000_000;
/** That of 200,000 tensors, or of a million words. In bytes. */
const MOST_READ = 32 * 1024 * 1024;

export interface TensorEntry {
  readonly name: string;
  /** Any that a file says: `dtypes.ts` knows those that can be read. */
  readonly dtype: string;
  readonly shape: readonly number[];
  /** In bytes from the end of the header. */
  readonly start: number;
  readonly end: number;
}

export interface Header {
  readonly entries: readonly TensorEntry[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** Where the numbers begin. @param first the first bytes of a file, 8 or more @param size of all of it @throws CheckpointError */
export function headerEnd(first: Uint8Array, size: number): number {
  if (size < PREFIX || first.length < PREFIX) throw new CheckpointError(`${DAMAGED}it has ${size} bytes, and the shortest has ${PREFIX}.`);
  const length = new DataView(first.buffer, first.byteOffset, PREFIX).getBigUint64(0, true);
  if (length > LONGEST_HEADER)
    throw new CheckpointError(`${DAMAGED}its first 8 bytes are to say how long its header is, and say ${length} bytes.`);
  const end = PREFIX + Number(length);
  if (end > size)
    throw new CheckpointError(`${DAMAGED}it ends within its header, after ${size} of at least ${end} bytes. Was it copied whole?`);
  if (end > MOST_READ)
    throw new CheckpointError(
      `The header of this file has ${Math.round(Number(length) / 1e6)} MB. Unroll reads headers of up to ${MOST_READ / 1024 / 1024} MB: those of 100,000 tensors have some 10.`,
    );
  return end;
}

/** More than any model has that is not in several files. */
const MOST_TENSORS = 200_000;

/** @param header its bytes, without the prefix @param numbers how many bytes come after it @param most tensors @throws CheckpointError */
export function parseHeader(header: Uint8Array, numbers: number, most = MOST_TENSORS): Header {
  const entries: TensorEntry[] = [];
  let metadata: Header['metadata'] = {};
  for (const { name, value } of fieldsOf(decodeUtf8(header), most))
    if (name === METADATA) metadata = tableOf(value);
    else entries.push(entryOf(name, value));
  requireTiling(entries, numbers);
  return { entries, metadata };
}

const natural = z.int().nonnegative();
const entrySchema = z.object({
  dtype: z.string().max(16),
  shape: z.array(natural).max(8).readonly(),
  data_offsets: z.tuple([natural, natural]),
});
const metadataSchema = z.record(z.string(), z.string());

function tableOf(value: unknown): Header['metadata'] {
  const metadata = metadataSchema.safeParse(value);
  if (!metadata.success) throw new CheckpointError(`${DAMAGED}its metadata is not a table of texts.`);
  return metadata.data;
}

function entryOf(name: string, value: unknown): TensorEntry {
  const parsed = entrySchema.safeParse(value);
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.join('.') || 'its entry';
    throw new CheckpointError(`${DAMAGED}the header says nothing usable about the tensor ${name} (${where}).`);
  }
  const { dtype, shape, data_offsets } = parsed.data;
  const [start, end] = data_offsets;
  let size = 1;
  for (const length of shape) {
    size *= length;
    if (!Number.isSafeInteger(size)) throw new CheckpointError(`${DAMAGED}the tensor ${name} is impossibly large (${shape.join(' × ')}).`);
  }
  const bits = bitsOf(dtype);
  if (bits === undefined ? end < start : end - start !== (size * bits) / 8) {
    const needs = bits === undefined ? 0 : (size * bits) / 8;
    throw new CheckpointError(`${DAMAGED}the tensor ${name} (${shape.join(' × ')}, ${dtype}) needs ${needs} bytes and has ${end - start}.`);
  }
  return { name, dtype, shape, start, end };
}

/** The tensors cover the numbers exactly: nothing shared, nothing hidden between them, nothing missing. */
function requireTiling(entries: readonly TensorEntry[], length: number): void {
  let end = 0;
  for (const entry of [...entries].sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (entry.end > length)
      throw new CheckpointError(
        `${DAMAGED}${entry.name} should end at byte ${entry.end.toLocaleString('en')} of the weights, and there are only ${length.toLocaleString('en')}. Was it copied whole?`,
      );
    if (entry.start < end) throw new CheckpointError(`${DAMAGED}${entry.name} overlaps the tensor before it.`);
    if (entry.start > end) throw new CheckpointError(`${DAMAGED}${entry.start - end} bytes before ${entry.name} belong to no tensor.`);
    end = entry.end;
  }
  if (end < length) throw new CheckpointError(`${DAMAGED}the last ${length - end} bytes belong to no tensor.`);
}
