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

/** A file that is being made: its header is there, and tensors are put in their places one after another. */
export interface SafetensorsInMaking {
  readonly bytes: Uint8Array;
  /** @throws CheckpointError for what there is no room for */
  put(name: string, data: Tensor['data']): void;
}

export interface TensorRoom {
  readonly shape: readonly number[];
  /** Bytes of a number. */
  readonly each: 4 | 8;
}

/** The bytes of a file; the same tensors and metadata in the same order give the same bytes. */
export function encodeSafetensors(tensors: ReadonlyMap<string, Tensor>, metadata: Readonly<Record<string, string>>): Uint8Array {
  const rooms = new Map([...tensors].map(([name, { shape, data }]) => [name, { shape, each: widthOf(data) }]));
  const made = startSafetensors(rooms, metadata);
  for (const [name, { data }] of tensors) made.put(name, data);
  return made.bytes;
}

const widthOf = (data: Tensor['data']): TensorRoom['each'] => (data instanceof Float64Array ? 8 : 4);

/** @throws CheckpointError for a name that no tensor can have */
export function startSafetensors(rooms: ReadonlyMap<string, TensorRoom>, metadata: Readonly<Record<string, string>>): SafetensorsInMaking {
  // The widest type first keeps every tensor aligned to its own elements.
  const ordered = [...rooms].sort(([, a], [, b]) => b.each - a.each);
  const starts = new Map<string, number>();
  let end = 0;
  const entries = ordered.map(([name, { shape, each }]) => {
    if (name === '__proto__' || name === '__metadata__') throw new CheckpointError(`A tensor cannot be named ${name}.`);
    starts.set(name, end);
    const start = end;
    end += sizeOf(shape) * each;
    return [name, { dtype: each === 8 ? 'F64' : 'F32', shape, data_offsets: [start, end] }] as const;
  });
  const json = encodeUtf8(JSON.stringify(Object.fromEntries([['__metadata__', metadata], ...entries])));
  const headerLength = Math.ceil(json.length / 8) * 8; // padded with spaces, so that the numbers begin at a multiple of 8
  const begin = PREFIX + headerLength;
  const bytes = new Uint8Array(begin + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.set(json, PREFIX);
  bytes.fill(0x20, PREFIX + json.length, begin);
  return {
    bytes,
    put(name, data) {
      const room = rooms.get(name);
      if (!room || sizeOf(room.shape) !== data.length || widthOf(data) !== room.each)
        throw new CheckpointError(`The tensor ${name} has ${data.length} numbers and a shape for ${room ? sizeOf(room.shape) : 'none'}.`);
      bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), begin + (starts.get(name) as number));
    },
  };
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
