/** A text read in one graph with a step for each character: for a network whose answer needs all of it (classify, translate). */
import type { Feed, Numbers, View } from '../backend';
import { type CellProgram, ownStates } from '../cell/cellProgram';
import { GraphBuilder } from '../graph/graphBuilder';
import type { Model } from '../model/model';
import { forward, stepsOf } from '../model/network';
import { parameterSlots } from '../model/parameterSlots';
import { toSlots } from '../model/parameters';
import { stateName } from './chunkReader';
import { changeableShape, givenInputs, unchanged } from './interventions/changeableNetwork';
import { type Place, shownActivations } from './place';

export interface ReadWhole {
  /** The logits at each step, or the only ones. */
  readonly logits: readonly Numbers[];
  readonly places: readonly (Place & {
    /** Of each shown activation, (T, units). */
    readonly values: readonly Numbers[];
  })[];
  /** The states that a decoder begins with, by `stateName`. */
  readonly begin: Feed;
  /** (T, S) */
  readonly alignment?: Float32Array;
}

/** @param feed of one text @param changes that the network is read with, by `givenName`: it is a changeable one then */
export async function traceWhole(model: Model, feed: Feed, changes?: Feed): Promise<ReadWhole> {
  const { weights, backend } = model;
  const shape = changes ? changeableShape(model.shape) : model.shape;
  const [window, targetWindow] = [feed.tokens?.length ?? 0, feed['decoder.tokens']?.length];
  const builder = new GraphBuilder();
  const size = { batch: 1, window, ...(targetWindow && { targetWindow }) };
  const { logits, layers, alignment } = forward(builder, shape, size, changes && { given: givenInputs(builder, shape) });
  builder.output('logits', logits);
  const named = (index: number, key: string) => `${index} ${key}`;
  const cells = layers.map(({ layer }) => shape.cells[layer] as CellProgram);
  layers.forEach(({ unrolled, part, ...where }, index) => {
    for (const { key } of shownActivations(cells[index] as CellProgram)) {
      const steps = unrolled.steps.map((step) => step.get(key) as View);
      builder.output(named(index, key), builder.stack(steps, key)); // (T, H)
    }
    if (part === 'decoder')
      for (const state of ownStates(cells[index] as CellProgram))
        builder.output(stateName(where, state), unrolled.steps[0]?.get(`previous:${state}`) as View);
  });
  if (alignment) builder.output('alignment', alignment); // (T, S) of the one text
  const executable = await backend.compile(builder.build());
  try {
    executable.write(toSlots(parameterSlots(shape), weights));
    const [outputs = {}] = await executable.run([
      { ...feed, ...(changes && unchanged(shape, (stack) => stepsOf(stack, size))), ...changes },
    ]);
    return {
      logits: Array.from({ length: logits.rows }, (_, t) => (outputs.logits as Numbers).slice(t * shape.targets, (t + 1) * shape.targets)),
      places: layers.map(({ part, layer, direction }, index) => {
        const cell = cells[index] as CellProgram;
        return {
          ...(part && { part }),
          layer,
          direction,
          cell,
          units: part === 'decoder' ? shape.decoderHidden : shape.hidden,
          values: shownActivations(cell).map(({ key }) => outputs[named(index, key)] as Numbers),
        };
      }),
      begin: Object.fromEntries(Object.entries(outputs).filter(([name]) => name.startsWith('carry.'))),
      ...(outputs.alignment && { alignment: Float32Array.from(outputs.alignment) }),
    };
  } finally {
    executable.dispose();
  }
}
