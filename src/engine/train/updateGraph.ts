/** The graph of one update: forward, loss, backward, clipping, optimizer. */
import type { Graph, View } from '../backend';
import { pullBack } from '../graph/gradients';
import { GraphBuilder } from '../graph/graphBuilder';
import { PointwiseBuilder } from '../graph/pointwise';
import { columnsOf } from '../graph/views';
import type { Size } from '../model/architecture';
import { type ForwardOptions, forward } from '../model/network';
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
 * Inputs: those of `forward` and of `lossOf`, and `rates` (1, 3): η, c₁, c₂.
 * Outputs: `loss`, mean nats per target, and `gradNorm` before clipping, each (1, 1). What is descended is the loss and that of
 * each head beside the joined one, added up: `loss beside 0` ….
 */
export function updateGraph(shape: NetworkShape, options: UpdateOptions): Graph {
  const builder = new GraphBuilder();
  const { logits, sides, parameters } = forward(builder, shape, options, { ...options, sides: true });
  const loss = lossOf(builder, shape, logits);
  const besides = sides.map((side) => crossEntropy(builder, side, loss.targets));
  const found = pullBack(
    builder,
    [loss.each, ...besides].map((at) => ({ at, gradient: loss.weights })),
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
  besides.forEach((each, index) => {
    builder.output(`loss beside ${index}`, weighed(builder, each, loss.weights, 'loss beside'));
  });
  builder.output('gradNorm', norm);
  return builder.build();
}

export interface Loss {
  /** Nats of each target, (N, 1). */
  readonly each: View;
  /** Their weighted sum, (1, 1). */
  readonly mean: View;
  /** What each counts for: (N, 1), or (1, 1) for all alike. */
  readonly weights: View;
  /** (N, 1) */
  readonly targets: View;
}

/**
 * Adds the input `targets` (N, 1), and where they do not count alike `weights` (N, 1): 1/n for each of n targets, 0 in padding.
 */
export function lossOf(builder: GraphBuilder, { architecture }: NetworkShape, logits: View): Loss {
  const targets = builder.input('targets', logits.rows, 1);
  const each = crossEntropy(builder, logits, targets);
  const weights = architecture.weighted ? builder.input('weights', logits.rows, 1) : builder.constant(1 / logits.rows);
  return { each, mean: weighed(builder, each, weights, 'loss'), weights, targets };
}

/** Nats of each target, (N, 1). */
function crossEntropy(builder: GraphBuilder, logits: View, targets: View): View {
  return builder.crossEntropy(logits, builder.logSumExp(logits), targets);
}

/** @param weights of each, (N, 1), or of all alike, (1, 1). @returns (1, 1) */
function weighed(builder: GraphBuilder, each: View, weights: View, label: string): View {
  if (weights.rows > 1 || each.rows === 1)
    return builder.sumRows(builder.pointwise(product, [each, weights], ['weighed losses'])[0] as View, label);
  return builder.pointwise(product, [builder.sumRows(each), weights], [label])[0] as View;
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

const product = (() => {
  const build = new PointwiseBuilder(2);
  return build.build([build.multiply(build.input(0), build.input(1))]);
})();
