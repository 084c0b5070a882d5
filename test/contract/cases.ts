/** Random graphs of one operation each: odd shapes, single rows and columns, views into larger values, broadcasts. */
import fc from 'fast-check';
import type { Graph, Operation, View } from '../../src/engine/backend';
import { BINARY, PointwiseBuilder, type PointwiseProgram, UNARY } from '../../src/engine/graph/pointwise';
import { all, GraphBuilder, part } from './graphBuilder';

export interface Case {
  readonly graph: Graph;
  readonly feed: Record<string, Float32Array>;
}

const size = fc.oneof(
  { weight: 1, arbitrary: fc.constant(1) },
  { weight: 4, arbitrary: fc.integer({ min: 2, max: 9 }) },
  { weight: 1, arbitrary: fc.integer({ min: 10, max: 40 }) },
);

/** Builds a case: inputs are made of random numbers as they are asked for. */
export class CaseBuilder {
  readonly graph = new GraphBuilder();
  readonly feed: Record<string, Float32Array> = {};
  readonly outputs: Record<string, View> = {};

  constructor(readonly random: RandomSource) {}

  /** A view of the given shape, of a whole input or of a larger one. */
  numbers(rows: number, columns: number, draw: () => number = () => this.random.real(-2, 2)): View {
    const [above, below, left, right] = this.random.chance(0.5) ? [0, 0, 0, 0] : [0, 0, 0, 0].map(() => this.random.whole(0, 3));
    const name = `i${Object.keys(this.feed).length}`;
    const value = this.graph.input(name, rows + (above as number) + (below as number), columns + (left as number) + (right as number));
    this.feed[name] = Float32Array.from({ length: value.rows * value.columns }, draw);
    return part(value, above as number, left as number, rows, columns);
  }

  indices(count: number, below: number): View {
    return this.numbers(count, 1, () => this.random.whole(0, below - 1));
  }

  /** Adds an operation whose result is put out. */
  add(operation: Exclude<Operation, { op: 'pointwise' }>): void {
    this.graph.add(operation);
    this.outputs[`out ${Object.keys(this.outputs).length}`] = all(operation.out);
  }

  pointwise(program: PointwiseProgram, inputs: readonly View[], outputs: readonly View[]): void {
    this.graph.add({ op: 'pointwise', program, inputs, outputs });
    for (const value of new Set(outputs.map((output) => output.value)))
      this.outputs[`out ${Object.keys(this.outputs).length}`] = all(value);
  }

  done(): Case {
    return { graph: this.graph.build(this.outputs), feed: this.feed };
  }
}

/** Small deterministic numbers from fast-check's seed, so that a case is a function of it and of the shapes. */
export class RandomSource {
  constructor(private state: number) {}

  real(low: number, high: number): number {
    // Park and Miller's minimal standard generator
    this.state = (this.state * 48271) % 2147483647;
    return low + (high - low) * (this.state / 2147483647);
  }

  whole(low: number, high: number): number {
    return Math.floor(this.real(low, high + 1 - 1e-9));
  }

  chance(probability: number): boolean {
    return this.real(0, 1) < probability;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.whole(0, list.length - 1)] as T;
  }
}

type Fill = (build: CaseBuilder, m: number, n: number, k: number) => void;

const fills: Readonly<Record<Operation['op'], Fill>> = {
  gemm(build, m, n, k) {
    for (const transposeA of [false, true]) {
      for (const transposeB of [false, true]) {
        const a = transposeA ? build.numbers(k, m) : build.numbers(m, k);
        const b = transposeB ? build.numbers(n, k) : build.numbers(k, n);
        const add = build.random.pick([undefined, build.numbers(m, n), build.numbers(1, n)]);
        build.add({ op: 'gemm', a, b, transposeA, transposeB, add, out: build.graph.value(m, n) });
      }
    }
  },
  gather(build, m, n, k) {
    build.add({ op: 'gather', table: build.numbers(k, n), indices: build.indices(m, k), out: build.graph.value(m, n) });
  },
  scatterAdd(build, m, n, k) {
    build.add({ op: 'scatterAdd', rows: build.numbers(m, n), indices: build.indices(m, k), out: build.graph.value(k, n) });
  },
  stack(build, m, n, k) {
    const sizes = Array.from({ length: k }, () => build.random.whole(1, m));
    build.add({
      op: 'stack',
      parts: sizes.map((rows) => build.numbers(rows, n)),
      out: build.graph.value(
        sizes.reduce((a, b) => a + b),
        n,
      ),
    });
    // Rows of one value: every step, in order and in reverse, and every other step.
    const { value, row, column } = build.numbers(k * m, n);
    const steps = Array.from({ length: k }, (_, t) => part(value, row + t * m, column, m, n));
    build.add({ op: 'stack', parts: steps, out: build.graph.value(k * m, n) });
    build.add({ op: 'stack', parts: steps.toReversed(), out: build.graph.value(k * m, n) });
    const odd = steps.filter((_, t) => t % 2 === 0);
    build.add({ op: 'stack', parts: odd, out: build.graph.value(odd.length * m, n) });
  },
  pointwise(build, m, n) {
    const broadcast = () => build.numbers(build.random.pick([m, 1]), build.random.pick([n, 1]));
    const inputs = Array.from({ length: build.random.whole(1, 12) }, (_, index) => (index === 0 ? build.numbers(m, n) : broadcast()));
    const constant = all(build.graph.constant(m, n, 0.75));
    const program = randomProgram(build.random, inputs.length + 1);
    const one = { ...program, outputs: program.outputs.slice(0, 1) };
    build.pointwise(one, [...inputs, constant], [all(build.graph.value(m, n))]);
    for (const outputs of layoutsOfFour(build, m, n)) build.pointwise(program, [...inputs, constant], outputs);
  },
  sumRows(build, m, n, k) {
    build.add({ op: 'sumRows', a: build.numbers(m * k, n), out: build.graph.value(1, n) });
  },
  sumSquares(build, m, n, k) {
    build.add({ op: 'sumSquares', a: build.numbers(m * k, n), out: build.graph.value(1, 1) });
  },
  logSumExp(build, m, n) {
    const scale = build.random.pick([1, 30]);
    build.add({ op: 'logSumExp', logits: build.numbers(m, n, () => build.random.real(-scale, scale)), out: build.graph.value(m, 1) });
  },
  crossEntropy(build, m, n) {
    build.add({
      op: 'crossEntropy',
      logits: build.numbers(m, n),
      logSumExp: build.numbers(m, 1),
      targets: build.indices(m, n),
      out: build.graph.value(m, 1),
    });
  },
  crossEntropyGradient(build, m, n) {
    const weights = build.random.pick([build.numbers(m, 1), build.numbers(1, 1)]);
    build.add({
      op: 'crossEntropyGradient',
      logits: build.numbers(m, n),
      logSumExp: build.numbers(m, 1),
      targets: build.indices(m, n),
      weights,
      out: build.graph.value(m, n),
    });
  },
};

/** All of them: a missing one would not compile. */
export const OPERATIONS = Object.keys(fills) as Operation['op'][];

/** What a case is made of: three sizes and a seed. */
export const recipe = fc.tuple(size, size, size, fc.integer({ min: 1, max: 2 ** 30 }));

export function caseOf(op: Operation['op'], [m, n, k, seed]: readonly [number, number, number, number]): Case {
  const build = new CaseBuilder(new RandomSource(seed));
  fills[op](build, m, n, k);
  return build.done();
}

/** Instructions that are smooth and bounded on (−2, 2), so that rounding is not blown up; the others have a test of their own. */
function randomProgram(random: RandomSource, inputs: number): PointwiseProgram {
  const builder = new PointwiseBuilder(inputs);
  const registers = Array.from({ length: inputs }, (_, index) => builder.input(index));
  for (let step = 0; step < 12; step++) {
    const a = random.pick(registers);
    const b = random.pick(registers);
    const unary = random.pick(UNARY.filter((op) => !['exp', 'log', 'sqrt', 'sign', 'sin', 'cos'].includes(op)));
    const binary = random.pick(BINARY.filter((op) => op !== 'divide' && op !== 'greater'));
    registers.push(builder.unary('tanh', random.chance(0.5) ? builder.unary(unary, a) : builder.binary(binary, a, b)));
  }
  // Something that depends on every input, so that all of them are bound at once.
  const everything = registers.slice(0, inputs).reduce((sum, register) => builder.add(sum, register));
  return builder.build([everything, random.pick(registers), random.pick(registers), random.pick(registers)]);
}

/** Four outputs: each a value of its own, or all in one value, side by side, one under another, in a square; two and two. */
function layoutsOfFour({ graph }: CaseBuilder, m: number, n: number): View[][] {
  const apart = Array.from({ length: 4 }, () => all(graph.value(m, n)));
  const row = graph.value(m, n * 4);
  const column = graph.value(m * 4, n);
  const square = graph.value(m * 2, n * 2);
  const [left, right] = [graph.value(m, n * 2), graph.value(m, n * 2)];
  return [
    apart,
    [0, 1, 2, 3].map((index) => part(row, 0, index * n, m, n)),
    [3, 1, 2, 0].map((index) => part(column, index * m, 0, m, n)),
    [0, 3, 1, 2].map((index) => part(square, Math.floor(index / 2) * m, (index % 2) * n, m, n)),
    [part(left, 0, n, m, n), part(right, 0, 0, m, n), part(left, 0, 0, m, n), part(right, 0, n, m, n)],
  ];
}
