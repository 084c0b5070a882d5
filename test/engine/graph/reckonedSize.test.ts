/** What a graph is reckoned to take, against the addresses that the wasm device gives, to the byte. */
import assert from 'node:assert/strict';
import { compileGraph } from '../../../src/backends/wasm/compileGraph';
import { sourceOf } from '../../../src/engine/cell/cellSources';
import type { ExperimentOptions } from '../../../src/engine/experimentSchema';
import { type NetworkSizes, networkShape } from '../../../src/engine/model/networkShape';
import { parseExperiment } from '../../../src/engine/parseExperiment';
import { requireMemory, trainingMemory } from '../../../src/engine/train/memory';
import { makeOptimizer } from '../../../src/engine/train/optimizers';
import { updateGraph } from '../../../src/engine/train/updateGraph';

type Sized = ExperimentOptions & { readonly batch: number; readonly window: number; readonly targetWindow?: number };

const NETWORKS: Readonly<Record<string, readonly [Sized, NetworkSizes]>> = {
  'one small layer': [{ cell: 'lstm', hidden: 64, batch: 8, window: 20 }, { vocabulary: 65 }],
  'a single text': [{ cell: 'rnn', hidden: 128, batch: 1, window: 25 }, { vocabulary: 65 }],
  'layers with dropout between': [{ cell: 'gru', hidden: 128, layers: 3, dropout: 0.2, batch: 16, window: 30 }, { vocabulary: 65 }],
  'two states a layer, added to what it reads': [
    { cell: 'slstm', hidden: 96, layers: 2, residual: true, batch: 8, window: 40 },
    { vocabulary: 65 },
  ],
  'many words, whose logits are most of it': [{ cell: 'lstm', hidden: 32, embedding: 32, batch: 8, window: 20 }, { vocabulary: 10_000 }],
  'no moments': [{ cell: 'lstm', hidden: 256, optimizer: 'sgd', batch: 4, window: 8 }, { vocabulary: 65 }],
  infill: [{ task: 'infill', cell: 'lstm', hidden: 96, batch: 16, window: 40 }, { vocabulary: 65 }],
  'tag, both ways': [
    { task: 'tag', rule: 'case', cell: 'gru-pytorch', hidden: 64, layers: 2, bidirectional: 'concat', batch: 16, window: 40 },
    { vocabulary: 65, targets: 2 },
  ],
  classify: [
    { task: 'classify', cell: 'lstm', hidden: 64, bidirectional: 'sum', batch: 16, window: 60 },
    { vocabulary: 65, targets: 5 },
  ],
  'generate-from-label': [
    { task: 'generate-from-label', cell: 'gru', hidden: 96, batch: 16, window: 30 },
    { vocabulary: 65, labels: 7 },
  ],
  translate: [
    { task: 'translate', cell: 'gru', hidden: 64, attention: 'none', bidirectional: 'no', batch: 16, window: 30, targetWindow: 50 },
    { vocabulary: 65 },
  ],
  'translate with additive attention': [
    { task: 'translate', cell: 'lstm', hidden: 64, attention: 'additive', batch: 16, window: 40, targetWindow: 30 },
    { vocabulary: 65 },
  ],
  'translate with dot attention': [
    { task: 'translate', cell: 'lstm', hidden: 64, attention: 'dot', layers: 2, batch: 16, window: 40, targetWindow: 40 },
    { vocabulary: 65 },
  ],
};

describe('the memory of an update', () => {
  for (const [name, [{ targetWindow, ...options }, symbols]] of Object.entries(NETWORKS))
    it(`is reckoned to a quarter, as room between values and for each thread is added: ${name}`, () => {
      const experiment = parseExperiment({ optimizer: 'adam', ...options });
      const shape = networkShape(experiment, sourceOf(experiment), symbols);
      const size = { batch: options.batch, window: options.window, ...(targetWindow !== undefined && { targetWindow }) };
      const { clip, dropout, momentum } = experiment;
      const graph = updateGraph(shape, { ...size, dropout: dropout > 0, clip, optimizer: makeOptimizer(experiment.optimizer, momentum) });
      const { memoryBytes } = compileGraph(graph, { relaxedSimd: true, wide: true, threads: 2, insist: true, patience: 0 });
      const { bytes, update, parameters } = trainingMemory(shape, experiment, [size]);
      const off = update / memoryBytes - 1;
      assert.ok(Math.abs(off) < 0.25, `${(100 * off).toFixed(0)} % of ${memoryBytes} bytes`);
      assert.ok(bytes > update + 4 * 8 * parameters, 'and what training holds beside it');
    });

  it('is a part of what training takes, which is said where it is much, and refused where the machine has not as much', () => {
    const experiment = parseExperiment({ cell: 'lstm', hidden: 1024, layers: 4 });
    const shape = networkShape(experiment, sourceOf(experiment), { vocabulary: 65 });
    const sizes = [{ batch: 32, window: 50 }];
    const { bytes } = trainingMemory(shape, experiment, sizes);
    assert.deepEqual(requireMemory(shape, experiment, sizes, bytes), [
      `Training takes about ${(bytes / 2 ** 30).toFixed(1)} GB of memory.`,
    ]);
    assert.throws(
      () => requireMemory(shape, experiment, sizes, bytes - 1),
      /and this machine has [\d.]+ GB: .*fewer hidden units \(now 1024\)/,
    );
    assert.deepEqual(
      requireMemory(networkShape(parseExperiment({}), sourceOf(parseExperiment({})), { vocabulary: 65 }), experiment, sizes),
      [],
    );
  });
});
