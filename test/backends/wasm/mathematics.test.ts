/** The vectorised elementary functions against 64-bit ones, over all magnitudes; the stated errors are those measured. */
import assert from 'node:assert/strict';
import { nodePlatform } from '../../../src/backends/platform/node/nodePlatform';
import { openWasm } from '../../../src/backends/wasm/wasmBackend';
import { GraphBuilder } from '../../../src/engine/graph/graphBuilder';
import { evaluateUnary, PointwiseBuilder, type Unary } from '../../../src/engine/graph/pointwise';

/** Largest error in units of the last place of the true result, for arguments over which it is stated. */
const STATED: Readonly<Partial<Record<Unary, { readonly from: number; readonly to: number; readonly ulps: number }>>> = {
  exp: { from: -87, to: 88.7, ulps: 1 },
  log: { from: 1e-45, to: 3e38, ulps: 1 },
  sigmoid: { from: -87, to: 100, ulps: 2.5 },
  tanh: { from: -30, to: 30, ulps: 2.5 },
  softplus: { from: -80, to: 1e4, ulps: 2.5 },
  sqrt: { from: 0, to: 3e38, ulps: 0.51 },
};
const EDGES = [0, -0, 1, -1, 1e-45, -1e-45, 1e-38, -1e-38, 88, 89, 104, -88, -104, -110, 3e38, -3e38, Infinity, -Infinity, Number.NaN];
const EDGE_OPS: readonly Unary[] = ['exp', 'log', 'sigmoid', 'tanh', 'softplus', 'sqrt', 'relu', 'abs', 'sign', 'negate'];

describe('wasm: elementary functions', () => {
  for (const [op, { from, to, ulps }] of Object.entries(STATED) as [Unary, { from: number; to: number; ulps: number }][]) {
    it(`${op} errs by at most ${ulps} ulp on ${from}…${to}`, async () => {
      const arguments_ = samples(from, to, 200_000);
      const found = await apply(op, arguments_);
      let worst = 0;
      let where = 0;
      arguments_.forEach((x, index) => {
        const wanted = evaluateUnary(op, x);
        const error = Math.abs((found[index] as number) - wanted) / ulp(wanted);
        if (!(error <= worst)) [worst, where] = [error, x];
      });
      assert.ok(worst <= ulps, `${worst.toFixed(2)} ulp at ${where}`);
    });
  }

  for (const op of ['sin', 'cos'] as const) {
    it(`${op} is right to 1.5e-7 for arguments up to 100000`, async () => {
      const arguments_ = samples(-1e5, 1e5, 200_000);
      const found = await apply(op, arguments_);
      arguments_.forEach((x, index) =>
        assert.ok(Math.abs((found[index] as number) - evaluateUnary(op, x)) < 1.5e-7, `${op} ${x} is ${found[index]}`),
      );
    });
  }

  for (const op of EDGE_OPS) {
    it(`${op} has its limits, and keeps NaN`, async () => {
      const arguments_ = Float32Array.from(EDGES);
      const found = await apply(op, arguments_);
      arguments_.forEach((x, index) => {
        const wanted = Math.fround(evaluateUnary(op, x));
        const got = found[index] as number;
        const close = Object.is(got, wanted) || Math.abs(got - wanted) <= Math.max(3 * ulp(wanted), 1e-37);
        assert.ok(close, `${op} ${x} is ${got} where ${wanted} is right`);
      });
    });
  }
});

async function apply(op: Unary, x: Float32Array): Promise<Float32Array> {
  const program = new PointwiseBuilder(1);
  const graph = new GraphBuilder();
  const [y] = graph.pointwise(program.build([program.unary(op, 0)]), [graph.input('x', 1, x.length)]);
  if (y) graph.output('y', y);
  const executable = await (await openWasm(nodePlatform)).compile(graph.build());
  const [result] = await executable.run([{ x }]);
  return result?.y as Float32Array;
}

/** The distance between neighbouring floats at a number. */
function ulp(x: number): number {
  const exponent = Math.max(-126, Math.floor(Math.log2(Math.abs(x) || 1e-45)));
  return 2 ** (exponent - 23);
}

/** Half evenly spread over the range, half over its orders of magnitude; the same ones always. */
function samples(from: number, to: number, count: number): Float32Array {
  const smallest = from > 0 ? from : 1e-12;
  return Float32Array.from({ length: count }, (_, index) => {
    const share = (index * 0.6180339887498949) % 1;
    if (index % 2 === 0) return from + share * (to - from);
    const sign = index % 4 === 1 && from < 0 ? -1 : 1;
    return sign * Math.exp(Math.log(smallest) + share * (Math.log(sign < 0 ? -from : to) - Math.log(smallest)));
  });
}
