/** Threads share one memory and wait for each other only where they must: the numbers are the same to the last bit. */
import assert from 'node:assert/strict';
import { nodePlatform } from '../../../src/backends/platform/node/nodePlatform';
import type { Platform, Thread } from '../../../src/backends/platform/platform';
import { plan } from '../../../src/backends/wasm/compileGraph';
import { BARRIER } from '../../../src/backends/wasm/plan/schedule';
import { openWasm } from '../../../src/backends/wasm/wasmBackend';
import type { Feed, Graph, Numbers } from '../../../src/engine/backend';
import { sourceOf } from '../../../src/engine/cell/cellSources';
import { networkShape } from '../../../src/engine/model/networkShape';
import { parseExperiment } from '../../../src/engine/parseExperiment';
import { makeOptimizer } from '../../../src/engine/train/optimizers';
import { updateGraph } from '../../../src/engine/train/updateGraph';

const VOCABULARY = 11;

describe('wasm: threads', () => {
  for (const options of [
    { cell: 'lstm', hidden: 20, batch: 7, window: 6 },
    { cell: 'gru', hidden: 33, batch: 4, window: 5, layers: 2 },
    { cell: 'rnn', hidden: 9, batch: 1, window: 4 },
    { cell: 'lstm', hidden: 70, batch: 13, window: 3, embedding: 5 },
  ]) {
    it(`change no bit of an update: ${Object.values(options).join(', ')}`, async () => {
      const graph = graphOf(options);
      const one = await states(graph, 1);
      for (const threads of [2, 3, 5]) assert.deepEqual(await states(graph, threads), one, `${threads} threads`);
    });
  }

  it('are not waited for once they are gone', async () => {
    const graph = graphOf({ cell: 'rnn', hidden: 9, batch: 4, window: 3 });
    const backend = await openWasm(nodePlatform, 2);
    const executable = await backend.compile(graph);
    const feed = Object.fromEntries(Object.entries(graph.inputs).map(([name, value]) => [name, zeros(value)]));
    const before = await executable.run([feed]);
    backend.dispose();
    assert.deepEqual(await executable.run([feed]), before);
  });

  it('that are lost in a run are given up, and the next graph has new ones', async function () {
    this.timeout(30_000);
    const graph = graphOf({ cell: 'rnn', hidden: 9, batch: 4, window: 3 });
    const { platform, opened } = watched();
    const backend = await openWasm(platform, 3, 3000);
    const feed = Object.fromEntries(Object.entries(graph.inputs).map(([name, value]) => [name, zeros(value)]));
    const [hit, other] = [await backend.compile(graph), await backend.compile(graph)];
    const before = await other.run([feed]);
    // As the system does it, where memory is short: without a word before the run that needs it.
    opened[0]?.close();
    const began = performance.now();
    await assert.rejects(hit.run([feed]), { name: 'BackendLostError' });
    assert.ok(performance.now() - began < 14_000);
    // Its state is half of an update's: nobody may read it, nor go on.
    await assert.rejects(hit.run([feed]), { name: 'BackendLostError' });
    await assert.rejects(hit.read(), { name: 'BackendLostError' });
    const fresh = await backend.compile(graph);
    assert.equal(opened.length, 4);
    assert.deepEqual(await fresh.run([feed]), before);
    assert.equal((await other.run([feed])).length, 1);
    backend.dispose();
  });

  it('that are lost between runs are opened anew for the next one', async () => {
    const graph = graphOf({ cell: 'rnn', hidden: 9, batch: 4, window: 3 });
    const { platform, opened, losing } = watched();
    const backend = await openWasm(platform, 3);
    const executable = await backend.compile(graph);
    const feed = Object.fromEntries(Object.entries(graph.inputs).map(([name, value]) => [name, zeros(value)]));
    await executable.run([feed]);
    losing[1]?.();
    const both = await Promise.all([executable.run([feed]), executable.run([feed])]);
    assert.equal(both.length, 2);
    assert.equal(opened.length, 4);
    backend.dispose();
  });

  it('that cannot be had are an error of the device', async () => {
    const openThread: Platform['openThread'] = (_, name, events) => nodePlatform.openThread('no program', name, events);
    const backend = await openWasm({ ...nodePlatform, openThread }, 2);
    await assert.rejects(backend.compile(graphOf({ cell: 'rnn', hidden: 9, batch: 4, window: 3 })), { name: 'BackendLostError' });
    backend.dispose();
  });

  it('wait for each other a few times in an update, however long the window is', () => {
    const barriers = (window: number) => barriersOf(graphOf({ cell: 'lstm', hidden: 16, batch: 4, window }), 2);
    assert.ok(barriers(8) <= 20, `${barriers(8)} barriers`);
    assert.equal(barriers(40), barriers(8));
  });
});

function graphOf(options: object): Graph {
  const experiment = parseExperiment(options);
  const { batch, window } = experiment;
  const shape = networkShape(experiment, sourceOf(experiment), { vocabulary: VOCABULARY });
  return updateGraph(shape, { batch, window, dropout: false, clip: 1, optimizer: makeOptimizer('adam', 0) });
}

/** All state after three updates from the same beginning. */
async function states(graph: Graph, threads: number): Promise<Record<string, Numbers>> {
  const backend = await openWasm(nodePlatform, threads);
  const executable = await backend.compile(graph);
  executable.write(
    Object.fromEntries(
      Object.entries(graph.state).map(([name, { value }]) => [
        name,
        name.startsWith('layers') || name.startsWith('head') ? waves(value) : zeros(value),
      ]),
    ),
  );
  const feed: Feed = Object.fromEntries(
    Object.entries(graph.inputs).map(([name, value]) => [name, name === 'tokens' || name === 'targets' ? tokens(value) : waves(value)]),
  );
  await executable.run([feed, feed, feed]);
  const state = await executable.read();
  backend.dispose();
  return state;
}

function barriersOf(graph: Graph, threads: number): number {
  return plan(graph, threads, false).schedule.steps.filter((step) => step === BARRIER).length;
}

interface Shape {
  readonly rows: number;
  readonly columns: number;
}

function zeros({ rows, columns }: Shape): Float32Array {
  return new Float32Array(rows * columns);
}

function waves({ rows, columns }: Shape): Float32Array {
  return Float32Array.from({ length: rows * columns }, (_, index) => 0.3 * Math.sin(index * 1.7 + columns));
}

function tokens({ rows }: Shape): Float32Array {
  return Float32Array.from({ length: rows }, (_, index) => (index * 7) % VOCABULARY);
}

/** A platform whose threads can be got hold of. */
function watched() {
  const opened: Thread[] = [];
  const losing: (() => void)[] = [];
  const openThread: Platform['openThread'] = (program, name, events) => {
    const thread = nodePlatform.openThread(program, name, events);
    opened.push(thread);
    losing.push(() => {
      thread.close();
      events.gone(new Error('out of memory'));
    });
    return thread;
  };
  return { platform: { ...nodePlatform, openThread }, opened, losing };
}
