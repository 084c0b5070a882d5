/**
 * The types of numbers that safetensors files hold: how many bits each takes, and how bytes become numbers.
 * https://github.com/huggingface/safetensors/blob/main/safetensors/src/tensor.rs (`Dtype`)
 */
import { widenBfloat16, widenFloat16 } from './float16';

export type Numbers = Float32Array | Float64Array;

interface Dtype {
  readonly bits: number;
  /** Little-endian bytes, aligned to 8, to numbers; missing where one number is less than a byte, or more than one number. */
  readonly read?: (bytes: ArrayBuffer) => Numbers;
}

const DTYPES: Readonly<Record<string, Dtype>> = {
  F64: { bits: 64, read: (bytes) => new Float64Array(bytes) },
  F32: { bits: 32, read: (bytes) => new Float32Array(bytes) },
  F16: { bits: 16, read: (bytes) => widenFloat16(new Uint16Array(bytes)) },
  BF16: { bits: 16, read: (bytes) => widenBfloat16(new Uint16Array(bytes)) },
  F8_E5M2: { bits: 8, read: (bytes) => looked(bytes, E5M2) },
  F8_E4M3: { bits: 8, read: (bytes) => looked(bytes, E4M3) },
  F8_E8M0: { bits: 8, read: (bytes) => looked(bytes, E8M0) },
  F6_E2M3: { bits: 6 },
  F6_E3M2: { bits: 6 },
  F4: { bits: 4 },
  C64: { bits: 64 },
  I64: { bits: 64, read: (bytes) => Float64Array.from(new BigInt64Array(bytes), Number) },
  U64: { bits: 64, read: (bytes) => Float64Array.from(new BigUint64Array(bytes), Number) },
  I32: { bits: 32, read: (bytes) => Float64Array.from(new Int32Array(bytes)) },
  U32: { bits: 32, read: (bytes) => Float64Array.from(new Uint32Array(bytes)) },
  I16: { bits: 16, read: (bytes) => Float32Array.from(new Int16Array(bytes)) },
  U16: { bits: 16, read: (bytes) => Float32Array.from(new Uint16Array(bytes)) },
  I8: { bits: 8, read: (bytes) => Float32Array.from(new Int8Array(bytes)) },
  U8: { bits: 8, read: (bytes) => Float32Array.from(new Uint8Array(bytes)) },
  BOOL: { bits: 8, read: (bytes) => Float32Array.from(new Uint8Array(bytes), (byte) => (byte === 0 ? 0 : 1)) },
};

/** Of one number; undefined for a type that nobody has told of yet. */
export function bitsOf(dtype: string): number | undefined {
  return typeOf(dtype)?.bits;
}

/** Whether numbers of this type can be read one by one. */
export function isReadable(dtype: string): boolean {
  return typeOf(dtype)?.read !== undefined;
}

/**
 * Float64 where 32 bits would not hold a number of this type; whole numbers of 64 bits are the nearest float64.
 * @param bytes of whole numbers; copied, as a file does not promise alignment. Like the format, the machines we run on are little-endian
 * @throws RangeError for a type that is not readable
 */
export function numbersOf(dtype: string, bytes: Uint8Array): Numbers {
  const read = typeOf(dtype)?.read;
  if (!read) throw new RangeError(`Numbers of type ${dtype} cannot be read one by one.`);
  const own = new Uint8Array(bytes.length);
  own.set(bytes);
  return read(own.buffer);
}

function typeOf(dtype: string): Dtype | undefined {
  return Object.hasOwn(DTYPES, dtype) ? DTYPES[dtype] : undefined;
}

/** 1 sign, 5 exponent, 2 fraction bits, as half precision cut short: with infinities. */
const E5M2 = widenFloat16(Uint16Array.from({ length: 256 }, (_, byte) => byte << 8));
/** 1 sign, 4 exponent, 3 fraction bits (OCP 8-bit floating point, 2023): no infinities, and NaN where all bits are set. */
const E4M3 = Float32Array.from({ length: 256 }, (_, byte) => {
  const sign = byte & 0x80 ? -1 : 1;
  const [exponent, fraction] = [(byte >> 3) & 15, byte & 7];
  if (exponent === 15 && fraction === 7) return Number.NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -9 : (8 + fraction) * 2 ** (exponent - 10));
});
/** A scale, 2^(byte − 127). */
const E8M0 = Float32Array.from({ length: 256 }, (_, byte) => (byte === 255 ? Number.NaN : 2 ** (byte - 127)));

function looked(bytes: ArrayBuffer, table: Float32Array): Float32Array {
  return Float32Array.from(new Uint8Array(bytes), (byte) => table[byte] as number);
}
