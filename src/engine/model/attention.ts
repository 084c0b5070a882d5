/**
 * How a decoder looks back at its source, after Luong et al. 2015: from its output h_t at each step and the encoder's m_s,
 *   score(t, s) = h_t · (W_a m_s)  (dot, their "general"),  or  v · tanh(W_q h_t + W_k m_s)  (additive, Bahdanau et al. 2015),
 *   α_t = softmax of the scores over the source,  c_t = Σ_s α_ts m_s,  h̃_t = tanh(W_c [c_t; h_t]).
 *
 * All steps at once, by matrix products: for that, what is time-major (row t·B + b) is gathered text by text (row b·T + t).
 */
import type { View } from '../backend';
import { beside } from '../graph/beside';
import type { GraphBuilder } from '../graph/graphBuilder';
import { PointwiseBuilder } from '../graph/pointwise';
import { rowsOf } from '../graph/views';
import type { NetworkShape } from './networkShape';
import { matrixSlot, type ParameterSlot } from './parameterSlot';
import type { Parameters } from './parameterViews';
import { outputSize, type Stack } from './stack';
import { repeatRows, transposeRows } from './transposeRows';

export function attentionSlots(shape: NetworkShape): ParameterSlot[] {
  const { attention, decoderHidden: hidden } = shape;
  if (attention === 'none') return [];
  const memory = memorySize(shape);
  const scores =
    attention === 'dot'
      ? [matrixSlot('attention.W_a', memory, hidden)]
      : [matrixSlot('attention.W_q', hidden, hidden), matrixSlot('attention.W_k', memory, hidden), matrixSlot('attention.v', hidden, 1)];
  return [...scores, matrixSlot('attention.W_c', memory + hidden, hidden)];
}

/** What a decoder can look at. */
export interface Memory {
  /** m: (B·S, M), text by text. */
  readonly values: View;
  /** W_a m, text by text, or W_k m, time-major: (B·S, H). */
  readonly keys: View;
  /** (B, S): 1 in a text, 0 in its padding. */
  readonly mask: View;
}

/** @param outputs of the encoder, (S·B, M). @param mask (S·B, 1) */
export function remember(
  builder: GraphBuilder,
  shape: NetworkShape,
  parameters: Parameters,
  outputs: View,
  mask: View,
  batch: number,
): Memory {
  const window = outputs.rows / batch;
  const values = transposeRows(builder, outputs, window, batch);
  const keys =
    shape.attention === 'dot'
      ? builder.gemm(values, parameters.at('attention.W_a'), { label: 'keys' })
      : builder.gemm(outputs, parameters.at('attention.W_k'), { label: 'keys' });
  const columns = Array.from({ length: window }, (_, s) => rowsOf(mask, s * batch, batch));
  return { values, keys, mask: beside(builder, columns, 'source mask') };
}

/** What a step graph keeps of a source of a batch, by name. */
export function memorySlots(shape: NetworkShape, batch: number, window: number): Record<keyof Memory, { rows: number; columns: number }> {
  return {
    values: { rows: batch * window, columns: memorySize(shape) },
    keys: { rows: batch * window, columns: shape.decoderHidden },
    mask: { rows: batch, columns: window },
  };
}

export interface Attended {
  /** h̃, (T·B, H), time-major. */
  readonly outputs: View;
  /** α, (B·T, S), text by text. */
  readonly alignment: View;
}

/** @param hidden the decoder's outputs, (T·B, H) */
export function attend(builder: GraphBuilder, shape: NetworkShape, parameters: Parameters, memory: Memory, hidden: View): Attended {
  const batch = memory.mask.rows;
  const window = hidden.rows / batch;
  const scores = shape.attention === 'dot' ? dotScores(builder, memory, hidden) : additiveScores(builder, parameters, memory, hidden);
  const real = repeatRows(builder, memory.mask, window);
  const [masked] = builder.pointwise(maskProgram, [scores, real], ['scores']) as [View];
  const [alignment] = builder.pointwise(softmaxProgram, [masked, builder.logSumExp(masked)], ['alignment']) as [View];
  const contexts = eachText(alignment, memory.values, batch).map(([its, values]) => builder.gemm(its, values, { label: 'context' }));
  const context = transposeRows(builder, builder.stack(contexts, 'contexts'), batch, window); // (T·B, M)
  const weight = parameters.at('attention.W_c'); // (M + H, H)
  const fromContext = builder.gemm(context, rowsOf(weight, 0, context.columns), { label: 'W_c c' });
  const sum = builder.gemm(hidden, rowsOf(weight, context.columns, hidden.columns), { add: fromContext, label: 'W_c [c; h]' });
  const [outputs] = builder.pointwise(tanhProgram, [sum], ['attentional']) as [View];
  return { outputs, alignment };
}

/** (B·T, S) */
function dotScores(builder: GraphBuilder, { keys, mask }: Memory, hidden: View): View {
  const batch = mask.rows;
  const queries = transposeRows(builder, hidden, hidden.rows / batch, batch);
  const scores = eachText(queries, keys, batch).map(([query, key]) => builder.gemm(query, key, { transposeB: true, label: 'scores' }));
  return builder.stack(scores, 'scores');
}

/** (B·T, S), a source position at a time: each meets all of the decoder's steps. */
function additiveScores(builder: GraphBuilder, parameters: Parameters, { keys, mask }: Memory, hidden: View): View {
  const batch = mask.rows;
  const window = hidden.rows / batch;
  const queries = builder.gemm(hidden, parameters.at('attention.W_q'), { label: 'queries' }); // (T·B, H)
  const columns = Array.from({ length: mask.columns }, (_, s) => {
    const key = builder.stack(new Array<View>(window).fill(rowsOf(keys, s * batch, batch)), 'key');
    const [met] = builder.pointwise(tanhOfSumProgram, [queries, key], ['query and key']) as [View];
    return builder.gemm(met, parameters.at('attention.v'), { label: 'score' });
  });
  return transposeRows(builder, beside(builder, columns, 'scores'), window, batch);
}

/** The rows of each text in both. */
function eachText(a: View, b: View, batch: number): (readonly [View, View])[] {
  const rows = (view: View, index: number) => rowsOf(view, (index * view.rows) / batch, view.rows / batch);
  return Array.from({ length: batch }, (_, index) => [rows(a, index), rows(b, index)] as const);
}

function memorySize(shape: NetworkShape): number {
  const [encoder] = shape.architecture.stacks(shape) as [Stack];
  return outputSize(encoder);
}

/** A score this far below the others has no weight. */
const NEVER = 1e9;

const program = (inputs: number, write: (build: PointwiseBuilder) => number) => {
  const build = new PointwiseBuilder(inputs);
  return build.build([write(build)]);
};
const maskProgram = program(2, (build) =>
  build.add(build.input(0), build.multiply(build.subtract(build.input(1), build.constant(1)), build.constant(NEVER))),
);
const softmaxProgram = program(2, (build) => build.unary('exp', build.subtract(build.input(0), build.input(1))));
const tanhProgram = program(1, (build) => build.unary('tanh', build.input(0)));
const tanhOfSumProgram = program(2, (build) => build.unary('tanh', build.add(build.input(0), build.input(1))));
