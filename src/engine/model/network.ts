/** The forward pass of a network, written into a graph: symbols in, logits out. */
import type { View } from '../backend';
import type { GraphBuilder } from '../graph/graphBuilder';
import { columnsOf } from '../graph/views';
import type { Features, Size } from './architecture';
import type { NetworkShape } from './networkShape';
import type { ParameterSlot } from './parameterSlot';
import { parameterSlots } from './parameterSlots';
import { type Parameters, parameterViews } from './parameterViews';
import { type Given, times } from './runStack';
import { dropoutInputs, type Stack } from './stack';

export interface ForwardOptions {
  /** Dropout between layers and before the head: reads the inputs that `dropoutSizes` tells, elements 0 or 1/(1 − p). */
  readonly dropout?: boolean;
  /** Of cells that read something beside their input. */
  readonly given?: Given;
  /** Whether heads beside the joined one tell too: for what is learned. */
  readonly sides?: boolean;
}

export interface Forward extends Omit<Features, 'features' | 'sides'> {
  /** (N, targets): N = T·B, time-major; B where one thing is told of a text. */
  readonly logits: View;
  /** Of each head beside the joined one, the same: where they are asked for. */
  readonly sides: readonly View[];
  readonly parameters: Parameters['all'];
}

/** Adds a forward pass. What it reads, time-major (row t·B + b), the network of each task says (`tasks/<task>/network.ts`). */
export function forward(builder: GraphBuilder, shape: NetworkShape, size: Size, options: ForwardOptions = {}): Forward {
  const { dropout = false, given } = options;
  const parameters = parameterViews(builder, parameterSlots(shape));
  const { features, layers, alignment, sides = [] } = shape.architecture.features({ builder, shape, parameters, size, dropout, given });
  const mask = dropout ? builder.input(HEAD_DROPOUT, features.rows, features.columns) : undefined;
  const kept = mask ? times(builder, features, mask) : features;
  const logits = head(builder, parameters, kept);
  const told = options.sides ? sides : [];
  return {
    logits,
    sides: told.map(({ head: name, outputs }, index) => {
      // What the joined head does not see of a direction, its own head does not see either.
      const own = mask && columnsOf(mask, features.columns === outputs.columns ? 0 : index * outputs.columns, outputs.columns);
      return head(builder, parameters, own ? times(builder, outputs, own) : outputs, name);
    }),
    parameters: parameters.all,
    layers,
    ...(alignment && { alignment }),
  };
}

export function head(builder: GraphBuilder, parameters: Parameters, features: View, name = 'head'): View {
  return builder.gemm(features, parameters.at(`${name}.weight`), { add: parameters.at(`${name}.bias`), label: 'logits' });
}

/** The inputs of dropout, with how many elements each has. */
export function dropoutSizes(shape: NetworkShape, size: Size): { name: string; length: number }[] {
  const { stacks, tells } = shape.architecture;
  const { rows } = parameterSlots(shape).find(({ name }) => name === 'head.weight') as ParameterSlot;
  const all = stacks(shape);
  const told = tells === 'once' ? 1 : stepsOf(all.at(-1) as Stack, size);
  const between = all.flatMap((stack) =>
    dropoutInputs(stack).map(({ name, columns }) => ({ name, length: stepsOf(stack, size) * size.batch * columns })),
  );
  return [...between, { name: HEAD_DROPOUT, length: told * size.batch * rows }];
}

const HEAD_DROPOUT = 'dropout.head';

/** T of what a stack reads. */
export function stepsOf({ reads }: Stack, size: Omit<Size, 'batch'>): number {
  return size[reads] ?? size.window;
}
