/** Networks of all tasks with weights drawn at random, what they are fed, and the logits that our engine has for it. */
import { openReference } from '../../../../src/backends/reference/referenceBackend';
import { sourceOf } from '../../../../src/engine/cell/cellSources';
import type { Checkpoint } from '../../../../src/engine/checkpoint/checkpoint';
import type { ExperimentOptions } from '../../../../src/engine/experimentSchema';
import { GraphBuilder } from '../../../../src/engine/graph/graphBuilder';
import { savedNetwork } from '../../../../src/engine/model/model';
import { forward } from '../../../../src/engine/model/network';
import { networkOf } from '../../../../src/engine/model/networkShape';
import { parameterSlots } from '../../../../src/engine/model/parameterSlots';
import { initialize, toSlots } from '../../../../src/engine/model/parameters';
import { parseExperiment } from '../../../../src/engine/parseExperiment';
import { Random } from '../../../../src/engine/random';

export interface ExportedCase {
  readonly name: string;
  readonly options: ExperimentOptions;
}

const CHARACTERS = ['\n', ' ', 'a', 'b', '\u00e9', '\u{1F600}'];
const NAMES = ['one', 'two "quoted"', 'three\\'];

/** A model as training would leave it, after no update: weights ±0.5, so that gates are not all half open. */
export function drawnCheckpoint({ options }: ExportedCase): Checkpoint {
  const experiment = parseExperiment(options);
  const { task, rule } = experiment;
  const cellSource = sourceOf(experiment);
  const vocabulary = experiment.units === 'words' ? ['<unk>', '\n', ' a', ' b', ','] : CHARACTERS;
  const byTask = {
    tag: rule === undefined ? ['N', 'V', '.'] : ['a', 'A', '\u00e9', '\u00c9'],
    classify: NAMES,
    translate: ['x', 'y', 'z', '\u{1F680}'],
  } as Readonly<Record<string, readonly string[]>>;
  const symbols = { vocabulary, targets: byTask[task] ?? vocabulary, labels: task === 'generate-from-label' ? NAMES : [] };
  const shape = networkOf(experiment, cellSource, symbols);
  const tensors = initialize(parameterSlots(shape), 'uniform:0.5', experiment.hidden, Random.fromSeed(7));
  return {
    experiment,
    cellSource,
    ...symbols,
    update: 0,
    epoch: 0,
    tensors,
    progress: { cursor: 0, random: {}, validationsSinceBest: 0, elapsed: 0 },
  };
}

export interface Fed {
  /** By the graph's inputs, time-major rows of B. */
  readonly inputs: Readonly<Record<string, readonly (readonly number[])[]>>;
  readonly lengths: readonly number[];
  /** (N, targets), time-major. */
  readonly logits: readonly number[];
  readonly sides: readonly (readonly number[])[];
  /** Of each target row, whether it is one of a text and no padding. */
  readonly real: readonly boolean[];
}

const BATCH = 3;
const [WINDOW, TARGET_WINDOW] = [7, 5];
const LENGTHS = [7, 4, 1];

/** @param seed decides what is read */
export async function fed(checkpoint: Checkpoint, seed = 3): Promise<Fed> {
  const shape = savedNetwork(checkpoint);
  const { weighted, tells } = shape.architecture;
  const random = Random.fromSeed(seed);
  const symbolsOf = { tokens: shape.vocabulary, after: shape.vocabulary, 'decoder.tokens': shape.targets, labels: shape.labels } as const;
  const builder = new GraphBuilder();
  const size = { batch: BATCH, window: WINDOW, targetWindow: TARGET_WINDOW };
  const { logits, sides } = forward(builder, shape, size, { sides: shape.sideHeads });
  builder.output('logits', logits);
  for (const [index, side] of sides.entries()) builder.output(`side ${index}`, side);
  const graph = builder.build();
  const given: Record<string, number[]> = {};
  for (const [name, { rows }] of Object.entries(graph.inputs)) {
    const inText = (row: number) => Math.floor(row / BATCH) < (LENGTHS[row % BATCH] as number);
    given[name] = Array.from({ length: rows }, (_, row) =>
      name === 'mask' ? Number(inText(row)) : Math.floor(random.uniform() * symbolsOf[name as keyof typeof symbolsOf]),
    );
  }
  const backend = openReference();
  const executable = await backend.compile(graph);
  executable.write(toSlots(parameterSlots(shape), checkpoint.tensors));
  const [outputs = {}] = await executable.run([
    Object.fromEntries(Object.entries(given).map(([name, all]) => [name, Float64Array.from(all)])),
  ]);
  executable.dispose();
  backend.dispose();
  const steps = tells === 'once' ? 1 : (outputs.logits?.length ?? 0) / shape.targets / BATCH;
  return {
    inputs: Object.fromEntries(
      Object.entries(given).map(([name, all]) => [
        name,
        Array.from({ length: all.length / BATCH }, (_, t) => all.slice(t * BATCH, (t + 1) * BATCH)),
      ]),
    ),
    lengths: weighted ? LENGTHS : LENGTHS.map(() => WINDOW),
    logits: [...(outputs.logits ?? [])],
    sides: sides.map((_, index) => [...(outputs[`side ${index}`] ?? [])]),
    real: Array.from(
      { length: steps * BATCH },
      (_, row) => steps !== WINDOW || !weighted || Math.floor(row / BATCH) < (LENGTHS[row % BATCH] as number),
    ),
  };
}
