/** Stepping is the same as reading at once, also where hypotheses change places on the way. */
import assert from 'node:assert/strict';
import { nodePlatform } from '../../../src/backends/platform/node/nodePlatform';
import { openReference } from '../../../src/backends/reference/referenceBackend';
import { openWasm } from '../../../src/backends/wasm/wasmBackend';
import type { Backend, Feed, Graph, Numbers } from '../../../src/engine/backend';
import { builtinCells } from '../../../src/engine/cell/builtin/builtinCells';
import type { ExperimentOptions } from '../../../src/engine/experimentSchema';
import { GraphBuilder } from '../../../src/engine/graph/graphBuilder';
import { stackStepGraph } from '../../../src/engine/infer/stackStepGraph';
import { Stepper } from '../../../src/engine/infer/stepper';
import type { Size } from '../../../src/engine/model/architecture';
import { carrySlots } from '../../../src/engine/model/carriedStack';
import { forward } from '../../../src/engine/model/network';
import { type NetworkShape, networkShape } from '../../../src/engine/model/networkShape';
import { parameterSlots } from '../../../src/engine/model/parameterSlots';
import { fromSlots } from '../../../src/engine/model/parameters';
import { parseExperiment } from '../../../src/engine/parseExperiment';
import { Random } from '../../../src/engine/random';
import { labelStates } from '../../../src/engine/tasks/generateFromLabel/labelStates';
import { languageModelNetwork } from '../../../src/engine/tasks/languageModel/network';
import { decoderStepGraph, encoderGraph } from '../../../src/engine/tasks/translate/stepGraphs';
import { between, randomFeed } from '../../gradients/randomFeed';

const plain = { hidden: 3, layers: 2, bidirectional: 'no', attention: 'none' } satisfies ExperimentOptions;
const IDENTITY = Float64Array.of(0, 1, 2);

for (const [device, { open, tolerance }] of Object.entries({
  reference: { open: async () => openReference(), tolerance: 1e-12 },
  wasm: { open: () => openWasm(nodePlatform, 1), tolerance: 1e-5 },
})) {
  describe(`one step at a time on ${device}`, () => {
    const opened = open();
    after(async () => (await opened).dispose());
    const close = (found: ArrayLike<number> | undefined, expected: ArrayLike<number>, allowed = tolerance) => {
      assert.equal(found?.length, expected.length);
      Array.from(expected).forEach((value, index) => {
        assert.ok(Math.abs((found?.[index] as number) - value) <= allowed, `${index}: ${found?.[index]}, at once ${value}`);
      });
    };

    for (const [name, options] of Object.entries({
      'without attention': { task: 'translate' },
      'with dot attention': { task: 'translate', attention: 'dot', bidirectional: 'concat' },
      'with additive attention': { task: 'translate', attention: 'additive', decoderHidden: 2, residual: true, embedding: 3 },
    } satisfies Record<string, ExperimentOptions>)) {
      it(`translates ${name}`, async () => {
        const backend = await opened;
        const { shape, weights, feed, outputs } = await atOnce(backend, options, { batch: 3, window: 4, targetWindow: 5 });
        const [encoded = {}] = await run(backend, encoderGraph(shape, { batch: 3, window: 4 }), weights, [
          { tokens: feed.tokens as Numbers, mask: feed.mask as Numbers },
        ]);
        const decoder = await backend.compile(decoderStepGraph(shape, { batch: 3, window: 4 }));
        decoder.write({ ...weights, ...encoded });
        for (let t = 0; t < 5; t++) {
          const tokens = step(feed['decoder.tokens'], t, 3);
          const [found] = await decoder.run([{ 'decoder.tokens': tokens, parents: IDENTITY }]);
          close(found?.logits, step(outputs.logits, t, 3 * shape.targets));
          if (found?.alignment)
            close(
              found.alignment,
              [0, 1, 2].flatMap((b) => [...step(outputs.alignment, b * 5 + t, 4)]),
            );
        }
      });
    }

    it('goes on from the parents it is told', async () => {
      const backend = await opened;
      const { shape, weights } = await atOnce(backend, { task: 'translate' }, { batch: 3, window: 2, targetWindow: 2 });
      const decoder = await backend.compile(decoderStepGraph(shape, { batch: 3, window: 2 }));
      const states = Object.fromEntries(
        carrySlots({ ...shape, architecture: languageModelNetwork }).map((name, k) => [
          name.replace('carry.', 'carry.decoder.'),
          between(Random.fromSeed(k), -1, 1, 9),
        ]),
      );
      const logitsAfter = async (parents: Float64Array, tokens: Float64Array) => {
        decoder.write({ ...weights, ...states });
        const [found] = await decoder.run([{ 'decoder.tokens': tokens, parents }]);
        return found?.logits as Numbers;
      };
      const straight = await logitsAfter(IDENTITY, Float64Array.of(1, 2, 1));
      const crossed = await logitsAfter(Float64Array.of(2, 0, 0), Float64Array.of(1, 1, 1));
      close(step(crossed, 0, shape.targets), step(straight, 2, shape.targets));
      close(step(crossed, 1, shape.targets), step(straight, 0, shape.targets));
      close(step(crossed, 2, shape.targets), step(straight, 0, shape.targets));
    });

    for (const bidirectional of ['concat', 'sum'] as const) {
      it(`fills: the shares of both directions add up (${bidirectional})`, async () => {
        const backend = await opened;
        const { shape, weights, feed, outputs } = await atOnce(
          backend,
          { task: 'infill', bidirectional, residual: true, embedding: 3 },
          { batch: 3, window: 4 },
        );
        const shares = async (direction: 'forward' | 'backward', name: 'tokens' | 'after') => {
          const steps = direction === 'forward' ? [0, 1, 2, 3] : [3, 2, 1, 0];
          const feeds = steps.map((t) => ({ tokens: step(feed[name], t, 3), parents: IDENTITY }));
          const found = await run(backend, stackStepGraph(shape, direction, 3), weights, feeds);
          return steps.map((_, t) => found[steps.indexOf(t)]?.logits as Numbers);
        };
        const [before, after] = [await shares('forward', 'tokens'), await shares('backward', 'after')];
        before.forEach((share, t) => {
          close(
            share.map((value, index) => value + (after[t]?.[index] as number)),
            step(outputs.logits, t, 3 * shape.targets),
          );
        });
      });
    }

    it('begins a text from its label', async () => {
      const backend = await opened;
      const { shape, weights, feed, outputs } = await atOnce(backend, { task: 'generate-from-label' }, { batch: 3, window: 4 });
      const named = fromSlots(parameterSlots(shape), weights);
      const stepper = await Stepper.open(shape, backend);
      stepper.setWeights(named);
      for (let b = 0; b < 3; b++) {
        stepper.restore(labelStates(shape, named, feed.labels?.[b] as number));
        for (let t = 0; t < 4; t++) {
          const { logits } = await stepper.step(feed['decoder.tokens']?.[t * 3 + b] as number);
          close(logits, step(outputs.logits, t * 3 + b, shape.targets), 1e-5); // the states are fed in 32 bits
        }
      }
    });
  });
}

interface AtOnce {
  readonly shape: NetworkShape;
  readonly weights: Feed;
  readonly feed: Feed;
  readonly outputs: Record<string, Numbers>;
}

/** A random network over random texts, all steps in one graph. */
async function atOnce(backend: Backend, options: ExperimentOptions, size: Size): Promise<AtOnce> {
  const source = builtinCells.find(({ name }) => name === 'lstm')?.source as string;
  const shape = networkShape(parseExperiment({ ...plain, ...options }), source, { vocabulary: 5, targets: 5, labels: 3 });
  const random = Random.fromSeed(3);
  const weights = Object.fromEntries(parameterSlots(shape).map((slot) => [slot.name, between(random, -1, 1, slot.rows * slot.columns)]));
  const builder = new GraphBuilder();
  const network = forward(builder, shape, size);
  builder.output('logits', network.logits);
  if (network.alignment) builder.output('alignment', network.alignment);
  const graph = builder.build();
  const feed = randomFeed(graph, shape, size, random);
  const [outputs = {}] = await run(backend, graph, weights, [feed]);
  return { shape, weights, feed, outputs };
}

async function run(backend: Backend, graph: Graph, weights: Feed, feeds: readonly Feed[]): Promise<Record<string, Numbers>[]> {
  const executable = await backend.compile(graph);
  executable.write(weights);
  return executable.run(feeds);
}

function step(numbers: Numbers | undefined, t: number, size: number): Float64Array {
  return Float64Array.from((numbers as Numbers).subarray(t * size, (t + 1) * size));
}
