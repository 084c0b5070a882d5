/**
 * The safetensors format: 8 bytes of header length, a JSON header, the numbers. Read as if by an enemy's hand: whatever
 * the bytes, the result is tensors that lie wholly in the file, or a CheckpointError. Nothing is evaluated.
 * https://github.com/huggingface/safetensors#format
 */
import { CheckpointError } from './checkpointError';
import { numbersOf } from './dtypes';
import { headerEnd, PREFIX, parseHeader, type TensorEntry } from './safetensorsHeader';
import { sizeOf, type Tensor } from './tensor';
import { encodeUtf8 } from './utf8';

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

/** Of a network that is trained here: each costs memory, whatever is in it. */
const MOST_TENSORS = 20_000;

/** F32 and F64 as they are, F16 and BF16 widened to float32. @throws CheckpointError */
export function decodeSafetensors(bytes: Uint8Array): Safetensors {
  const begin = headerEnd(bytes, bytes.length);
  const { entries, metadata } = parseHeader(bytes.subarray(PREFIX, begin), bytes.length - begin, MOST_TENSORS);
  for (const entry of entries) requireFloats(entry);
  const numbers = bytes.subarray(begin);
  const tensors = new Map(
    entries.map(({ name, dtype, shape, start, end }) => [name, { shape, data: numbersOf(dtype, numbers.subarray(start, end)) }]),
  );
  return { tensors, metadata };
}

/** In which weights are trained and published. */
const FLOATS = ['F64', 'F32', 'F16', 'BF16'];

function requireFloats({ name, dtype }: TensorEntry): void {
  if (!FLOATS.includes(dtype))
    throw new CheckpointError(
      `The tensor ${name} holds numbers of type ${dtype}; Unroll reads ${FLOATS.join(', ')}. Convert it, in PyTorch with .float(), and save it again.`,
    );
}
