import assert from 'node:assert/strict';
import fc from 'fast-check';
import { differentiate, type Reverse } from '../../../src/engine/graph/differentiate';
import {
  BINARY,
  evaluateBinary,
  evaluateUnary,
  type Instruction,
  PointwiseBuilder,
  type PointwiseProgram,
  UNARY,
} from '../../../src/engine/graph/pointwise';

describe('differentiate', () => {
  it('agrees with finite differences on random programs of every instruction', () => {
    const seen = new Set<string>();
    let compared = 0;
    fc.assert(
      fc.property(scenario, ({ program, at, upstream, wanted, kept, arriving }) => {
        fc.pre(isSmoothAt(program, at));
        for (const { op } of program.instructions) seen.add(op);
        const reverse = differentiate(program, wanted, kept, arriving);
        const gradients = runReverse(program, reverse, at, upstream);
        const loss = (x: readonly number[]): number =>
          run(program, x).reduce((sum, y, k) => sum + (arriving[k] ? y * (upstream[k] as number) : 0), 0);
        for (let index = 0; index < program.inputs; index++) {
          if (!wanted[index]) {
            assert.ok(!reverse.outputs.includes(index));
            continue;
          }
          const expected = slope((x) => loss(at.map((old, k) => (k === index ? x : old))), at[index] as number);
          const actual = gradients.get(index) ?? 0;
          assert.ok(Math.abs(actual - expected) <= 1e-6 * (1 + Math.abs(expected)), `input ${index}: ${actual}, not ${expected}`);
          compared++;
        }
      }),
      { numRuns: 2000, seed: 7 },
    );
    assert.deepEqual([...seen].sort(), [...UNARY, ...BINARY, 'input', 'constant'].sort());
    assert.ok(compared > 1500, `${compared} gradients compared`);
  });

  it('gives the same gradients whatever was kept', () => {
    fc.assert(
      fc.property(scenario, ({ program, at, upstream, wanted }) => {
        fc.pre(isSmoothAt(program, at));
        const all = runReverse(
          program,
          differentiate(
            program,
            wanted,
            program.outputs.map(() => true),
          ),
          at,
          upstream,
        );
        const none = runReverse(
          program,
          differentiate(
            program,
            wanted,
            program.outputs.map(() => false),
          ),
          at,
          upstream,
        );
        for (const [index, gradient] of all) {
          assert.ok(Math.abs(gradient - (none.get(index) as number)) <= 1e-9 * (1 + Math.abs(gradient)));
        }
      }),
      { seed: 7 },
    );
  });

  it("takes sigmoid' and tanh' from the kept value alone", () => {
    for (const op of ['sigmoid', 'tanh'] as const) {
      const reverse = differentiate(unary(op), [true], [true]);
      assert.deepEqual(reverse.inputs, [
        { kind: 'output', index: 0 },
        { kind: 'gradient', index: 0 },
      ]);
      const y = evaluateUnary(op, 0.7);
      const expected = op === 'sigmoid' ? 3 * y * (1 - y) : 3 * (1 - y * y);
      assert.ok(Math.abs((run(reverse.program, [y, 3])[0] as number) - expected) < 1e-15);
    }
  });

  it('computes again from the inputs what was not kept', () => {
    assert.deepEqual(differentiate(unary('tanh'), [true], [false]).inputs, [
      { kind: 'input', index: 0 },
      { kind: 'gradient', index: 0 },
    ]);
  });

  it('reads nothing that it does not need', () => {
    const build = new PointwiseBuilder(3);
    const program = build.build([build.add(build.multiply(0, 1), 2)]);
    const reverse = differentiate(program, [true, false, true], [true]);
    assert.deepEqual(reverse.inputs, [
      { kind: 'input', index: 1 },
      { kind: 'gradient', index: 0 },
    ]);
    assert.deepEqual(reverse.outputs, [0, 2]);
  });

  it('leaves out gradients that are identically zero', () => {
    const build = new PointwiseBuilder(4);
    const program = build.build([build.add(build.unary('sign', 0), build.binary('greater', 1, 2)), 3]);
    assert.deepEqual(differentiate(program, [true, true, true, true], [false, false]).outputs, [3]);
    const silent = differentiate(program, [true, true, true, true], [false, false], [false, false]);
    assert.deepEqual(silent, { program: { inputs: 0, instructions: [], outputs: [] }, inputs: [], outputs: [] });
  });

  it('at kinks: relu gives 0 at 0, abs gives 0 at 0, a tie of max or min goes to the first', () => {
    assert.deepEqual(gradientsAt(unary('relu'), [0]), [0]);
    assert.deepEqual(gradientsAt(unary('abs'), [0]), [0]);
    for (const op of ['max', 'min'] as const) {
      const build = new PointwiseBuilder(2);
      assert.deepEqual(gradientsAt(build.build([build.binary(op, 0, 1)]), [2, 2]), [1, 0]);
    }
  });

  it('adds up the gradients of one register handed out twice and of one used twice', () => {
    const build = new PointwiseBuilder(1);
    const square = build.multiply(0, 0);
    const reverse = differentiate(build.build([square, square]), [true], [false, false]);
    assert.deepEqual([...runReverse(build.build([square, square]), reverse, [3], [1, 10])], [[0, 66]]);
  });
});

function unary(op: (typeof UNARY)[number]): PointwiseProgram {
  const build = new PointwiseBuilder(1);
  return build.build([build.unary(op, 0)]);
}

function gradientsAt(program: PointwiseProgram, at: readonly number[]): number[] {
  const reverse = differentiate(
    program,
    at.map(() => true),
    program.outputs.map(() => false),
  );
  const gradients = runReverse(
    program,
    reverse,
    at,
    program.outputs.map(() => 1),
  );
  return at.map((_, index) => gradients.get(index) ?? 0);
}

/** Every register's value: the definition of a program, told plainly. */
function registersOf(program: PointwiseProgram, inputs: readonly number[]): number[] {
  const registers: number[] = [];
  for (const instruction of program.instructions) {
    if (instruction.op === 'input') registers.push(inputs[instruction.index] as number);
    else if (instruction.op === 'constant') registers.push(instruction.value);
    else if ('b' in instruction)
      registers.push(evaluateBinary(instruction.op, registers[instruction.a] as number, registers[instruction.b] as number));
    else registers.push(evaluateUnary(instruction.op, registers[instruction.a] as number));
  }
  return registers;
}

function run(program: PointwiseProgram, inputs: readonly number[]): number[] {
  const registers = registersOf(program, inputs);
  return program.outputs.map((register) => registers[register] as number);
}

function runReverse(program: PointwiseProgram, reverse: Reverse, at: readonly number[], upstream: readonly number[]): Map<number, number> {
  const outputs = run(program, at);
  const source = { input: at, output: outputs, gradient: upstream };
  const results = run(
    reverse.program,
    reverse.inputs.map(({ kind, index }) => source[kind][index] as number),
  );
  return new Map(reverse.outputs.map((index, k) => [index, results[k] as number]));
}

/** Fourth-order central difference. */
function slope(f: (x: number) => number, x: number): number {
  const h = 1e-4;
  return (8 * (f(x + h) - f(x - h)) - (f(x + 2 * h) - f(x - 2 * h))) / (12 * h);
}

/** No value is large, and none is within reach of a kink. */
function isSmoothAt(program: PointwiseProgram, at: readonly number[]): boolean {
  const registers = registersOf(program, at);
  return program.instructions.every((instruction: Instruction, register) => {
    if (Math.abs(registers[register] as number) > 20) return false;
    if (!('a' in instruction)) return true;
    const a = registers[instruction.a] as number;
    if ('b' in instruction) {
      return (
        !['max', 'min', 'greater'].includes(instruction.op) ||
        instruction.a === instruction.b ||
        Math.abs(a - (registers[instruction.b] as number)) > 0.05
      );
    }
    return !['relu', 'abs', 'sign'].includes(instruction.op) || Math.abs(a) > 0.05;
  });
}

const step = fc.record({
  op: fc.constantFrom(...UNARY, ...BINARY, 'constant' as const),
  a: fc.nat(),
  b: fc.nat(),
  value: fc.double({ min: -2, max: 2, noNaN: true }),
});

/** A program of up to twelve steps whose logarithms, roots, quotients and exponentials stay where they are smooth. */
const scenario = fc
  .record({
    inputs: fc.integer({ min: 1, max: 4 }),
    steps: fc.array(step, { minLength: 1, maxLength: 12 }),
    picks: fc.array(fc.nat(), { minLength: 1, maxLength: 4 }),
    numbers: fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 8, maxLength: 8 }),
    flags: fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
  })
  .map(({ inputs, steps, picks, numbers, flags }) => {
    const build = new PointwiseBuilder(inputs);
    const registers = Array.from({ length: inputs }, (_, k) => k);
    const positive = (register: number) => build.add(build.unary('softplus', register), build.constant(0.5));
    for (const { op, a, b, value } of steps) {
      const x = registers[a % registers.length] as number;
      const y = registers[b % registers.length] as number;
      if (op === 'constant') registers.push(build.constant(value));
      else if (op === 'divide') registers.push(build.divide(x, positive(y)));
      else if (op === 'log' || op === 'sqrt') registers.push(build.unary(op, positive(x)));
      else if (op === 'exp') registers.push(build.unary(op, build.unary('tanh', x)));
      else if ((BINARY as readonly string[]).includes(op)) registers.push(build.binary(op as (typeof BINARY)[number], x, y));
      else registers.push(build.unary(op as (typeof UNARY)[number], x));
    }
    const outputs = picks.map((pick, k) => registers[registers.length - 1 - ((pick + k) % Math.min(5, registers.length))] as number);
    return {
      program: build.build(outputs),
      at: numbers.slice(0, inputs),
      upstream: numbers.slice(4, 4 + outputs.length),
      wanted: flags.slice(0, inputs),
      kept: flags.slice(4, 4 + outputs.length),
      arriving: flags.slice(8, 8 + outputs.length),
    };
  });
