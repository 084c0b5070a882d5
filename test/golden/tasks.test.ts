/** The networks of the tasks against PyTorch's modules over packed sequences, on the numbers that generateTasks.py wrote. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import type { Backend, Graph } from '../../src/engine/backend';
import { sourceOf } from '../../src/engine/cell/cellSources';
import { withBothBiases } from '../../src/engine/checkpoint/bothBiases';
import { importPyTorch } from '../../src/engine/checkpoint/interchange';
import { decodeSafetensors } from '../../src/engine/checkpoint/safetensors';
import type { Tensor } from '../../src/engine/checkpoint/tensor';
import type { Experiment } from '../../src/engine/experimentSchema';
import { GraphBuilder } from '../../src/engine/graph/graphBuilder';
import type { Size } from '../../src/engine/model/architecture';
import { carrySlots } from '../../src/engine/model/carriedStack';
import { forward } from '../../src/engine/model/network';
import { type NetworkShape, networkShape } from '../../src/engine/model/networkShape';
import { parameterSlots } from '../../src/engine/model/parameterSlots';
import { fromSlots, toSlots } from '../../src/engine/model/parameters';
import { parseExperiment } from '../../src/engine/parseExperiment';
import { makeOptimizer } from '../../src/engine/train/optimizers';
import { updateGraph } from '../../src/engine/train/updateGraph';
import { textMask } from '../gradients/randomFeed';
import { goldenBackends } from './goldenBackends';
import { near, swapped } from './goldenNumbers';

type Tensors = ReadonlyMap<string, Tensor>;

const MODELS = readdirSync('test/golden').filter((name) => /^(tag|classify|infill|generate-from-label|translate)/.test(name));

for (const { name: device, open, one } of goldenBackends) {
  describe(`PyTorch's networks of each task on ${device}`, () => {
    const backend = open();
    after(async () => (await backend).dispose());

    for (const model of MODELS) {
      it(`${model}: logits, loss and every gradient agree to ${one}`, async () => {
        const golden = read(model);
        const found = await run(await backend, golden);
        near(realRows(golden, found.logits), realRows(golden, golden.logits), one, 'logits');
        near([found.loss], golden.of('loss').data, one, 'loss');
        const gradients = ourNames(golden, 'grad.');
        assert.deepEqual([...found.gradients.keys()].sort(), [...gradients.keys()].sort());
        for (const [name, { data }] of gradients) near(found.gradients.get(name)?.data, data, one, `gradient of ${name}`);
        // Text by text, as PyTorch has it.
        if (golden.tensors.has('alignment')) near(found.alignment, golden.of('alignment').data, one, 'alignment');
      });
    }
  });
}

interface Golden {
  readonly tensors: Tensors;
  readonly experiment: Experiment;
  readonly shape: NetworkShape;
  readonly size: Size;
  /** (N, targets), time-major. */
  readonly logits: ArrayLike<number>;
  /** 1 where there is a target, (N): time-major. */
  readonly real: Float64Array;
  of(name: string): Tensor;
}

function read(model: string): Golden {
  const { tensors, metadata } = decodeSafetensors(readFileSync(`test/golden/${model}/golden.safetensors`));
  const of = (name: string) => tensors.get(name) as Tensor;
  const experiment = parseExperiment({ ...JSON.parse(metadata.settings as string), sideHeads: false });
  const { task } = experiment;
  const targets = of('weight.head.bias').shape[0] as number;
  const shape = networkShape(experiment, withBothBiases(sourceOf(experiment)), {
    vocabulary: task === 'generate-from-label' ? targets : 7,
    targets,
    labels: task === 'generate-from-label' ? 3 : 0,
  });
  const [batch, window] = (of('tokens') ?? of('decoder.tokens')).shape as [number, number];
  const targetWindow = of('targets').shape[1] ?? 1;
  const lengths = task === 'tag' || task === 'infill' ? of('lengths') : of('written');
  const real =
    task === 'classify'
      ? new Float64Array(batch).fill(1)
      : textMask(
          lengths.data.map((length) => length - 1),
          targetWindow,
        );
  const logits = task === 'classify' ? of('logits').data : swapped(of('logits')).data;
  return { tensors, experiment, shape, size: { batch, window, targetWindow }, logits, real, of };
}

/** Weights or gradients by our names. */
function ourNames({ tensors, shape }: Golden, kind: 'weight.' | 'grad.'): Map<string, Tensor> {
  const theirs = [...tensors].filter(([name]) => name.startsWith(kind)).map(([name, tensor]) => [name.slice(kind.length), tensor] as const);
  return importPyTorch(new Map(theirs), shape);
}

async function run(backend: Backend, golden: Golden) {
  const { shape, size, real, of } = golden;
  const slots = parameterSlots(shape);
  const builder = new GraphBuilder();
  const network = forward(builder, shape, size);
  builder.output('logits', network.logits);
  if (network.alignment) builder.output('alignment', network.alignment);
  const update = updateGraph(shape, { ...size, clip: 0, optimizer: makeOptimizer('sgd', 0), gradients: true });
  const evaluated = await outputsOf(backend, builder.build());
  const updated = await outputsOf(backend, update);
  return {
    logits: evaluated.logits as ArrayLike<number>,
    alignment: evaluated.alignment,
    loss: updated.loss?.[0] as number,
    gradients: new Map([...fromSlots(slots, updated, 'gradient/')].map(([name, tensor]) => [name.slice('gradient/'.length), tensor])),
  };

  async function outputsOf(device: Backend, graph: Graph) {
    const count = real.reduce((sum, each) => sum + each, 0);
    const feeds: Record<string, () => Float64Array> = {
      mask: () =>
        textMask(
          of('lengths').data.map((length) => length - 1),
          size.window,
        ),
      weights: () => real.map((each) => each / count),
      rates: () => Float64Array.of(0, 1, 1),
      labels: () => Float64Array.from(of('labels').data),
    };
    const timeMajor = (name: string) => Float64Array.from(of(name).shape.length === 1 ? of(name).data : swapped(of(name)).data);
    const executable = await device.compile(graph);
    try {
      const nothing = carrySlots(shape).map((name) => [name, new Float64Array(size.batch * shape.hidden)]);
      executable.write({ ...toSlots(slots, ourNames(golden, 'weight.')), ...Object.fromEntries(nothing) });
      const feed = Object.keys(graph.inputs).map((name) => [name, feeds[name]?.() ?? timeMajor(name)] as const);
      const [outputs = {}] = await executable.run([Object.fromEntries(feed)]);
      return outputs;
    } finally {
      executable.dispose();
    }
  }
}

/** In padding, what a network says is its own affair. */
function realRows({ real, shape }: Golden, logits: ArrayLike<number>): number[] {
  return Array.from(logits).filter((_, index) => real[Math.floor(index / shape.targets)] === 1);
}
