/** The graph of one update: forward through the window, loss, backward, clipping, optimizer. */
import type { Graph, View } from '../backend';
import { gradients } from '../graph/gradients';
import { GraphBuilder } from '../graph/graphBuilder';
import { PointwiseBuilder } from '../graph/pointwise';
import { columnsOf } from '../graph/views';
import { type ForwardOptions, forward, type Size } from '../model/network';
import type { NetworkShape } from '../model/networkShape';
import type { ParameterSlot } from '../model/parameterSlot';
import type { Optimizer } from './optimizers';

export interface UpdateOptions extends Size, ForwardOptions {
  /** Largest global norm; 0 does not clip. */
  readonly clip: number;
  readonly optimizer: Optimizer;
  /** Also hand back each parameter's gradient, as `gradient/<slot>`, before clipping: for tests and inspection. */
  readonly gradients?: boolean;
}

/** Moments of the optimizer live in slots `optimizer/<moment>/<parameter slot>`. */
export const momentPrefix = (moment: string) => `optimizer/${moment}/`;

/**
 * Inputs: `tokens`, `targets` (T·B, 1), time-major; `rates` (1, 3): η, c₁, c₂; `dropout.<layer>` (T·B, H).
 * Outputs: `loss`, mean nats per character, and `gradNorm` before clipping, each (1, 1).
 */
export function updateGraph(shape: NetworkShape, options: UpdateOptions): Graph {
  const builder = new GraphBuilder();
  const { logits, parameters } = forward(builder, shape, options, options);
  const loss = meanLoss(builder, logits);
  const found = gradients(
    builder,
    loss.each,
    builder.constant(1 / logits.rows),
    parameters.map(({ view }) => view),
  );
  const squares = builder.sumRows(
    builder.stack(
      found.map((gradient) => builder.sumSquares(gradient)),
      'squared norms',
    ),
  );
  const [norm, factor] = builder.pointwise(clipProgram(options.clip), [squares], ['gradient norm', 'clip factor']) as [View, View];
  const rates = builder.input('rates', 1, 3);
  parameters.forEach(({ slot, view }, index) => {
    optimize(builder, options.optimizer, slot, view, found[index] as View, factor, rates);
    if (options.gradients) builder.output(`gradient/${slot.name}`, found[index] as View);
  });
  builder.output('loss', loss.mean);
  builder.output('gradNorm', norm);
  return builder.build();
}

/** Adds the input `targets` (T·B, 1) and the cross-entropy: each (T·B, 1) and their mean (1, 1), in nats. */
export function meanLoss(builder: GraphBuilder, logits: View): { readonly each: View; readonly mean: View } {
  const targets = builder.input('targets', logits.rows, 1);
  const each = builder.crossEntropy(logits, builder.logSumExp(logits), targets);
  const [mean] = builder.pointwise(scaleProgram(1 / logits.rows), [builder.sumRows(each)], ['loss']) as [View];
  return { each, mean };
}

function optimize(
  builder: GraphBuilder,
  optimizer: Optimizer,
  slot: ParameterSlot,
  parameter: View,
  gradient: View,
  factor: View,
  rates: View,
): void {
  const names = optimizer.moments.map((moment) => momentPrefix(moment) + slot.name);
  const moments = names.map((name) => builder.slot(name, slot.rows, slot.columns));
  const scalars = [0, 1, 2].map((column) => columnsOf(rates, column, 1));
  const [next, ...nextMoments] = builder.pointwise(
    optimizer.program,
    [parameter, gradient, factor, ...scalars, ...moments],
    [slot.name, ...names],
  ) as [View, ...View[]];
  builder.setNext(slot.name, next);
  names.forEach((name, index) => {
    builder.setNext(name, nextMoments[index] as View);
  });
}

/** ‖g‖ and min(1, c / ‖g‖) of Σ g². */
function clipProgram(clip: number) {
  const build = new PointwiseBuilder(1);
  const norm = build.unary('sqrt', build.input(0));
  const ratio = build.divide(build.constant(clip), build.binary('max', norm, build.constant(1e-30)));
  return build.build([norm, clip > 0 ? build.binary('min', build.constant(1), ratio) : build.constant(1)]);
}

function scaleProgram(factor: number) {
  const build = new PointwiseBuilder(1);
  return build.build([build.multiply(build.input(0), build.constant(factor))]);
}
