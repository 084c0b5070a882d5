/** Encoder and decoder of translate: the source is read, its final states begin the decoder, which may look back at all of it. */
import type { View } from '../../backend';
import type { GraphBuilder } from '../../graph/graphBuilder';
import { attend, type Memory, remember } from '../../model/attention';
import type { NetworkShape } from '../../model/networkShape';
import type { Parameters } from '../../model/parameterViews';
import { runStack, type StackReading, type TracedUnroll } from '../../model/runStack';
import type { Stack } from '../../model/stack';
import { bridge } from './bridge';

export interface Encoded {
  /** What the decoder begins with, (B, H). */
  initial(layer: number, state: string): View;
  /** Where there is attention. */
  readonly memory?: Memory;
  readonly layers: readonly TracedUnroll[];
}

export interface Decoded {
  /** What the head reads, (T·B, H), time-major. */
  readonly features: View;
  readonly layers: readonly TracedUnroll[];
  /** (B·T, S), text by text. */
  readonly alignment?: View;
}

export function encode(
  builder: GraphBuilder,
  shape: NetworkShape,
  parameters: Parameters,
  source: StackReading & { readonly mask: View },
): Encoded {
  const [encoder] = shape.architecture.stacks(shape) as [Stack];
  const { outputs, layers } = runStack(builder, encoder, parameters, source);
  const initial = (layer: number, state: string) => {
    const finals = layers.filter((each) => each.layer === layer).map(({ unrolled }) => unrolled.final.get(state) as View);
    return bridge(builder, shape, parameters, layer, state, finals);
  };
  if (shape.attention === 'none') return { initial, layers };
  return { initial, layers, memory: remember(builder, shape, parameters, outputs, source.mask, source.mask.rows / source.window) };
}

export function decode(
  builder: GraphBuilder,
  shape: NetworkShape,
  parameters: Parameters,
  { initial, memory }: Omit<Encoded, 'layers'>,
  target: StackReading,
): Decoded {
  const [, decoder] = shape.architecture.stacks(shape) as [Stack, Stack];
  const { outputs, layers } = runStack(builder, decoder, parameters, { ...target, initial });
  if (!memory) return { features: outputs, layers };
  const { outputs: features, alignment } = attend(builder, shape, parameters, memory, outputs);
  return { features, layers, alignment };
}
