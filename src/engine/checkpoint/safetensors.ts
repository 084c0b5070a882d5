/**
 * The safetensors format: 8 bytes of header length, a JSON header, the numbers. Read as if by an enemy's hand: whatever
 * the bytes, the result is tensors that lie wholly in the file, or a CheckpointError. Nothing is evaluated.
 * https://github.com/huggingface/safetensors#format
 */
import { CheckpointError, DAMAGED } from './checkpointError';
import { widenBfloat16, widenFloat16 } from './float16';
import { parseHeader, type TensorEntry } from './safetensorsHeader';
import { sizeOf, type Tensor } from './tensor';
import { decodeUtf8, encodeUtf8 } from './utf8';

/** The limit of the format's own library. */
const LONGEST_HEADER = 100_000_000;
const PREFIX = 8;

export interface Safetensors {
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** The bytes of a file; the same tensors and metadata in the same order give the same bytes. */
export function encodeSafetensors(tensors: ReadonlyMap<string, Tensor>, metadata: Readonly<Record<string, string>>): Uint8Array {
  // The widest type first keeps every tensor aligned to its own elements.
  const ordered = [...tensors].sort(([, a], [, b]) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT);
  let end = 0;
  const entries = ordered.map(([name, { shape, data }]) => {
    if (name === '__proto__' || name === '__metadata__') throw new CheckpointError(`A tensor cannot be named ${name}.`);
    if (sizeOf(shape) !== data.length)
      throw new CheckpointError(`The tensor ${name} has ${data.length} numbers and a shape for ${sizeOf(shape)}.`);
    const start = end;
    end += data.byteLength;
    return [name, { dtype: data instanceof Float64Array ? 'F64' : 'F32', shape, data_offsets: [start, end] }] as const;
  });
  const json = encodeUtf8(JSON.stringify(Object.fromEntries([['__metadata__', metadata], ...entries])));
  const headerLength = Math.ceil(json.length / 8) * 8; // padded with spaces, so that the numbers begin at a multiple of 8

  const bytes = new Uint8Array(PREFIX + headerLength + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.set(json, PREFIX);
  bytes.fill(0x20, PREFIX + json.length, PREFIX + headerLength);
  let offset = PREFIX + headerLength;
  for (const [, { data }] of ordered) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
    offset += data.byteLength;
  }
  return bytes;
}

/** F32 and F64 as they are, F16 and BF16 widened to float32. @throws CheckpointError */
export function decodeSafetensors(bytes: Uint8Array): Safetensors {
  if (bytes.length < PREFIX) throw new CheckpointError(`${DAMAGED}it has ${bytes.length} bytes, and the shortest has ${PREFIX}.`);
  const headerLength = new DataView(bytes.buffer, bytes.byteOffset, PREFIX).getBigUint64(0, true);
  if (headerLength > LONGEST_HEADER)
    throw new CheckpointError(`${DAMAGED}its first 8 bytes are to say how long its header is, and say ${headerLength} bytes.`);
  const begin = PREFIX + Number(headerLength);
  if (begin > bytes.length)
    throw new CheckpointError(
      `${DAMAGED}it ends within its header, after ${bytes.length} of at least ${begin} bytes. Was it copied whole?`,
    );

  const { entries, metadata } = parseHeader(decodeUtf8(bytes.subarray(PREFIX, begin)));
  const numbers = bytes.subarray(begin);
  requireTiling(entries, numbers.length);
  return { tensors: new Map(entries.map((entry) => [entry.name, { shape: entry.shape, data: readNumbers(numbers, entry) }])), metadata };
}

/** The tensors cover the numbers exactly: nothing shared, nothing hidden between them, nothing missing. */
function requireTiling(entries: readonly TensorEntry[], length: number): void {
  let end = 0;
  for (const entry of [...entries].sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (entry.end > length)
      throw new CheckpointError(
        `${DAMAGED}${entry.name} should end at byte ${entry.end} of the weights, and there are only ${length}. Was it copied whole?`,
      );
    if (entry.start < end) throw new CheckpointError(`${DAMAGED}${entry.name} overlaps the tensor before it.`);
    if (entry.start > end) throw new CheckpointError(`${DAMAGED}${entry.start - end} bytes before ${entry.name} belong to no tensor.`);
    end = entry.end;
  }
  if (end < length) throw new CheckpointError(`${DAMAGED}the last ${length - end} bytes belong to no tensor.`);
}

/** A copy: the format does not promise alignment. Like the format, the machines we run on are little-endian. */
function readNumbers(numbers: Uint8Array, { dtype, start, end }: TensorEntry): Tensor['data'] {
  const bytes = new Uint8Array(end - start);
  bytes.set(numbers.subarray(start, end));
  switch (dtype) {
    case 'F64':
      return new Float64Array(bytes.buffer);
    case 'F32':
      return new Float32Array(bytes.buffer);
    case 'F16':
      return widenFloat16(new Uint16Array(bytes.buffer));
    case 'BF16':
      return widenBfloat16(new Uint16Array(bytes.buffer));
  }
}
