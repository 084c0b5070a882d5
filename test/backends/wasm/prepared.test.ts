/** Weights that no run changes are packed when they were written, and not when the carried state was. */
import assert from 'node:assert/strict';
import { nodePlatform } from '../../../src/backends/platform/node/nodePlatform';
import { openReference } from '../../../src/backends/reference/referenceBackend';
import { openWasm } from '../../../src/backends/wasm/wasmBackend';
import type { Backend, Executable, Feed } from '../../../src/engine/backend';
import { GraphBuilder } from '../../../src/engine/graph/graphBuilder';

const SIZE = 9;

describe('wasm: prepared weights', () => {
  for (const rows of [1, 2, 3, 5]) {
    it(`are packed again when they are written, not when the carried state is: ${rows} rows`, async () => {
      const { executable, preparations } = await counted(await openWasm(nodePlatform), stepGraph(rows));
      const right = await openReference().compile(stepGraph(rows));
      const feed = { x: numbers(rows * SIZE, 2) };
      const same = async (written: Feed) => {
        for (const each of [executable, right]) each.write(written);
        assert.deepEqual(await results(executable, feed), await results(right, feed));
        return preparations();
      };
      const [weights, others] = [numbers(SIZE * SIZE, 3), numbers(SIZE * SIZE, 5)];
      assert.equal(await same({ weights }), 1);
      assert.equal(await same({ carry: numbers(rows * SIZE, 7) }), 1);
      assert.equal(await same({}), 1);
      assert.equal(await same({ weights: others }), 2);
      assert.equal(await same({ carry: numbers(rows * SIZE, 11), weights }), 3);
      assert.equal(await same({ weights: others, carry: numbers(rows * SIZE, 4) }), 4);
    });
  }
});

/** carry ← (carry + x · weights) of one run to the next, by weights that stay. */
function stepGraph(rows: number) {
  const graph = new GraphBuilder();
  const next = graph.gemm(graph.input('x', rows, SIZE), graph.slot('weights', SIZE, SIZE), { add: graph.slot('carry', rows, SIZE) });
  graph.setNext('carry', next);
  graph.output('next', next);
  return graph.build();
}

/** An executable that counts how often it packed. */
async function counted(backend: Backend, graph: Parameters<Backend['compile']>[0]) {
  const { instantiate } = WebAssembly;
  let preparations = 0;
  const counting = async (...given: Parameters<typeof instantiate>) => {
    const { exports } = (await instantiate(...given)) as unknown as { exports: Record<string, () => void> };
    const prepare = () => {
      preparations++;
      exports.prepare?.();
    };
    return { exports: { ...exports, prepare } };
  };
  WebAssembly.instantiate = counting as unknown as typeof instantiate;
  try {
    return { executable: await backend.compile(graph), preparations: () => preparations };
  } finally {
    WebAssembly.instantiate = instantiate;
  }
}

async function results(executable: Executable, feed: Feed) {
  const outputs = await executable.run([feed, feed]);
  return [...outputs, await executable.read()].map((record) => Object.entries(record).map(([name, found]) => [name, ...found]));
}

/** Eighths, whose sums and products are exact. */
function numbers(count: number, seed: number): Float32Array {
  return Float32Array.from({ length: count }, (_, index) => (((index * 37 * seed) % 17) - 8) / 8);
}
