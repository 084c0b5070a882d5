/** The symbolic reverse of every cell and of every task's network, through time, layers, embedding and head, against finite differences. */
import fc from 'fast-check';
import { builtinCells } from '../../src/engine/cell/builtin/builtinCells';
import { joinCellSources } from '../../src/engine/cell/cellSources';
import type { ExperimentOptions } from '../../src/engine/experimentSchema';
import { type NetworkSizes, networkShape } from '../../src/engine/model/networkShape';
import { parseExperiment } from '../../src/engine/parseExperiment';
import { assertGradients, type Case } from './finiteDifferences';
import { oddCells } from './oddCells';

const sourceOf = (name: string) => builtinCells.find((cell) => cell.name === name)?.source as string;

const networks = fc.record({
  vocabulary: fc.integer({ min: 2, max: 5 }),
  hidden: fc.integer({ min: 1, max: 3 }),
  layers: fc.integer({ min: 1, max: 3 }),
  embedding: fc.constantFrom(0, 2, 3),
  residual: fc.boolean(),
  batch: fc.integer({ min: 1, max: 3 }),
  window: fc.integer({ min: 1, max: 4 }),
  dropout: fc.boolean(),
  seed: fc.nat(),
});
type Network = ReturnType<typeof networks.generate>['value'];
/** The deep one that a random choice may miss. */
const deep = { vocabulary: 4, hidden: 3, layers: 2, embedding: 2, residual: false, batch: 2, window: 4, dropout: true, seed: 1 };

describe('gradients against finite differences', () => {
  const cells = { ...Object.fromEntries(builtinCells.map(({ name, source }) => [name, source])), ...oddCells };
  for (const [name, source] of Object.entries(cells)) {
    it(name, async () => {
      const assertNetwork = ({ vocabulary, hidden, layers, embedding, residual, ...its }: Network) =>
        assertGradients(networkShape(parseExperiment({ hidden, layers, embedding, residual }), source, { vocabulary }), its);
      await fc.assert(fc.asyncProperty(networks, assertNetwork), { numRuns: 6, examples: [[deep]] });
    });
  }
});

const sizes: NetworkSizes = { vocabulary: 4, targets: 3, labels: 2 };
const size: Case = { batch: 3, window: 4, targetWindow: 3, dropout: false, seed: 5 };
/** Whatever the defaults of a task are. */
const plain = { hidden: 3, bidirectional: 'no', attention: 'none', embedding: 0 } satisfies ExperimentOptions;
const both = (task: ExperimentOptions['task'], more: ExperimentOptions = {}): Record<string, ExperimentOptions> => ({
  [`${task}, both directions side by side`]: { task, bidirectional: 'concat', ...more },
  [`${task}, the sum of both directions`]: { task, bidirectional: 'sum', ...more },
});

describe('gradients of each task against finite differences', () => {
  const tasks: Record<string, ExperimentOptions> = {
    tag: { task: 'tag' },
    ...both('tag', { layers: 2, embedding: 3 }),
    classify: { task: 'classify' },
    ...both('classify', { layers: 2 }),
    ...both('infill', { layers: 2, embedding: 2 }),
    'generate-from-label': { task: 'generate-from-label', layers: 2 },
    translate: { task: 'translate', layers: 2, embedding: 2 },
    'translate, a smaller decoder': { task: 'translate', decoderHidden: 2 },
    ...both('translate', { layers: 2, decoderHidden: 2 }),
    'translate, dot attention': { task: 'translate', attention: 'dot', layers: 2 },
    'translate, additive attention': { task: 'translate', attention: 'additive' },
    ...both('translate', { attention: 'dot', decoderHidden: 2 }),
    'translate, additive attention to both directions': { task: 'translate', attention: 'additive', bidirectional: 'concat', layers: 2 },
  };
  for (const [name, options] of Object.entries(tasks)) {
    for (const cell of ['gru', 'lstm-peephole', 'readout'] as const) {
      it(`${name}: ${cell}`, async () => {
        const source = cell === 'readout' ? (oddCells['an output that is not a state'] as string) : sourceOf(cell);
        const shape = networkShape(parseExperiment({ ...plain, ...options }), source, sizes);
        await assertGradients(shape, size);
      });
    }
    it(`${name}: residual, with dropout, an lstm on a gru`, async () => {
      const source = joinCellSources([sourceOf('gru'), sourceOf('lstm')]);
      const experiment = parseExperiment({ ...plain, cell: 'gru, lstm', ...options, layers: 2, residual: true });
      await assertGradients(networkShape(experiment, source, sizes), { ...size, dropout: true });
    });
  }
});
