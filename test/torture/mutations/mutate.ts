/** What may happen to a file of weights: by accident (bits, ends, copies), or by an enemy's hand (a header that lies). */
import type { Random } from '../../../src/engine/random';

/** A file, its parts, and draws. */
class Patient {
  constructor(
    readonly bytes: Uint8Array,
    private readonly random: Random,
  ) {}

  get headerLength(): number {
    return Number(new DataView(this.bytes.buffer, this.bytes.byteOffset).getBigUint64(0, true));
  }

  get header(): Header {
    return JSON.parse(new TextDecoder().decode(this.bytes.subarray(8, 8 + this.headerLength)));
  }

  get numbers(): Uint8Array {
    return this.bytes.subarray(8 + this.headerLength);
  }

  below(end: number): number {
    return Math.floor(this.random.uniform() * end);
  }

  oneOf<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)] as Item;
  }

  /** An entry of a tensor, and the header that it is in. */
  entry(): { readonly header: Header; readonly name: string; readonly entry: Entry } {
    const { header } = this;
    const name = this.oneOf(Object.keys(header).filter((key) => key !== '__metadata__'));
    return { header, name, entry: header[name] as Entry };
  }

  /** The file with another header, as JSON or as any text. */
  withHeader(header: Header | string, numbers = this.numbers): Uint8Array {
    const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
    const made = new Uint8Array(8 + text.length + numbers.length);
    new DataView(made.buffer).setBigUint64(0, BigInt(text.length), true);
    made.set(text, 8);
    made.set(numbers, 8 + text.length);
    return made;
  }
}

interface Entry {
  dtype: string;
  shape: unknown[];
  data_offsets: unknown[];
}
type Header = { [name: string]: Entry | Record<string, unknown> };

const STRANGE: readonly unknown[] = [
  -1,
  0,
  1,
  0.5,
  2 ** 31,
  2 ** 53,
  1e308,
  null,
  true,
  '',
  'NaN',
  [],
  {},
  [[]],
  'x'.repeat(300),
  '\u0000',
  '\ud800',
  '__proto__',
  '../../etc/passwd',
];

const deep = (depth: number, open = '[', close = ']') => open.repeat(depth) + close.repeat(depth);

/** By name; each gives a file of its own. */
export const MUTATIONS: Readonly<Record<string, (patient: Patient) => Uint8Array>> = {
  'bits flipped anywhere': (it) => {
    const bytes = it.bytes.slice();
    for (let left = 1 + it.below(8); left > 0; left--) flip(bytes, it.below(bytes.length), 1 << it.below(8));
    return bytes;
  },
  'bits flipped in the header': (it) => {
    const bytes = it.bytes.slice();
    for (let left = 1 + it.below(3); left > 0; left--) flip(bytes, it.below(8 + it.headerLength), 1 << it.below(8));
    return bytes;
  },
  'exponents of weights flipped': (it) => {
    const bytes = it.bytes.slice();
    const begin = 8 + it.headerLength;
    for (let left = 1 + it.below(20); left > 0; left--) flip(bytes, begin + 4 * it.below(it.numbers.length / 4) + 3, 0x40);
    return bytes;
  },
  'cut off': (it) => it.bytes.slice(0, it.below(it.bytes.length)),
  'something behind it': (it) => Uint8Array.from([...it.bytes, ...new Array<number>(1 + it.below(64)).fill(it.below(256))]),
  'a block that is zero': (it) => {
    const bytes = it.bytes.slice();
    const at = it.below(bytes.length);
    return bytes.fill(0, at, at + 1 + it.below(512));
  },
  'a block copied over another': (it) => {
    const bytes = it.bytes.slice();
    const length = 1 + it.below(256);
    bytes.copyWithin(it.below(bytes.length), it.below(bytes.length - length), it.below(bytes.length));
    return bytes;
  },
  'another length of the header': (it) => {
    const bytes = it.bytes.slice();
    const length = it.oneOf([
      0n,
      1n,
      BigInt(it.headerLength - 1),
      BigInt(it.headerLength + 8),
      BigInt(bytes.length),
      100_000_001n,
      2n ** 63n,
      2n ** 64n - 1n,
    ]);
    new DataView(bytes.buffer).setBigUint64(0, length, true);
    return bytes;
  },
  'another shape': (it) => {
    const { header, entry } = it.entry();
    const axis = it.below(entry.shape.length + 1);
    entry.shape[axis] = it.oneOf([...STRANGE, 2 ** 26, 2 ** 32 - 1, 3]);
    return it.withHeader(header);
  },
  'a shape turned': (it) => {
    const { header, entry } = it.entry();
    entry.shape.reverse();
    return it.withHeader(header);
  },
  'a huge shape of no bytes': (it) => {
    const { header, entry } = it.entry();
    entry.shape = [2 ** 30, 0, 2 ** 20];
    entry.data_offsets = [0, 0];
    return it.withHeader(header);
  },
  'another type': (it) => {
    const { header, entry } = it.entry();
    entry.dtype = it.oneOf(['F64', 'F16', 'BF16', 'I64', 'F8_E4M3', 'BOOL', 'constructor', 'x'.repeat(1000)]);
    return it.withHeader(header);
  },
  'all of another type, of half the width': (it) => {
    const { header } = it;
    for (const [name, entry] of Object.entries(header)) if (name !== '__metadata__') retype(entry as Entry, it.oneOf(['F16', 'BF16']));
    return it.withHeader(header);
  },
  'other offsets': (it) => {
    const { header, entry } = it.entry();
    entry.data_offsets[it.below(2)] = it.oneOf([...STRANGE, it.numbers.length, it.numbers.length + 4]);
    return it.withHeader(header);
  },
  'offsets of two swapped': (it) => {
    const { header, entry } = it.entry();
    const other = header[it.oneOf(Object.keys(header).filter((key) => key !== '__metadata__'))] as Entry;
    [entry.data_offsets, other.data_offsets] = [other.data_offsets, entry.data_offsets];
    return it.withHeader(header);
  },
  'two that overlap': (it) => {
    const { header, entry } = it.entry();
    const other = header[it.oneOf(Object.keys(header).filter((key) => key !== '__metadata__'))] as Entry;
    other.data_offsets = [...entry.data_offsets];
    return it.withHeader(header);
  },
  'one left out': (it) => {
    const { header, name } = it.entry();
    delete header[name];
    return it.withHeader(header);
  },
  'one called otherwise': (it) => {
    const { header, name, entry } = it.entry();
    delete header[name];
    header[it.oneOf(['x', '', 'constructor', 'toString', `${name} `, 'layers.99.W_xi', 'n'.repeat(400), 'rnn.weight_ih_l9', 'carry.0.h'])] =
      entry;
    return it.withHeader(header);
  },
  'a key twice': (it) => {
    const { header, name } = it.entry();
    const text = JSON.stringify(header);
    return it.withHeader(`${text.slice(0, -1)},${JSON.stringify(name)}:${JSON.stringify(header[name])}}`);
  },
  'a key that deceives': (it) => {
    const text = JSON.stringify(it.header);
    return it.withHeader(`${text.slice(0, -1)},"__proto__":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}`);
  },
  'a number that is none': (it) => poisoned(it, it.oneOf([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])),
  'a number that is huge': (it) => poisoned(it, it.oneOf([3e38, -3e38, 1e30, 1e-45, -0])),
  'a tensor of huge numbers': (it) => poisoned(it, it.oneOf([3e38, 1e20, -1e36]), true),
  'a header that is deep': (it) => {
    const depth = it.oneOf([10, 5_000, 200_000]);
    const open = it.oneOf(['[', '{"a":']);
    const { header, name } = it.entry();
    const text = JSON.stringify(header);
    const value = open === '[' ? deep(depth) : `${open.repeat(depth)}1${'}'.repeat(depth)}`;
    return it.withHeader(it.oneOf([value, text.replace(JSON.stringify(header[name]), value), `${text.slice(0, -1)},"deep":${value}}`]));
  },
  'a header of a great many names': (it) => {
    const many = Array.from({ length: 100_000 }, (_, index) => `"n${index}":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}`);
    return it.withHeader(`${JSON.stringify(it.header).slice(0, -1)},${many.join(',')}}`);
  },
  'other metadata': (it) => {
    const { header } = it;
    const metadata = (header.__metadata__ ?? {}) as Record<string, unknown>;
    metadata[it.oneOf([...Object.keys(metadata), 'x'])] = it.oneOf([
      ...STRANGE,
      '[]',
      '{}',
      'null',
      '1e999',
      '"',
      deep(5_000),
      'y'.repeat(2_000_000),
      'é☃'.repeat(10_000_000),
    ]);
    return it.withHeader({ ...header, __metadata__: metadata });
  },
  'metadata left out': (it) => {
    const { header } = it;
    const metadata = (header.__metadata__ ?? {}) as Record<string, unknown>;
    delete metadata[it.oneOf(Object.keys(metadata))];
    return it.withHeader({ ...header, __metadata__: metadata });
  },
  'metadata of which a part is another': (it) => {
    const { header } = it;
    const metadata = { ...header.__metadata__ } as Record<string, string>;
    const key = it.oneOf(Object.keys(metadata));
    const json = parsed(metadata[key] ?? '');
    if (typeof json !== 'object' || json === null)
      return it.withHeader({ ...header, __metadata__: { ...metadata, [key]: shuffledText(it, metadata[key] ?? '') } });
    change(it, json as Record<string, unknown>);
    return it.withHeader({ ...header, __metadata__: { ...metadata, [key]: JSON.stringify(json) } });
  },
  'an experiment of another size': (it) => {
    const { header } = it;
    const metadata = { ...header.__metadata__ } as Record<string, string>;
    const json = parsed(metadata['unroll.experiment'] ?? '');
    if (typeof json !== 'object' || json === null) return it.withHeader({ ...header, __metadata__: { 'unroll.version': '1' } });
    const field = it.oneOf([
      'hidden',
      'layers',
      'window',
      'batch',
      'embedding',
      'decoderHidden',
      'vocabulary',
      'updates',
      'keepCheckpoints',
    ]);
    (json as Record<string, unknown>)[field] = it.oneOf([0, 1, 17, 8192, 2 ** 31 - 1, 2 ** 53 - 1, 1e300]);
    return it.withHeader({ ...header, __metadata__: { ...metadata, 'unroll.experiment': JSON.stringify(json) } });
  },
};

function flip(bytes: Uint8Array, at: number, bits: number): void {
  bytes[at] = (bytes[at] as number) ^ bits;
}

function retype(entry: Entry, dtype: string): void {
  entry.dtype = dtype;
  const last = entry.shape.length - 1;
  if (last >= 0) entry.shape[last] = 2 * Number(entry.shape[last]);
}

/** Elements of a tensor, one or all, are something else. */
function poisoned(it: Patient, value: number, all = false): Uint8Array {
  const bytes = it.bytes.slice();
  const { entry } = it.entry();
  const [start, end] = entry.data_offsets as [number, number];
  const width = entry.dtype === 'F64' ? 8 : 4;
  const view = new DataView(bytes.buffer, 8 + it.headerLength + start);
  const set = (at: number, to: number) => (width === 8 ? view.setFloat64(at * width, to, true) : view.setFloat32(at * width, to, true));
  const size = (end - start) / width;
  if (all) for (let at = 0; at < size; at++) set(at, it.below(2) ? value : -value);
  else set(it.below(size), value);
  return bytes;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** One value somewhere within. */
function change(it: Patient, json: Record<string, unknown>): void {
  const keys = Object.keys(json);
  const key = keys.length === 0 ? 'x' : it.oneOf([...keys, 'x']);
  const value = json[key];
  if (typeof value === 'object' && value !== null && it.below(2)) change(it, value as Record<string, unknown>);
  else if (it.below(4) === 0) delete json[key];
  else json[key] = it.oneOf([...STRANGE, 'a', 'b', 'lstm', 'translate', 3, 7]);
}

function shuffledText(it: Patient, text: string): string {
  const at = it.below(text.length + 1);
  return it.oneOf([
    text.slice(0, at),
    text.slice(at),
    `${text.slice(0, at)}${it.oneOf(['\n', '(', '∘', 'W_q x', 'h', ' = ', '\u0000', 'σ'.repeat(5_000), '('.repeat(10_000)])}${text.slice(at)}`,
  ]);
}

/** @param random draws which, where and what */
export function mutate(bytes: Uint8Array, random: Random): { readonly mutation: string; readonly bytes: Uint8Array } {
  const patient = new Patient(bytes, random);
  const mutation = patient.oneOf(Object.keys(MUTATIONS));
  return { mutation, bytes: (MUTATIONS[mutation] as (it: Patient) => Uint8Array)(patient) };
}
