/**
 * Messages in the wire format of Protocol Buffers: what ONNX models and TensorBoard's events are written in. A message is its
 * fields one after another; its bytes are written once, at the end, so that weights are copied a single time.
 * https://protobuf.dev/programming-guides/encoding
 */
import { encodeUtf8 } from '../checkpoint/utf8';

/** How a field's value is written: what is delimited has its length before it. */
type Field =
  | { readonly tag: number; readonly is: 'integer'; readonly value: number | bigint }
  | { readonly tag: number; readonly is: 'float' | 'double'; readonly value: number }
  | { readonly tag: number; readonly is: 'bytes'; readonly value: Uint8Array }
  | { readonly tag: number; readonly is: 'message'; readonly value: Message };

const WIRE_TYPES = { integer: 0, double: 1, bytes: 2, message: 2, float: 5 } as const satisfies Record<Field['is'], number>;

export class Message {
  private readonly fields: Field[] = [];
  private bytesSoFar = 0;

  /** How many bytes it takes. */
  get size(): number {
    return this.bytesSoFar;
  }

  /** Of any integer type without zigzag: −1 takes ten bytes. */
  integer(field: number, value: number | bigint): this {
    return this.add(field, 'integer', value, varintSize(value));
  }

  float(field: number, value: number): this {
    return this.add(field, 'float', value, 4);
  }

  double(field: number, value: number): this {
    return this.add(field, 'double', value, 8);
  }

  text(field: number, value: string): this {
    return this.bytes(field, encodeUtf8(value));
  }

  bytes(field: number, value: Uint8Array): this {
    return this.add(field, 'bytes', value, varintSize(value.length) + value.length);
  }

  message(field: number, value: Message): this {
    return this.add(field, 'message', value, varintSize(value.size) + value.size);
  }

  /** A repeated field that is not packed. */
  messages(field: number, all: Iterable<Message>): this {
    for (const each of all) this.message(field, each);
    return this;
  }

  finish(): Uint8Array {
    const bytes = new Uint8Array(this.size);
    this.writeTo(new Target(bytes, 0));
    return bytes;
  }

  /** Into bytes that have room for it. */
  writeAt(bytes: Uint8Array, offset: number): void {
    this.writeTo(new Target(bytes, offset));
  }

  private writeTo(target: Target): void {
    for (const field of this.fields) {
      target.varint(field.tag);
      switch (field.is) {
        case 'integer':
          target.varint(field.value);
          break;
        case 'float':
          target.float(field.value);
          break;
        case 'double':
          target.double(field.value);
          break;
        case 'bytes':
          target.varint(field.value.length);
          target.bytes(field.value);
          break;
        case 'message':
          target.varint(field.value.size);
          field.value.writeTo(target);
      }
    }
  }

  private add(number: number, is: Field['is'], value: Field['value'], size: number): this {
    const tag = 8 * number + WIRE_TYPES[is];
    this.fields.push({ tag, is, value } as Field);
    this.bytesSoFar += varintSize(tag) + size;
    return this;
  }
}

class Target {
  private readonly view: DataView;

  constructor(
    private readonly into: Uint8Array,
    private at: number,
  ) {
    this.view = new DataView(into.buffer, into.byteOffset, into.byteLength);
  }

  /** Seven bits a byte, the lowest first. */
  varint(value: number | bigint): void {
    if (isSmall(value)) {
      let rest = value;
      for (; rest > 0x7f; rest >>>= 7) this.into[this.at++] = (rest & 0x7f) | 0x80;
      this.into[this.at++] = rest;
    } else {
      let rest = BigInt.asUintN(64, BigInt(value));
      for (; rest > 0x7fn; rest >>= 7n) this.into[this.at++] = Number(rest & 0x7fn) | 0x80;
      this.into[this.at++] = Number(rest);
    }
  }

  float(value: number): void {
    this.view.setFloat32(this.at, value, true);
    this.at += 4;
  }

  double(value: number): void {
    this.view.setFloat64(this.at, value, true);
    this.at += 8;
  }

  bytes(value: Uint8Array): void {
    this.into.set(value, this.at);
    this.at += value.length;
  }
}

const isSmall = (value: number | bigint): value is number => typeof value === 'number' && value >= 0 && value < 2 ** 31;

function varintSize(value: number | bigint): number {
  const bits = isSmall(value) ? 32 - Math.clz32(value) : BigInt.asUintN(64, BigInt(value)).toString(2).length;
  return Math.max(1, Math.ceil(bits / 7));
}
