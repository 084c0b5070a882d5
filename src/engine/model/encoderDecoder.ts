/** Encoder and decoder of translate: the source is read, its final states begin the decoder, which may look back. */
import type { View } from '../backend';
import type { GraphBuilder } from '../graph/graphBuilder';
import { bridge } from './bridge';
import type { NetworkShape } from './networkShape';
import type { Parameters } from './parameterViews';
import { runStack, type StackReading, type TracedUnroll } from './runStack';
import { type Stack, stacksOf } from './stack';

export interface Encoded {
  /** What the decoder begins with, (B, H). */
  initial(layer: number, state: string): View;
  readonly layers: readonly TracedUnroll[];
}

export interface Decoded {
  /** What the head reads, (T·B, H), time-major. */
  readonly features: View;
  readonly layers: readonly TracedUnroll[];
  readonly alignment?: readonly View[];
}

export function encode(builder: GraphBuilder, shape: NetworkShape, parameters: Parameters, source: StackReading): Encoded {
  const [encoder] = stacksOf(shape) as [Stack];
  const { layers } = runStack(builder, encoder, parameters, source);
  const initial = (layer: number, state: string) => {
    const finals = layers.filter((each) => each.layer === layer).map(({ unrolled }) => unrolled.final.get(state) as View);
    return bridge(builder, shape, parameters.at, layer, state, finals);
  };
  return { initial, layers };
}

export function decode(
  builder: GraphBuilder,
  shape: NetworkShape,
  parameters: Parameters,
  { initial }: Encoded,
  target: StackReading,
): Decoded {
  const [, decoder] = stacksOf(shape) as [Stack, Stack];
  const { outputs, layers } = runStack(builder, decoder, parameters, { ...target, initial });
  return { features: outputs, layers };
}
