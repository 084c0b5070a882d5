/**
 * TFRecord: records one after another, each with its length and a checksum of both.
 * https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details
 */
import type { Message } from '../protobuf';

/** Of the length, 8 bytes, and its checksum, 4; behind the message that of the message, 4. Numbers are little-endian. */
const [BEFORE, BEHIND] = [12, 4];

/** So many messages are held at once: they take more room than their bytes. */
const TOGETHER = 1_000;

/** A record for each message. */
export function records(messages: Iterable<Message>): Uint8Array {
  const blocks: Uint8Array[] = [];
  let some: Message[] = [];
  const write = () => {
    blocks.push(block(some));
    some = [];
  };
  for (const message of messages) if (some.push(message) === TOGETHER) write();
  write();
  const whole = new Uint8Array(blocks.reduce((length, { byteLength }) => length + byteLength, 0));
  let at = 0;
  for (const bytes of blocks) {
    whole.set(bytes, at);
    at += bytes.length;
  }
  return whole;
}

function block(messages: readonly Message[]): Uint8Array {
  const bytes = new Uint8Array(messages.reduce((length, { size }) => length + BEFORE + size + BEHIND, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const message of messages) {
    const [begin, end] = [at + BEFORE, at + BEFORE + message.size];
    view.setBigUint64(at, BigInt(message.size), true);
    view.setUint32(at + 8, maskedCrc32c(bytes, at, at + 8), true);
    message.writeAt(bytes, begin);
    view.setUint32(end, maskedCrc32c(bytes, begin, end), true);
    at = end + BEHIND;
  }
  return bytes;
}

/** Masked, as a checksum of what has checksums in it would say little. */
export function maskedCrc32c(bytes: Uint8Array, from = 0, to = bytes.length): number {
  const crc = crc32c(bytes, from, to);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

/** Castagnoli's polynomial, its bits from the lowest on. */
const POLYNOMIAL = 0x82f63b78;

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
  return crc;
});

function crc32c(bytes: Uint8Array, from: number, to: number): number {
  let crc = 0xffffffff;
  for (let at = from; at < to; at++) crc = (crc >>> 8) ^ (TABLE[(crc ^ (bytes[at] as number)) & 0xff] as number);
  return ~crc >>> 0;
}
