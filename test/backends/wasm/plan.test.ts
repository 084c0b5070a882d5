/** The memory plan: what costs nothing, what shares memory, and that sharing never shows. */
import assert from 'node:assert/strict';
import { nodePlatform } from '../../../src/backends/platform/node/nodePlatform';
import { openReference } from '../../../src/backends/reference/referenceBackend';
import { compileGraph, plan } from '../../../src/backends/wasm/compileGraph';
import { BARRIER } from '../../../src/backends/wasm/plan/schedule';
import { openWasm } from '../../../src/backends/wasm/wasmBackend';
import { type Backend, BackendUnavailableError, type Feed, type Graph, ShapeError, type View } from '../../../src/engine/backend';
import { GraphBuilder } from '../../../src/engine/graph/graphBuilder';
import { PointwiseBuilder } from '../../../src/engine/graph/pointwise';
import { rowsOf } from '../../../src/engine/graph/views';

describe('wasm: memory plan', () => {
  it('writes the parts of a stack where it is read, also where two stacks share them', () => {
    const graph = new GraphBuilder();
    const steps = chain(graph, graph.input('x', 2, 3), 5);
    graph.output('after', graph.stack(steps));
    graph.output('middle', graph.stack(steps.slice(1, 4)));
    assert.deepEqual(kernelNames(graph.build()), Array(5).fill('pointwise of 1 1x6'));
  });

  it('copies only what cannot lie there: inputs, repeated parts, parts of values', async () => {
    const graph = new GraphBuilder();
    const x = graph.input('x', 2, 3);
    const [first, second, third] = chain(graph, x, 3) as [View, View, View];
    graph.output('before', graph.stack([x, first, second]));
    graph.output('after', graph.stack([first, second, third]));
    graph.output('repeated', graph.stack([first, first, third]));
    graph.output('parts', graph.stack([rowsOf(second, 1, 1), rowsOf(third, 0, 1)]));
    graph.output('other order', graph.stack([third, first]));
    const copies = kernelNames(graph.build()).filter((name) => name.startsWith('copy'));
    assert.equal(copies.length, 1 + 3 + 2 + 1);
    await sameAsReference(graph.build(), [{ x: Float32Array.of(1, 2, 3, 4, 5, 6) }]);
  });

  it('reuses the memory of what nobody reads any more', () => {
    const bytes = (length: number) => {
      const graph = new GraphBuilder();
      graph.output('y', chain(graph, graph.input('x', 100, 100), length).at(-1) as View);
      return compileGraph(graph.build(), { relaxedSimd: false, wide: false, threads: 1, insist: false, patience: 0 }).memoryBytes;
    };
    assert.ok(bytes(50) < 1.1 * bytes(4), `${bytes(50)} bytes for 50 steps, ${bytes(4)} for 4`);
  });

  it('writes the next value of a state over it where nobody reads the old one later', () => {
    const graph = new GraphBuilder();
    const weight = graph.slot('weight', 4, 4);
    graph.setNext('weight', add(graph, weight, graph.input('gradient', 4, 4)));
    assert.deepEqual(kernelNames(graph.build()), ['pointwise of 1 1x16']);
  });

  it('keeps the old value of a state for later readers, for outputs and for other states', async () => {
    const graph = new GraphBuilder();
    const [a, b, c] = [graph.slot('a', 2, 3), graph.slot('b', 2, 3), graph.slot('c', 3, 3)];
    const next = add(graph, a, graph.input('x', 2, 3));
    graph.setNext('a', b);
    graph.setNext('b', next);
    graph.setNext('c', add(graph, c, c));
    graph.output('old a', rowsOf(a, 1, 1));
    graph.output('later', graph.gemm(a, c));
    graph.output('old b', b);
    const feeds = [1, 2, 3].map((n) => ({ x: Float32Array.of(n, 2, 3, 4, 5, -n) }));
    await sameAsReference(graph.build(), feeds, { a: numbers(6), b: numbers(6, 3), c: numbers(9, 5) });
  });

  it('multiplies by the weights as they are in this run, not as they were packed in the last', async () => {
    const graph = new GraphBuilder();
    const weight = graph.slot('weight', 9, 9);
    const product = graph.gemm(graph.input('x', 5, 9), weight);
    graph.setNext('weight', add(graph, weight, graph.constant(0.5, 9, 9)));
    graph.output('product', product);
    graph.output('again', graph.gemm(product, weight, { transposeB: true }));
    await sameAsReference(graph.build(), [{ x: numbers(45) }, { x: numbers(45, 2) }], { weight: numbers(81, 4) });
  });

  it('says how much memory it lacks', async () => {
    const graph = new GraphBuilder();
    graph.output('norm', graph.sumSquares(graph.slot('huge', 40_000, 40_000)));
    const wasm = await openWasm(nodePlatform);
    await assert.rejects(wasm.compile(graph.build()), (error) => error instanceof BackendUnavailableError && /6\.0 GB/.test(error.message));
  });

  it('refuses an index that no row has, and goes on with the next run', async () => {
    const graph = new GraphBuilder();
    graph.output('row', graph.gather(graph.slot('table', 3, 2), graph.input('index', 1, 1)));
    const executable = await (await openWasm(nodePlatform)).compile(graph.build());
    executable.write({ table: Float32Array.of(1, 2, 3, 4, 5, 6) });
    for (const index of [3, -1, 0.5, Number.NaN, 1e10]) {
      await assert.rejects(
        executable.run([{ index: Float32Array.of(index) }]),
        (error) => error instanceof ShapeError && error.message === `index ${index} is not one of 3 rows`,
      );
    }
    assert.deepEqual([...((await executable.run([{ index: Float32Array.of(2) }]))[0]?.row ?? [])], [5, 6]);
  });
});

/** x + 1, x + 2, … each from the one before. */
function chain(graph: GraphBuilder, x: View, length: number): View[] {
  const steps: View[] = [];
  for (let step = 0; step < length; step++) steps.push(add(graph, steps.at(-1) ?? x, graph.constant(1)));
  return steps;
}

function add(graph: GraphBuilder, a: View, b: View): View {
  const program = new PointwiseBuilder(2);
  return graph.pointwise(program.build([program.add(0, 1)]), [a, b])[0] as View;
}

function kernelNames(graph: Graph): string[] {
  return plan(graph, 1, false).schedule.steps.map((step) => (step === BARRIER ? BARRIER : step.kernel.name));
}

async function sameAsReference(graph: Graph, feeds: readonly Feed[], state: Feed = {}): Promise<void> {
  const run = async (backend: Backend) => {
    const executable = await backend.compile(graph);
    executable.write(state);
    const outputs = await executable.run(feeds);
    return [...outputs, await executable.read()].map((record) =>
      Object.fromEntries(Object.entries(record).map(([name, values]) => [name, [...values]])),
    );
  };
  assert.deepEqual(await run(await openWasm(nodePlatform)), await run(openReference()));
}

/** Eighths, whose sums and products are exact. */
function numbers(count: number, seed = 1): Float32Array {
  return Float32Array.from({ length: count }, (_, index) => (((index * 37 * seed) % 17) - 8) / 8);
}
