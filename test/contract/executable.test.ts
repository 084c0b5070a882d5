/** What holds of a compiled graph on every device: how state flows, what crosses the border, and that mistakes are named. */
import assert from 'node:assert/strict';
import type { Executable, Graph } from '../../src/engine/backend';
import { PointwiseBuilder } from '../../src/engine/graph/pointwise';
import { assertClose, FLOAT32 } from './closeTo';
import { onEachDevice } from './devices';
import { all, GraphBuilder, part } from './graphBuilder';

describe('executables', () => {
  onEachDevice((device) => {
    let executable: Executable;
    const compile = async (graph: Graph) => (executable = await device.backend.compile(graph));
    afterEach(() => executable?.dispose());

    it('state flows from feed to feed within a run, and from run to run', async () => {
      await compile(decayingSum());
      const outputs = await executable.run([1, 2, 3].map((x) => ({ x: Float32Array.of(x, -x) })));
      assert.deepEqual(
        outputs.map(({ y }) => Array.from(y as Float32Array)),
        [
          [1, -1],
          [2.5, -2.5],
          [4.25, -4.25],
        ],
      );
      const [next] = await executable.run([{ x: Float32Array.of(0, 0) }]);
      assert.deepEqual(Array.from(next?.y as Float32Array), [2.125, -2.125]);
      assert.deepEqual(Array.from((await executable.read()).sum as Float32Array), [2.125, -2.125]);
    });

    it('a run of many feeds equals as many runs of one', async () => {
      const feeds = Array.from({ length: 19 }, (_, k) => ({ x: Float32Array.of(Math.sin(k), Math.cos(k)) }));
      await compile(decayingSum());
      const together = (await executable.run(feeds)).map(({ y }) => Array.from(y as Float32Array));
      executable.dispose();
      await compile(decayingSum());
      const apart: number[][] = [];
      for (const feed of feeds) apart.push(...(await executable.run([feed])).map(({ y }) => Array.from(y as Float32Array)));
      assert.deepEqual(together, apart);
    });

    it('runs that are not awaited keep their order', async () => {
      await compile(decayingSum());
      const [first, second] = await Promise.all([
        executable.run([{ x: Float32Array.of(8, 0) }]),
        executable.run([{ x: Float32Array.of(0, 8) }]),
      ]);
      assert.deepEqual(Array.from(first[0]?.y as Float32Array), [8, 0]);
      assert.deepEqual(Array.from(second[0]?.y as Float32Array), [4, 8]);
    });

    it('no feeds, no outputs, no change', async () => {
      await compile(decayingSum());
      assert.deepEqual(await executable.run([]), []);
      assert.deepEqual(Array.from((await executable.read(['sum'])).sum as Float32Array), [0, 0]);
    });

    it('written state is read back, and is what the next run starts from', async () => {
      await compile(decayingSum());
      executable.write({ sum: Float64Array.of(4, 8) });
      assert.deepEqual(Array.from((await executable.read(['sum'])).sum as Float32Array), [4, 8]);
      const [outputs] = await executable.run([{ x: Float32Array.of(1, 1) }]);
      assert.deepEqual(Array.from(outputs?.y as Float32Array), [3, 5]);
    });

    it('what is read and what is fed are copies', async () => {
      await compile(decayingSum());
      const written = Float32Array.of(2, 2);
      executable.write({ sum: written });
      written.fill(99);
      const read = await executable.read();
      read.sum?.fill(99);
      assert.deepEqual(Array.from((await executable.read()).sum as Float32Array), [2, 2]);
    });

    it('slots may trade places: every next value is taken before any slot changes', async () => {
      const graph = new GraphBuilder();
      const a = graph.slot('a', 1, 2);
      const b = graph.slot('b', 1, 2);
      graph.next('a', all(b));
      graph.next('b', all(a));
      const x = graph.input('x', 1, 1);
      await compile(graph.build({ a: all(a), x: all(x) }));
      executable.write({ a: Float32Array.of(1, 2), b: Float32Array.of(3, 4) });
      const outputs = await executable.run([{ x: Float32Array.of(5) }, { x: Float32Array.of(6) }, { x: Float32Array.of(7) }]);
      assert.deepEqual(
        outputs.map((output) => [Array.from(output.a as Float32Array), Array.from(output.x as Float32Array)]),
        [
          [[1, 2], [5]],
          [[3, 4], [6]],
          [[1, 2], [7]],
        ],
      );
      assert.deepEqual(
        Object.entries(await executable.read()).map(([name, numbers]) => [name, Array.from(numbers)]),
        [
          ['a', [3, 4]],
          ['b', [1, 2]],
        ],
      );
    });

    it('a slot without a next value stays; next values and outputs may be parts of values', async () => {
      const graph = new GraphBuilder();
      const weights = graph.slot('weights', 3, 2);
      graph.slot('corner', 1, 1);
      const x = graph.input('x', 2, 3);
      const y = graph.value(2, 2);
      graph.add({ op: 'gemm', a: all(x), b: all(weights), transposeA: false, transposeB: false, out: y });
      graph.next('corner', part(y, 1, 1, 1, 1));
      await compile(graph.build({ row: part(y, 1, 0, 1, 2), column: part(x, 0, 2, 2, 1) }));
      executable.write({ weights: Float32Array.of(1, 2, 3, 4, 5, 6) });
      const [outputs] = await executable.run([{ x: Float32Array.of(1, 0, 0, 1, 1, 1) }]);
      assert.deepEqual(Array.from(outputs?.row as Float32Array), [9, 12]);
      assert.deepEqual(Array.from(outputs?.column as Float32Array), [0, 1]);
      const state = await executable.read();
      assert.deepEqual([Array.from(state.weights as Float32Array), Array.from(state.corner as Float32Array)], [[1, 2, 3, 4, 5, 6], [12]]);
    });

    it('constants are what they say, as operands, as outputs and as next values', async () => {
      const graph = new GraphBuilder();
      graph.slot('reset', 1, 2);
      const zero = graph.constant(1, 2, 0);
      const half = graph.constant(2, 3, 0.5);
      graph.next('reset', all(zero));
      const x = graph.input('x', 1, 2);
      const y = graph.value(1, 3);
      graph.add({ op: 'gemm', a: all(x), b: all(half), transposeA: false, transposeB: false, out: y });
      const stacked = graph.value(3, 3);
      graph.add({ op: 'stack', parts: [all(half), all(y)], out: stacked });
      await compile(graph.build({ stacked: all(stacked), half: part(half, 0, 0, 1, 2) }));
      executable.write({ reset: Float32Array.of(3, 3) });
      const [outputs] = await executable.run([{ x: Float32Array.of(2, 4) }]);
      assert.deepEqual(Array.from(outputs?.stacked as Float32Array), [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 3, 3, 3]);
      assert.deepEqual(Array.from(outputs?.half as Float32Array), [0.5, 0.5]);
      assert.deepEqual(Array.from((await executable.read()).reset as Float32Array), [0, 0]);
    });

    it('twenty steps through one weight, forwards and transposed, add up as by hand', async () => {
      const graph = new GraphBuilder();
      const weight = graph.slot('weight', 2, 2);
      let h = graph.input('x', 1, 2);
      const steps = [];
      for (let t = 0; t < 20; t++) {
        const next = graph.value(1, 2);
        graph.add({ op: 'gemm', a: all(h), b: all(weight), transposeA: false, transposeB: t % 2 === 1, out: next });
        steps.push(all(next));
        h = next;
      }
      const stacked = graph.value(20, 2);
      graph.add({ op: 'stack', parts: steps, out: stacked });
      await compile(graph.build({ stacked: all(stacked) }));
      executable.write({ weight: Float32Array.of(0.5, 1, -0.25, 0.75) });
      const [outputs] = await executable.run([{ x: Float32Array.of(1, -1) }]);
      const wanted: number[] = [];
      let [p, q] = [1, -1] as [number, number];
      for (let t = 0; t < 20; t++) {
        [p, q] = t % 2 === 0 ? [0.5 * p - 0.25 * q, p + 0.75 * q] : [0.5 * p + q, -0.25 * p + 0.75 * q];
        wanted.push(p, q);
      }
      assertClose(outputs?.stacked as Float32Array, wanted, FLOAT32, 'steps');
    });

    it('names what is wrong with a feed or with state', async () => {
      await compile(decayingSum());
      const two = Float32Array.of(1, 2);
      const shapeError = (message: RegExp) => ({ name: 'ShapeError', message });
      await assert.rejects(async () => executable.run([{}]), shapeError(/input “x” is not fed/));
      await assert.rejects(async () => executable.run([{ x: two, z: two }]), shapeError(/no input “z”.*x/));
      await assert.rejects(async () => executable.run([{ x: Float32Array.of(1) }]), shapeError(/input “x” has 1 numbers.*needs 2/));
      assert.throws(() => executable.write({ total: two }), shapeError(/no state “total”.*sum/));
      assert.throws(() => executable.write({ sum: Float32Array.of(1) }), shapeError(/state “sum” has 1 numbers.*needs 2/));
      await assert.rejects(async () => executable.read(['total']), shapeError(/no state “total”/));
      assert.deepEqual(Array.from((await executable.read()).sum as Float32Array), [0, 0]);
    });

    it('refuses a graph that does not fit together', async () => {
      const graph = new GraphBuilder();
      const x = graph.input('x', 2, 3);
      graph.add({ op: 'gemm', a: all(x), b: all(x), transposeA: false, transposeB: false, out: graph.value(2, 3) });
      await assert.rejects(async () => device.backend.compile(graph.build({})), {
        name: 'ShapeError',
        message: /operation 0 \(gemm\).*does not multiply/,
      });
    });
  });
});

/** sum ← x + sum / 2, handed out as y. */
function decayingSum(): Graph {
  const graph = new GraphBuilder();
  const x = graph.input('x', 1, 2);
  const sum = graph.slot('sum', 1, 2);
  const y = graph.value(1, 2);
  const builder = new PointwiseBuilder(2);
  graph.add({
    op: 'pointwise',
    program: builder.build([builder.add(0, builder.multiply(1, builder.constant(0.5)))]),
    inputs: [all(x), all(sum)],
    outputs: [all(y)],
  });
  graph.next('sum', all(y));
  return graph.build({ y: all(y) });
}
