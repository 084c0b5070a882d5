/** A text read in one graph with a step for each character: for a network whose answer needs all of it (classify, translate). */
import type { Feed, Numbers, View } from '../backend';
import type { CellProgram } from '../cell/cellProgram';
import { GraphBuilder } from '../graph/graphBuilder';
import type { Model } from '../model/model';
import { forward } from '../model/network';
import { parameterSlots } from '../model/parameterSlots';
import { toSlots } from '../model/parameters';
import { type Place, shownActivations } from './place';

export interface ReadWhole {
  /** The logits at each step, or the only ones. */
  readonly logits: readonly Numbers[];
  readonly places: readonly (Place & {
    readonly part: 'source' | 'target';
    /** Of each shown activation, (T, units). */
    readonly values: readonly Numbers[];
  })[];
  /** (T, S) */
  readonly alignment?: Float32Array;
}

/** @param feed of one text */
export async function traceWhole({ shape, weights, backend }: Model, feed: Feed): Promise<ReadWhole> {
  const [window, targetWindow] = [feed.tokens?.length ?? 0, feed['decoder.tokens']?.length];
  const builder = new GraphBuilder();
  const { logits, layers, alignment } = forward(builder, shape, { batch: 1, window, ...(targetWindow && { targetWindow }) });
  builder.output('logits', logits);
  const named = (index: number, key: string) => `${index} ${key}`;
  const cells = layers.map(({ layer }) => shape.cells[layer] as CellProgram);
  layers.forEach(({ unrolled }, index) => {
    for (const { key } of shownActivations(cells[index] as CellProgram)) {
      const steps = unrolled.steps.map((step) => step.get(key) as View);
      builder.output(named(index, key), builder.stack(steps, key)); // (T, H)
    }
  });
  if (alignment) builder.output('alignment', alignment); // (T, S) of the one text
  const executable = await backend.compile(builder.build());
  try {
    executable.write(toSlots(parameterSlots(shape), weights));
    const [outputs = {}] = await executable.run([feed]);
    return {
      logits: Array.from({ length: logits.rows }, (_, t) => (outputs.logits as Numbers).slice(t * shape.targets, (t + 1) * shape.targets)),
      places: layers.map(({ part, layer, direction }, index) => {
        const cell = cells[index] as CellProgram;
        return {
          part: part === 'decoder' ? 'target' : 'source',
          layer,
          direction,
          cell,
          units: part === 'decoder' ? shape.decoderHidden : shape.hidden,
          values: shownActivations(cell).map(({ key }) => outputs[named(index, key)] as Numbers),
        };
      }),
      ...(outputs.alignment && { alignment: Float32Array.from(outputs.alignment) }),
    };
  } finally {
    executable.dispose();
  }
}
