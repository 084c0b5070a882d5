/** The forward pass of each task's network, written into a graph: symbols in, logits out. */
import type { View } from '../backend';
import type { GraphBuilder } from '../graph/graphBuilder';
import { decode, encode } from '../tasks/translate/encoderDecoder';
import type { NetworkShape } from './networkShape';
import type { ParameterSlot } from './parameterSlot';
import { labelSlot, parameterSlots } from './parameterSlots';
import { type Parameters, parameterViews } from './parameterViews';
import { drop, finalOutput, join, runStack, type StackRun, type TracedUnroll } from './runStack';
import { dropoutInputs, type Stack, stacksOf } from './stack';

export interface Size {
  /** B */
  readonly batch: number;
  /** T; for translate that of the source, S. */
  readonly window: number;
  /** T of what is written: for translate and generate-from-label; by default the other. */
  readonly targetWindow?: number;
}

export interface ForwardOptions {
  /** Dropout between layers and before the head: reads the inputs that `dropoutSizes` tells, elements 0 or 1/(1 − p). */
  readonly dropout?: boolean;
}

export interface Forward {
  /** (N, targets): N = T·B, time-major; B for classify. */
  readonly logits: View;
  readonly parameters: Parameters['all'];
  /** From the lowest up; forwards before backwards, the encoder before the decoder. */
  readonly layers: readonly TracedUnroll[];
  /** With attention: the weight of each source position at each target position, (B·T, S), row b·T + t. */
  readonly alignment?: View;
}

/**
 * Adds a forward pass. It reads, time-major (row t·B + b):
 * - language-model: `tokens` (T·B, 1); carries states in slots `carry.0.h` …, from one run to the next.
 * - infill: `tokens`, the character before each target, and `after`, the one after it; the forward states are carried.
 * - tag, classify: `tokens` and `mask` (T·B, 1), 1 in a text and 0 in its padding.
 * - generate-from-label: `labels` (B, 1) and `decoder.tokens` (T·B, 1).
 * - translate: `tokens` and `mask` (S·B, 1), `decoder.tokens` (T·B, 1).
 */
export function forward(builder: GraphBuilder, shape: NetworkShape, size: Size, { dropout = false }: ForwardOptions = {}): Forward {
  const parameters = parameterViews(builder, parameterSlots(shape));
  const { features, layers, alignment } = featuresOf({ builder, shape, parameters, size, dropout });
  const kept = dropout ? drop(builder, features, HEAD_DROPOUT) : features;
  const logits = head(builder, parameters, kept);
  return { logits, parameters: parameters.all, layers, ...(alignment && { alignment }) };
}

export function head(builder: GraphBuilder, parameters: Parameters, features: View): View {
  return builder.gemm(features, parameters.at('head.weight'), { add: parameters.at('head.bias'), label: 'logits' });
}

/** The inputs of dropout, with how many elements each has. */
export function dropoutSizes(shape: NetworkShape, { batch, window, targetWindow = window }: Size): { name: string; length: number }[] {
  const written = shape.task === 'translate' || shape.task === 'generate-from-label' ? targetWindow : window;
  const { rows } = parameterSlots(shape).find(({ name }) => name === 'head.weight') as ParameterSlot;
  const head = { name: HEAD_DROPOUT, length: (shape.task === 'classify' ? 1 : written) * batch * rows };
  const between = stacksOf(shape).flatMap((stack) =>
    dropoutInputs(stack).map(({ name, columns }) => ({
      name,
      length: (stack.part === 'encoder' ? window : written) * batch * columns,
    })),
  );
  return [...between, head];
}

const HEAD_DROPOUT = 'dropout.head';

export const carrySlot = (layer: number, state: string) => `carry.${layer}.${state}`;

/** Every state that a network carries from one window of running text to the next, by slot name; each (B, H). */
export function carrySlots({ task, cells }: NetworkShape): string[] {
  if (task !== 'language-model' && task !== 'infill') return [];
  return cells.flatMap(({ states }, layer) => states.map((state) => carrySlot(layer, state)));
}

interface Writing {
  readonly builder: GraphBuilder;
  readonly shape: NetworkShape;
  readonly parameters: Parameters;
  readonly size: Size;
  readonly dropout: boolean;
}

/** What the head reads. */
interface Features {
  readonly features: View;
  readonly layers: readonly TracedUnroll[];
  readonly alignment?: View;
}

function featuresOf(writing: Writing): Features {
  const { builder, shape, parameters, size, dropout } = writing;
  const { batch, window, targetWindow = window } = size;
  const [stack, second] = stacksOf(shape) as [Stack, Stack];
  const input = (name: string, steps: number) => builder.input(name, steps * batch, 1);
  switch (shape.task) {
    case 'language-model': {
      const { outputs, layers } = carried(writing, stack, input('tokens', window));
      return { features: outputs, layers };
    }
    case 'infill': {
      const before = carried(writing, stack, input('tokens', window));
      const after = runStack(builder, second, parameters, { tokens: input('after', window), window, dropout });
      return { features: join(builder, stack, [before.outputs, after.outputs]), layers: [...before.layers, ...after.layers] };
    }
    case 'tag':
    case 'classify': {
      const [tokens, mask] = [input('tokens', window), input('mask', window)];
      const run = runStack(builder, stack, parameters, { tokens, window, mask, dropout });
      return { features: shape.task === 'tag' ? run.outputs : finalOutput(builder, stack, run, mask), layers: run.layers };
    }
    case 'generate-from-label': {
      const labels = input('labels', 1);
      const initial = (layer: number, state: string) => builder.gather(parameters.at(labelSlot(layer, state)), labels, 'label');
      const run = runStack(builder, stack, parameters, {
        tokens: input('decoder.tokens', targetWindow),
        window: targetWindow,
        initial,
        dropout,
      });
      return { features: run.outputs, layers: run.layers };
    }
    case 'translate': {
      const source = { tokens: input('tokens', window), mask: input('mask', window), window, dropout };
      const encoded = encode(builder, shape, parameters, source);
      const decoded = decode(builder, shape, parameters, encoded, {
        tokens: input('decoder.tokens', targetWindow),
        window: targetWindow,
        dropout,
      });
      return { ...decoded, layers: [...encoded.layers, ...decoded.layers] };
    }
  }
}

/** A stack whose states go on from the run before. */
function carried({ builder, parameters, size, dropout }: Writing, stack: Stack, tokens: View): StackRun {
  const initial = (layer: number, state: string) => builder.slot(carrySlot(layer, state), size.batch, stack.hidden);
  const run = runStack(builder, stack, parameters, { tokens, window: size.window, initial, dropout });
  for (const { layer, unrolled } of run.layers) for (const [state, view] of unrolled.final) builder.setNext(carrySlot(layer, state), view);
  return run;
}
