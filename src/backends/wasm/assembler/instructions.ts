/**
 * WebAssembly instructions as byte sequences. The machine is a stack machine, so an expression is the bytes of its
 * operands followed by its own, and nests here as it does on paper.
 */
export type Code = readonly number[];

export const I32 = 0x7f;
export const F32 = 0x7d;
export const V128 = 0x7b;
export type ValueType = typeof I32 | typeof F32 | typeof V128;

export function unsignedLeb(value: number): number[] {
  return value < 0x80 ? [value] : [(value % 0x80) | 0x80, ...unsignedLeb(Math.floor(value / 0x80))];
}

export function signedLeb(value: number): number[] {
  const low = value & 0x7f;
  const rest = value >> 7;
  return rest === (low < 0x40 ? 0 : -1) ? [low] : [low | 0x80, ...signedLeb(rest)];
}

function signedLeb64(value: bigint): number[] {
  const low = Number(value & 0x7fn);
  const rest = value >> 7n;
  return rest === 0n && low < 0x40 ? [low] : [low | 0x80, ...signedLeb64(rest)];
}

export function floatBytes(value: number): number[] {
  return [...new Uint8Array(new Float32Array([value]).buffer)];
}

const access = (opcode: Code, offset: number): Code => [...opcode, 0, ...unsignedLeb(offset)];
const vector = (opcode: number): Code => [0xfd, ...unsignedLeb(opcode)];

function unary(opcode: Code): (a: Code) => Code {
  return (a) => [...a, ...opcode];
}

function binary(opcode: Code): (a: Code, b: Code) => Code {
  return (a, b) => [...a, ...b, ...opcode];
}

function ternary(opcode: Code): (a: Code, b: Code, c: Code) => Code {
  return (a, b, c) => [...a, ...b, ...c, ...opcode];
}

export const i32 = {
  constant: (value: number): Code => [0x41, ...signedLeb(value)],
  store: (address: Code, value: Code, offset = 0): Code => [...address, ...value, ...access([0x36], offset)],
  add: binary([0x6a]),
  subtract: binary([0x6b]),
  multiply: binary([0x6c]),
  equal: binary([0x46]),
  and: binary([0x71]),
  or: binary([0x72]),
  lessUnsigned: binary([0x49]),
  atLeastUnsigned: binary([0x4f]),
  truncateSaturatedUnsigned: unary([0xfc, 1]),
};

/** On memory that threads share; addresses are multiples of four. */
export const atomic = {
  load: (address: Code): Code => [...address, 0xfe, 0x10, 2, 0],
  store: (address: Code, value: Code): Code => [...address, ...value, 0xfe, 0x17, 2, 0],
  /** Adds, and gives what was there before. */
  add: (address: Code, value: Code): Code => [...address, ...value, 0xfe, 0x1e, 2, 0],
  /** Sleeps while the number is the expected one; 2 when the time was up. */
  wait: (address: Code, expected: Code, nanoseconds: bigint): Code => [
    ...address,
    ...expected,
    0x42,
    ...signedLeb64(nanoseconds),
    0xfe,
    0x01,
    2,
    0,
  ],
  wake: (address: Code, count: Code): Code => [...address, ...count, 0xfe, 0x00, 2, 0, 0x1a],
};

export const f32 = {
  load: (address: Code, offset = 0): Code => [...address, ...access([0x2a], offset)],
  store: (address: Code, value: Code, offset = 0): Code => [...address, ...value, ...access([0x38], offset)],
  add: binary([0x92]),
  subtract: binary([0x93]),
  max: binary([0x97]),
  notEqual: binary([0x5c]),
  fromUnsigned: unary([0xb3]),
  lane: (a: Code, lane: number): Code => [...a, ...vector(0x1f), lane],
};

export const v128 = {
  load: (address: Code, offset = 0): Code => [...address, ...access(vector(0x00), offset)],
  store: (address: Code, value: Code, offset = 0): Code => [...address, ...value, ...access(vector(0x0b), offset)],
  loadSplat: (address: Code, offset = 0): Code => [...address, ...access(vector(0x09), offset)],
  /** Replaces one lane (32 bits) or pair of lanes (64 bits) of a vector from memory. */
  loadLane32: (address: Code, into: Code, lane: number, offset = 0): Code => [...address, ...into, ...access(vector(0x56), offset), lane],
  loadLane64: (address: Code, into: Code, lane: number, offset = 0): Code => [...address, ...into, ...access(vector(0x57), offset), lane],
  storeLane32: (address: Code, value: Code, lane: number, offset = 0): Code => [
    ...address,
    ...value,
    ...access(vector(0x5a), offset),
    lane,
  ],
  storeLane64: (address: Code, value: Code, lane: number, offset = 0): Code => [
    ...address,
    ...value,
    ...access(vector(0x5b), offset),
    lane,
  ],
  splat: (value: number): Code => [...vector(0x0c), ...floatBytes(value), ...floatBytes(value), ...floatBytes(value), ...floatBytes(value)],
  /** Lanes 0…3 are a's, 4…7 are b's. */
  shuffle: (a: Code, b: Code, lanes: readonly number[]): Code => [
    ...a,
    ...b,
    ...vector(0x0d),
    ...lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => lane * 4 + byte)),
  ],
  and: binary(vector(0x4e)),
  or: binary(vector(0x50)),
  /** a where the mask is set, b elsewhere. */
  select: (mask: Code, a: Code, b: Code): Code => [...a, ...b, ...mask, ...vector(0x52)],
};

export const i32x4 = {
  shiftLeft: (a: Code, bits: number): Code => [...a, ...i32.constant(bits), ...vector(0xab)],
  shiftRight: (a: Code, bits: number): Code => [...a, ...i32.constant(bits), ...vector(0xac)],
  splat: (value: number): Code => [...i32.constant(value), ...vector(0x11)],
  add: binary(vector(0xae)),
  subtract: binary(vector(0xb1)),
  toFloat: unary(vector(0xfa)),
};

export const f32x4 = {
  splat: unary(vector(0x13)),
  add: binary(vector(0xe4)),
  subtract: binary(vector(0xe5)),
  multiply: binary(vector(0xe6)),
  divide: binary(vector(0xe7)),
  /** NaN where either is NaN. */
  min: binary(vector(0xe8)),
  max: binary(vector(0xe9)),
  /** b < a ? b : a, and a < b ? b : a; one machine instruction; a where either is NaN. */
  pseudoMin: binary(vector(0xea)),
  pseudoMax: binary(vector(0xeb)),
  abs: unary(vector(0xe0)),
  negate: unary(vector(0xe1)),
  sqrt: unary(vector(0xe3)),
  floor: unary(vector(0x68)),
  equal: binary(vector(0x41)),
  notEqual: binary(vector(0x42)),
  less: binary(vector(0x43)),
  greater: binary(vector(0x44)),
  /** a · b + c, rounded once or twice as the machine likes. */
  relaxedMultiplyAdd: ternary(vector(0x105)),
  /** c − a · b */
  relaxedNegativeMultiplyAdd: ternary(vector(0x106)),
  fromLowDoubles: unary(vector(0x5e)),
};

export const f64x2 = {
  splat: (value: number): Code => {
    const bytes = [...new Uint8Array(new Float64Array([value]).buffer)];
    return [...vector(0x0c), ...bytes, ...bytes];
  },
  fromLowFloats: unary(vector(0x5f)),
  subtract: binary(vector(0xf1)),
  multiply: binary(vector(0xf2)),
  nearest: unary(vector(0x94)),
};

export const UNREACHABLE: Code = [0x00];

export function call(index: number): Code {
  return [0x10, ...unsignedLeb(index)];
}
