/** A trace of a network that reads a text from both ends, or a source and a target: all steps in one graph. */
import type { Feed, Numbers, View } from '../backend';
import type { CellProgram } from '../cell/cellProgram';
import { GraphBuilder } from '../graph/graphBuilder';
import type { Model } from '../model/model';
import { forward } from '../model/network';
import { parameterSlots } from '../model/parameterSlots';
import { toSlots } from '../model/parameters';
import type { TracedUnroll } from '../model/runStack';
import type { TracedLayer } from '../results';
import { shownActivations, tracedLayer } from './tracedLayer';

/** A graph has a copy of the cell for each character. */
const LONGEST = 2_000;

/** The text is too long to be looked at in one piece. */
export class TraceError extends Error {
  override readonly name = 'TraceError';
}

export interface WholeTrace {
  /** The logits at each step, or the only ones. */
  readonly logits: readonly Numbers[];
  /** Of the source, for a network that has an encoder; else all. */
  readonly layers: readonly TracedLayer[];
  readonly decoderLayers: readonly TracedLayer[];
  /** (T, S) */
  readonly alignment?: Float32Array;
}

/** @param feed of one text. @throws TraceError */
export async function traceWhole({ shape, weights, backend }: Model, feed: Feed): Promise<WholeTrace> {
  const [window, targetWindow] = [feed.tokens?.length ?? 0, feed['decoder.tokens']?.length];
  requireShort(Math.max(window, targetWindow ?? 0));
  const builder = new GraphBuilder();
  const { logits, layers, alignment } = forward(builder, shape, { batch: 1, window, ...(targetWindow && { targetWindow }) });
  builder.output('logits', logits);
  const named = (index: number, key: string) => `${index} ${key}`;
  const cellOf = ({ layer }: TracedUnroll) => shape.cells[layer] as CellProgram;
  layers.forEach((each, index) => {
    for (const { key } of shownActivations(cellOf(each))) {
      const steps = each.unrolled.steps.map((step) => step.get(key) as View);
      builder.output(named(index, key), builder.stack(steps, key)); // (T, H)
    }
  });
  if (alignment) builder.output('alignment', alignment); // (T, S) of the one text
  const executable = await backend.compile(builder.build());
  try {
    executable.write(toSlots(parameterSlots(shape), weights));
    const [outputs = {}] = await executable.run([feed]);
    const traced = layers.map((each, index) => {
      const values = shownActivations(cellOf(each)).map(({ key }) => Float32Array.from(outputs[named(index, key)] as Numbers));
      const { layer, direction, part } = each;
      return {
        part,
        traced: tracedLayer({ layer, direction }, cellOf(each), part === 'decoder' ? shape.decoderHidden : shape.hidden, values),
      };
    });
    return {
      logits: Array.from({ length: logits.rows }, (_, t) => (outputs.logits as Numbers).slice(t * shape.targets, (t + 1) * shape.targets)),
      layers: traced.flatMap(({ part, traced: layer }) => (part === 'decoder' ? [] : [layer])),
      decoderLayers: traced.flatMap(({ part, traced: layer }) => (part === 'decoder' ? [layer] : [])),
      ...(outputs.alignment && { alignment: Float32Array.from(outputs.alignment) }),
    };
  } finally {
    executable.dispose();
  }
}

/** @throws TraceError */
export function requireShort(characters: number): void {
  if (characters > LONGEST)
    throw new TraceError(
      `This is too long to be traced in one piece: at most ${LONGEST.toLocaleString('en')} characters. Take a part of it.`,
    );
}
