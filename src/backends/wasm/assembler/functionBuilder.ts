/** Writes the body of one function whose parameters are addresses (i32). Loops have trip counts known when written. */
import { type Code, f32x4, I32, i32, unsignedLeb, V128, type ValueType, v128 } from './instructions';
import { join } from './join';

export interface Local {
  readonly get: Code;
  set(value: Code): Code;
}

export class FunctionBuilder {
  private readonly types: ValueType[] = [];
  private readonly splats = new Map<string, Code>();
  private readonly prologue: number[] = [];
  private body: Code[] = [];

  constructor(
    private readonly parameters: number,
    private readonly relaxedSimd: boolean,
  ) {}

  parameter(index: number): Local {
    return reference(index);
  }

  local(type: ValueType): Local {
    return reference(this.parameters + this.types.push(type) - 1);
  }

  /** Computes a value now, under a name of its own. */
  let(value: Code, type: ValueType = V128): Code {
    const local = this.local(type);
    this.emit(local.set(value));
    return local.get;
  }

  /** A pointer that may be advanced. */
  pointer(start: Code): Local {
    const pointer = this.local(I32);
    this.emit(pointer.set(start));
    return pointer;
  }

  advance(pointer: Local, bytes: number): void {
    if (bytes !== 0) this.emit(pointer.set(i32.add(pointer.get, i32.constant(bytes))));
  }

  /** A number in all lanes, made once, before any loop. */
  splat(value: number): Code {
    const key = `f32 ${Object.is(value, -0) ? '-0' : value}`;
    return this.splats.get(key) ?? this.once(key, v128.splat(value));
  }

  /** Any constant vector, made once, before any loop. */
  once(key: string, value: Code): Code {
    const known = this.splats.get(key);
    if (known) return known;
    const local = this.local(V128);
    for (const byte of local.set(value)) this.prologue.push(byte);
    this.splats.set(key, local.get);
    return local.get;
  }

  emit(...codes: readonly Code[]): void {
    for (const code of codes) this.body.push(code);
  }

  /** Writes independent pieces statement by statement in turn, so that the machine always has several sums to go on with. */
  interleave(pieces: readonly (() => void)[]): void {
    const before = this.body;
    const written = pieces.map((piece) => {
      this.body = [];
      piece();
      return this.body;
    });
    this.body = before;
    const longest = Math.max(...written.map(({ length }) => length));
    for (let statement = 0; statement < longest; statement++) for (const piece of written) this.emit(piece[statement] ?? []);
  }

  repeat(times: number, body: () => void): void {
    if (times === 1) body();
    if (times <= 1) return;
    const left = this.local(I32);
    this.emit(left.set(i32.constant(times)), [0x03, 0x40]);
    body();
    this.emit(left.set(i32.subtract(left.get, i32.constant(1))), left.get, [0x0d, 0x00, 0x0b]);
  }

  /** The same with an index that grows by `step` from 0. */
  range(times: number, step: number, body: (index: Code) => void): void {
    if (times === 0) return;
    const index = this.local(I32);
    this.emit(index.set(i32.constant(0)));
    if (times === 1) return body(index.get);
    this.emit([0x03, 0x40]);
    body(index.get);
    this.emit(
      index.set(i32.add(index.get, i32.constant(step))),
      i32.lessUnsigned(index.get, i32.constant(times * step)),
      [0x0d, 0x00, 0x0b],
    );
  }

  repeatWhile(condition: Code, body: () => void): void {
    this.emit([0x03, 0x40]);
    body();
    this.emit(condition, [0x0d, 0x00, 0x0b]);
  }

  when(condition: Code, body: () => void): void {
    this.emit(condition, [0x04, 0x40]);
    body();
    this.emit([0x0b]);
  }

  /** a · b + c */
  multiplyAdd(a: Code, b: Code, c: Code): Code {
    return this.relaxedSimd ? f32x4.relaxedMultiplyAdd(a, b, c) : f32x4.add(f32x4.multiply(a, b), c);
  }

  /** c − a · b */
  subtractProduct(c: Code, a: Code, b: Code): Code {
    return this.relaxedSimd ? f32x4.relaxedNegativeMultiplyAdd(a, b, c) : f32x4.subtract(c, f32x4.multiply(a, b));
  }

  /** The entry of the code section. */
  finish(): Uint8Array {
    const locals = runs(this.types);
    const head = [...unsignedLeb(locals.length), ...locals.flatMap(({ type, count }) => [...unsignedLeb(count), type])];
    const content = join([head, this.prologue, ...this.body, [0x0b]]);
    return join([unsignedLeb(content.length), content]);
  }
}

function reference(index: number): Local {
  const place = unsignedLeb(index);
  return { get: [0x20, ...place], set: (value) => [...value, 0x21, ...place] };
}

/** Neighbouring locals of one type are declared together. */
function runs(types: readonly ValueType[]): { type: ValueType; count: number }[] {
  const found: { type: ValueType; count: number }[] = [];
  for (const type of types) {
    const last = found.at(-1);
    if (last?.type === type) last.count++;
    else found.push({ type, count: 1 });
  }
  return found;
}
