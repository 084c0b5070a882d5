/** A padded batch of texts of different lengths is the same as its texts one at a time: loss and every gradient. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { openReference } from '../../src/backends/reference/referenceBackend';
import type { Feed, Numbers } from '../../src/engine/backend';
import { builtinCells } from '../../src/engine/cell/builtin/builtinCells';
import type { Size } from '../../src/engine/model/architecture';
import { type NetworkShape, networkShape } from '../../src/engine/model/networkShape';
import { parameterSlots } from '../../src/engine/model/parameterSlots';
import { parseExperiment } from '../../src/engine/parseExperiment';
import { Random } from '../../src/engine/random';
import { makeOptimizer } from '../../src/engine/train/optimizers';
import { updateGraph } from '../../src/engine/train/updateGraph';
import { between, textMask } from '../gradients/randomFeed';

const TOKENS = 5;
const TARGETS = 4;
const LABELS = 3;

const rows = fc.array(fc.record({ source: fc.integer({ min: 1, max: 5 }), target: fc.integer({ min: 1, max: 4 }) }), {
  minLength: 2,
  maxLength: 4,
});
const networks = fc.record({
  task: fc.constantFrom('tag', 'classify', 'generate-from-label', 'translate'),
  cell: fc.constantFrom('gru', 'lstm', 'slstm'),
  layers: fc.integer({ min: 1, max: 2 }),
  bidirectional: fc.constantFrom('no', 'concat', 'sum'),
  attention: fc.constantFrom('none', 'dot', 'additive'),
  residual: fc.boolean(),
});

describe('a padded batch', () => {
  it('has the loss and the gradients of its texts one at a time', async () => {
    await fc.assert(
      fc.asyncProperty(networks, rows, fc.nat(), async ({ task, cell, bidirectional, attention, ...network }, lengths, seed) => {
        const experiment = parseExperiment({
          ...network,
          task,
          bidirectional: task === 'generate-from-label' ? 'no' : bidirectional,
          attention: task === 'translate' ? attention : 'none',
          hidden: 3,
          embedding: 3,
        });
        const source = builtinCells.find(({ name }) => name === cell)?.source as string;
        const vocabulary = task === 'generate-from-label' ? TARGETS : TOKENS;
        const shape = networkShape(experiment, source, { vocabulary, targets: TARGETS, labels: LABELS });
        const random = Random.fromSeed(seed);
        const weights = Object.fromEntries(
          parameterSlots(shape).map((slot) => [slot.name, between(random, -1, 1, slot.rows * slot.columns)]),
        );
        const texts = lengths.map(({ source: read, target }) => textOf(task, shape, read, task === 'tag' ? read : target, random));
        const size = { batch: texts.length, window: 5, targetWindow: task === 'tag' ? 5 : 4 };
        const together = await update(shape, size, weights, padded(task, shape, texts, size, random));
        const alone = await Promise.all(
          texts.map((text) => {
            const its = { batch: 1, window: text.tokens.length, targetWindow: text.written.length };
            return update(shape, its, weights, padded(task, shape, [text], its, random));
          }),
        );
        for (const [name, found] of Object.entries(together)) {
          if (name === 'gradNorm') continue;
          found.forEach((value, index) => {
            const sum = alone.reduce((total, each) => total + (each[name]?.[index] as number), 0);
            assert.ok(Math.abs(value - sum) <= 1e-12 * Math.max(1, Math.abs(sum)), `${name}[${index}]: ${value}, one at a time ${sum}`);
          });
        }
      }),
      { numRuns: 60 },
    );
  });
});

interface Text {
  readonly tokens: Float64Array;
  readonly written: Float64Array;
  readonly targets: Float64Array;
  readonly weights: Float64Array;
  readonly label: number;
}

function textOf(task: string, { vocabulary, targets }: NetworkShape, read: number, write: number, random: Random): Text {
  const predicted = task === 'classify' ? 1 : write;
  const whole = (most: number, length: number) => between(random, 0, most, length).map(Math.floor);
  return {
    tokens: whole(vocabulary, read),
    written: whole(targets, write),
    targets: whole(targets, predicted),
    weights: between(random, 0.1, 1, predicted),
    label: Math.floor(LABELS * random.uniform()),
  };
}

/** Time-major; the padding is full of random symbols of no weight. */
function padded(task: string, { vocabulary, targets }: NetworkShape, texts: readonly Text[], size: Size, random: Random): Feed {
  const { window, targetWindow = window } = size;
  const steps = task === 'classify' ? 1 : targetWindow;
  const filled = (length: number, of: (text: Text) => Float64Array, filling: () => number) =>
    Float64Array.from({ length: length * texts.length }, (_, row) => {
      return of(texts[row % texts.length] as Text)[Math.floor(row / texts.length)] ?? filling();
    });
  const symbol = (most: number) => () => Math.floor(most * random.uniform());
  const reads = {
    tokens: filled(window, ({ tokens }) => tokens, symbol(vocabulary)),
    mask: textMask(
      texts.map(({ tokens }) => tokens.length - 1),
      window,
    ),
  };
  const writes = { 'decoder.tokens': filled(targetWindow, ({ written }) => written, symbol(targets)) };
  return {
    ...(task !== 'generate-from-label' && reads),
    ...((task === 'translate' || task === 'generate-from-label') && writes),
    ...(task === 'generate-from-label' && { labels: Float64Array.from(texts, ({ label }) => label) }),
    targets: filled(steps, (text) => text.targets, symbol(targets)),
    weights: filled(
      steps,
      ({ weights }) => weights,
      () => 0,
    ),
    rates: Float64Array.of(0, 1, 1),
  };
}

async function update(shape: NetworkShape, size: Size, weights: Feed, feed: Feed): Promise<Record<string, Numbers>> {
  const executable = await openReference().compile(
    updateGraph(shape, { ...size, clip: 0, optimizer: makeOptimizer('sgd', 0), gradients: true }),
  );
  executable.write(weights);
  const [outputs = {}] = await executable.run([feed]);
  return outputs;
}
