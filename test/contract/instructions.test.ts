/** Every scalar instruction on every device over small, large and extreme arguments, against the definitions in 64 bits. */
import { BINARY, evaluateBinary, evaluateUnary, PointwiseBuilder, UNARY } from '../../src/engine/graph/pointwise';
import { assertClose, FLOAT32, FLOAT64, type Tolerance } from './closeTo';
import { onEachDevice } from './devices';
import { all, GraphBuilder } from './graphBuilder';

const ARGUMENTS = [0, 1e-6, 1e-3, 0.05, 0.0999, 0.1001, 0.5, 1, 1.5, 3, 8, 15, 30, 60, 87];
const SIGNED = Float32Array.from([...ARGUMENTS, ...ARGUMENTS.map((x) => -x)]);
const POSITIVE = Float32Array.from([1e-6, 1e-3, 0.5, 0.99, 1, 1.01, 2, 30, 1e4, 1e6]);
/** tanh, sigmoid and softplus must not overflow where exp does. */
const EXTREME = Float32Array.from([90, -90, 200, -200, 1e4, -1e4, 1e30, -1e30]);
/** WebGPU promises sine and cosine within 2⁻¹¹ between −π and π. */
const COARSE: Tolerance = { absolute: 5e-4, relative: 0 };

describe('instructions', () => {
  onEachDevice((device) => {
    const tolerance = () => (device.backend.description.precision === 'float64' ? FLOAT64 : FLOAT32);

    for (const op of UNARY) {
      it(op, async () => {
        const coarse = op === 'sin' || op === 'cos';
        const xs = op === 'log' || op === 'sqrt' ? POSITIVE : coarse ? SIGNED.filter((x) => Math.abs(x) <= 3) : SIGNED;
        await check(xs, coarse ? COARSE : tolerance());
      });

      async function check(xs: Float32Array, within: Tolerance) {
        const [found] = await evaluate([xs], (builder) => builder.unary(op, 0));
        assertClose(
          found as Float32Array,
          Array.from(xs, (x) => evaluateUnary(op, x)),
          within,
          op,
        );
      }

      if (['sigmoid', 'tanh', 'softplus', 'relu', 'abs', 'sign', 'negate'].includes(op)) {
        it(`${op} of what exp would overflow on`, () => check(EXTREME, tolerance()));
      }
    }

    for (const op of BINARY) {
      it(op, async () => {
        const pairs = Array.from(SIGNED)
          .flatMap((a) => Array.from(SIGNED, (b) => [a, b] as const))
          .filter(([, b]) => op !== 'divide' || b !== 0);
        const [found] = await evaluate([Float32Array.from(pairs, ([a]) => a), Float32Array.from(pairs, ([, b]) => b)], (builder) =>
          builder.binary(op, 0, 1),
        );
        assertClose(
          found as Float32Array,
          pairs.map(([a, b]) => evaluateBinary(op, Math.fround(a), Math.fround(b))),
          tolerance(),
          op,
        );
      });
    }

    it('keeps relative precision where sigmoid, tanh and softplus are small', async () => {
      const xs = Float32Array.from([-40, -20, -10, -5, -1, -0.3, -0.05, -1e-3, 1e-5, 1e-3, 0.02, 0.0999, 0.1001, 0.3]);
      for (const op of ['sigmoid', 'tanh', 'softplus'] as const) {
        const [found] = await evaluate([xs], (builder) => builder.unary(op, 0));
        assertClose(
          found as Float32Array,
          Array.from(xs, (x) => evaluateUnary(op, x)),
          { absolute: 0, relative: tolerance().relative },
          op,
        );
      }
    });

    it('constants of any size, and a program that is one constant', async () => {
      const xs = Float32Array.of(1, 2, 3);
      for (const constant of [1e-8, -0.5, 3, -7, 1e20, 123456.789]) {
        const [product, alone] = await evaluate(
          [xs],
          (builder) => builder.multiply(0, builder.constant(constant)),
          (builder) => builder.constant(constant),
        );
        assertClose(
          product as Float32Array,
          Array.from(xs, (x) => x * constant),
          FLOAT32,
          `x · ${constant}`,
        );
        assertClose(
          alone as Float32Array,
          Array.from(xs, () => constant),
          FLOAT32,
          `${constant}`,
        );
      }
    });

    /** Runs a program over columns of arguments; one row of results for each expression. */
    async function evaluate(
      inputs: readonly Float32Array[],
      ...write: ((builder: PointwiseBuilder) => number)[]
    ): Promise<ArrayLike<number>[]> {
      const builder = new PointwiseBuilder(inputs.length);
      const program = builder.build(write.map((one) => one(builder)));
      const graph = new GraphBuilder();
      const count = (inputs[0] as Float32Array).length;
      const values = inputs.map((_, index) => graph.input(`x${index}`, 1, count));
      const outputs = write.map(() => all(graph.value(1, count)));
      graph.add({ op: 'pointwise', program, inputs: values.map(all), outputs });
      const executable = await device.backend.compile(graph.build(Object.fromEntries(outputs.map((view, index) => [`y${index}`, view]))));
      const [results] = await executable.run([Object.fromEntries(inputs.map((numbers, index) => [`x${index}`, numbers]))]);
      executable.dispose();
      return Object.values(results ?? {});
    }
  });
});
