/** What networks of different tasks differ in. A shape carries its architecture, so that nothing here asks for the task. */
import type { View } from '../backend';
import type { Experiment } from '../experimentSchema';
import type { GraphBuilder } from '../graph/graphBuilder';
import type { NetworkShape } from './networkShape';
import type { ParameterSlot } from './parameterSlot';
import type { Parameters } from './parameterViews';
import type { Given, TracedUnroll } from './runStack';
import type { Stack } from './stack';

export interface Size {
  /** B */
  readonly batch: number;
  /** T; of an encoder that of the source, S. */
  readonly window: number;
  /** T of what a decoder writes; by default the other. */
  readonly targetWindow?: number;
}

export interface Architecture {
  /** What of these settings such a network can have. */
  settle(experiment: Experiment): Pick<NetworkShape, 'bidirectional' | 'attention' | 'decoderHidden'>;
  /** In the order in which they read. */
  stacks(shape: NetworkShape): readonly Stack[];
  /** PyTorch's module of each stack. */
  readonly modules: readonly string[];
  /** Parameters beside those of the stacks and of the head. */
  slots(shape: NetworkShape): ParameterSlot[];
  /** Elements of the vector that the head reads. */
  headInputs(shape: NetworkShape): number;
  /** Adds inputs and layers to a graph. */
  features(writing: Writing): Features;
  /** Whether the head tells something at each step, or once, when all is read. */
  readonly tells: 'each step' | 'once';
  /** Whether the first stack's states go on from one run to the next, in slots `carry.0.h` …. */
  readonly carries: boolean;
  /** Whether every target counts alike, or as much as the input `weights` (N, 1) says: 0 in padding. */
  readonly weighted: boolean;
  /** The network that goes from one character to the next, past the first states; undefined where more than the past is read. */
  readonly stepping: Architecture | undefined;
}

/** A forward pass that is being written into a graph. */
export interface Writing {
  readonly builder: GraphBuilder;
  readonly shape: NetworkShape;
  readonly parameters: Parameters;
  readonly size: Size;
  /** Whether to read inputs of dropout: see `dropoutSizes`. */
  readonly dropout: boolean;
  readonly given?: Given | undefined;
}

/** What the head reads. */
export interface Features {
  /** (N, headInputs): N = T·B, time-major; B where the head tells one thing of a text. */
  readonly features: View;
  /** What heads of their own read beside it, to tell the same: parts of `features`, or what was added up to them. */
  readonly sides?: readonly Side[];
  /** From the lowest up; forwards before backwards, the encoder before the decoder. */
  readonly layers: readonly TracedUnroll[];
  /** With attention: the weight of each source position at each target position, (B·T, S), row b·T + t. */
  readonly alignment?: View;
}

export interface Side {
  /** `forwards_head`: of its slots `.weight` and `.bias`. */
  readonly head: string;
  /** (N, H) */
  readonly outputs: View;
}

/** Inputs of symbols and the like, one for each row of each step, (steps·B, 1). */
export function inputOf({ builder, size }: Writing, name: string, steps: number): View {
  return builder.input(name, steps * size.batch, 1);
}

/** One direction, no decoder: what a network that predicts the next character is settled to, as it would see it otherwise. */
export const forwardsOnly: Architecture['settle'] = ({ hidden }) => ({ bidirectional: 'no', attention: 'none', decoderHidden: hidden });
