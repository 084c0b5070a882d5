import assert from 'node:assert/strict';
import fc from 'fast-check';
import { openReference } from '../../../src/backends/reference/referenceBackend';
import type { Graph, View } from '../../../src/engine/backend';
import { gradients, pullBack } from '../../../src/engine/graph/gradients';
import { GraphBuilder } from '../../../src/engine/graph/graphBuilder';
import { PointwiseBuilder } from '../../../src/engine/graph/pointwise';
import { columnsOf, rowsOf } from '../../../src/engine/graph/views';
import { Random } from '../../../src/engine/random';

const tanhOfSum = (() => {
  const build = new PointwiseBuilder(2);
  const [a, b] = [build.input(0), build.input(1)];
  return build.build([build.unary('tanh', build.add(a, build.multiply(b, b)))]);
})();

const sumOfTwo = (() => {
  const build = new PointwiseBuilder(2);
  return build.build([build.add(build.input(0), build.input(1))]);
})();

const expOfDifference = (() => {
  const build = new PointwiseBuilder(2);
  return build.build([build.unary('exp', build.subtract(build.input(0), build.input(1)))]);
})();

interface Shared {
  readonly builder: GraphBuilder;
  /** (6, 6) */
  readonly q: View;
  /** (1, 6) */
  readonly b: View;
  readonly indices: View;
}

/** Each takes (4, 6) values to one: the last, and the one before. */
const STEPS = {
  multiply: (now, _, { builder, q, b }) => builder.gemm(now, q, { add: b }),
  transposed: (now, earlier, { builder }) => builder.gemm(builder.gemm(now, earlier, { transposeB: true }), now),
  gram: (now, earlier, { builder }) => builder.gemm(earlier, builder.gemm(now, now, { transposeA: true }), { transposeB: true }),
  bias: (now, _, { builder, b }) => builder.pointwise(tanhOfSum, [now, b])[0] as View,
  mix: (now, earlier, { builder }) => builder.pointwise(tanhOfSum, [now, earlier])[0] as View,
  gather: (now, _, { builder, indices }) => builder.gather(now, indices),
  rows: (now, earlier, { builder }) => builder.stack([rowsOf(now, 2, 2), rowsOf(earlier, 1, 1), rowsOf(now, 3, 1)]),
  columns: (now, earlier, { builder }) => {
    const out = builder.fresh(4, 6, 'columns');
    const both = { ...tanhOfSum, outputs: [...tanhOfSum.outputs, 0] };
    builder.pointwiseInto(both, [columnsOf(now, 0, 3), columnsOf(earlier, 1, 3)], [columnsOf(out, 3, 3), columnsOf(out, 0, 3)]);
    return out;
  },
  parts: (now, earlier, { builder, q }) =>
    builder.gemm(columnsOf(now, 0, 4), rowsOf(q, 2, 4), { add: builder.gemm(columnsOf(earlier, 2, 2), rowsOf(q, 3, 2)) }),
  column: (now, earlier, { builder }) => builder.pointwise(tanhOfSum, [now, columnsOf(earlier, 2, 1)])[0] as View,
  'column of itself': (now, _, { builder }) => builder.pointwise(tanhOfSum, [now, columnsOf(now, 0, 1)])[0] as View,
  'one number': (now, _, { builder, q }) => builder.pointwise(tanhOfSum, [columnsOf(rowsOf(q, 1, 1), 3, 1), now])[0] as View,
  softmax: (now, _, { builder }) => builder.pointwise(expOfDifference, [now, builder.logSumExp(now)])[0] as View,
} satisfies Record<string, (now: View, earlier: View, shared: Shared) => View>;

function graphOf(steps: readonly (keyof typeof STEPS)[]): Graph {
  const builder = new GraphBuilder();
  const parameters = [builder.slot('p', 4, 6), builder.slot('q', 6, 6), builder.slot('b', 1, 6)] as const;
  const [p, q, b] = parameters;
  const shared = { builder, q, b, indices: builder.input('indices', 4, 1) };
  let [earlier, now] = [p, p];
  for (const step of steps) [earlier, now] = [now, STEPS[step](now, earlier, shared)];
  const loss = builder.crossEntropy(now, builder.logSumExp(now), builder.input('targets', 4, 1));
  const found = gradients(builder, loss, builder.constant(1), parameters);
  builder.output('loss', builder.sumRows(loss));
  parameters.forEach((parameter, index) => {
    builder.output(`d ${parameter.value.label}`, found[index] as View);
  });
  return builder.build();
}

const steps = fc.array(fc.constantFrom(...(Object.keys(STEPS) as (keyof typeof STEPS)[])), { minLength: 1, maxLength: 6 });

/** The values are so small that products of six steps do not grow: a difference of large losses would be lost in rounding. */
const STEP = 1e-5;

describe('reverse mode over a graph', () => {
  it('agrees with finite differences on random graphs of slices, stacks, products, broadcasts and shared parameters', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.nat(), async (names, seed) => {
        const random = Random.fromSeed(seed);
        const state = { p: values(24, random), q: values(36, random), b: values(6, random) };
        const executable = await openReference().compile(graphOf(names));
        const run = async () => {
          executable.write(state);
          return (await executable.run([{ indices: Float64Array.of(0, 2, 2, 3), targets: Float64Array.of(1, 0, 5, 3) }]))[0] as Record<
            string,
            Float64Array
          >;
        };
        const found = await run();
        for (const name of ['p', 'q', 'b'] as const) {
          const index = Math.floor(random.uniform() * state[name].length);
          const kept = state[name][index] as number;
          const lossAt = async (value: number) => {
            state[name][index] = value;
            return (await run()).loss?.[0] as number;
          };
          const difference = ((await lossAt(kept + STEP)) - (await lossAt(kept - STEP))) / (2 * STEP);
          state[name][index] = kept;
          const gradient = found[`d ${name}`]?.[index] as number;
          assert.ok(
            Math.abs(gradient - difference) < 1e-6 * Math.max(1, Math.abs(difference)),
            `${names.join(' ')}: d ${name}[${index}] is ${gradient}, finite difference ${difference}`,
          );
        }
      }),
      { numRuns: 100 },
    );
  });

  it('pulls vectors back through two outputs at once: to an input, and to a value on the way', async () => {
    await fc.assert(
      fc.asyncProperty(steps, steps, fc.nat(), async (before, after, seed) => {
        const builder = new GraphBuilder();
        const shared = {
          builder,
          q: builder.slot('q', 6, 6),
          b: builder.slot('b', 1, 6),
          indices: builder.input('indices', 4, 1),
        };
        const x = builder.input('x', 4, 6);
        const wiggle = builder.input('wiggle', 4, 6);
        const walk = (from: View, names: readonly (keyof typeof STEPS)[]) =>
          names.reduce(([earlier, now], name) => [now, STEPS[name](now, earlier, shared)] as [View, View], [from, from] as [View, View])[1];
        const made = walk(x, before);
        const middle = builder.pointwise(sumOfTwo, [made, wiggle])[0] as View; // the wiggle has the gradient that the middle has
        const last = walk(middle, after);
        const arriving = [
          { at: middle, gradient: builder.input('to middle', 4, 6) },
          { at: last, gradient: builder.input('to last', 4, 6) },
        ];
        const [toX, toMiddle] = pullBack(builder, arriving, [x, middle]);
        for (const [name, view] of Object.entries({ middle, last, toX, toMiddle })) builder.output(name, view as View);
        const random = Random.fromSeed(seed);
        const executable = await openReference().compile(builder.build());
        executable.write({ q: values(36, random), b: values(6, random) });
        const feed = {
          indices: Float64Array.of(0, 2, 2, 3),
          x: values(24, random),
          wiggle: new Float64Array(24),
          'to middle': values(24, random),
          'to last': values(24, random),
        };
        const run = async () => (await executable.run([feed]))[0] as Record<'middle' | 'last' | 'toX' | 'toMiddle', Float64Array>;
        const found = await run();
        const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, at) => sum + value * (b[at] as number), 0);
        const index = Math.floor(random.uniform() * 24);
        for (const [name, gradient] of [['x', found.toX] as const, ['wiggle', found.toMiddle] as const]) {
          const kept = feed[name][index] as number;
          const at = async (value: number) => {
            feed[name][index] = value;
            const { middle: m, last: l } = await run();
            return dot(m, feed['to middle']) + dot(l, feed['to last']);
          };
          const difference = ((await at(kept + STEP)) - (await at(kept - STEP))) / (2 * STEP);
          feed[name][index] = kept;
          assert.ok(
            Math.abs((gradient[index] as number) - difference) < 1e-6 * Math.max(1, Math.abs(difference)),
            `${before.join(' ')} | ${after.join(' ')}: to ${name}[${index}] ${gradient[index]}, by differences ${difference}`,
          );
        }
      }),
      { numRuns: 100 },
    );
  });
});

function values(length: number, random: Random): Float64Array {
  return Float64Array.from({ length }, () => random.normal() / 4);
}
