/**
 * Messages in the wire format of Protocol Buffers: what ONNX models and TensorBoard's events are written in. A message is its
 * fields one after another; its bytes are put together once, at the end, so that weights are copied a single time.
 * https://protobuf.dev/programming-guides/encoding
 */
import { encodeUtf8 } from '../checkpoint/utf8';

const VARINT = 0;
const FIXED_64 = 1;
const DELIMITED = 2;
const FIXED_32 = 5;

export class Message {
  private readonly parts: Uint8Array[] = [];
  private size = 0;

  /** Of any integer type without zigzag: −1 takes ten bytes. */
  integer(field: number, value: number | bigint): this {
    return this.tagged(field, VARINT, varint(BigInt(value)));
  }

  float(field: number, value: number): this {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    return this.tagged(field, FIXED_32, bytes);
  }

  double(field: number, value: number): this {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setFloat64(0, value, true);
    return this.tagged(field, FIXED_64, bytes);
  }

  text(field: number, value: string): this {
    return this.bytes(field, encodeUtf8(value));
  }

  bytes(field: number, value: Uint8Array): this {
    return this.tagged(field, DELIMITED, varint(BigInt(value.length)), value);
  }

  message(field: number, { parts, size }: Message): this {
    return this.tagged(field, DELIMITED, varint(BigInt(size)), ...parts);
  }

  /** A repeated field that is not packed. */
  messages(field: number, all: Iterable<Message>): this {
    for (const each of all) this.message(field, each);
    return this;
  }

  finish(): Uint8Array {
    return joinedBytes(this.parts);
  }

  private tagged(field: number, type: number, ...parts: readonly Uint8Array[]): this {
    for (const part of [varint(BigInt(8 * field + type)), ...parts]) {
      this.parts.push(part);
      this.size += part.length;
    }
    return this;
  }
}

export function joinedBytes(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** Seven bits a byte, the lowest first. */
function varint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return Uint8Array.from([...bytes, Number(rest)]);
}
