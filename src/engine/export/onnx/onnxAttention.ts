/** How a decoder looks back at its source, in ONNX: as `model/attention.ts` has it, for texts side by side. */
import { attentionSlots } from '../../model/attention';
import type { NetworkShape } from '../../model/networkShape';
import type { OnnxGraph, Port } from './onnxGraph';
import type { OnnxSource } from './onnxSource';

/** What a decoder can look at, by the names under which it goes from the encoder to the decoder. */
export interface OnnxMemory {
  /** (B, S, M) */
  readonly memory: string;
  /** What scores are made with, (B, S, H). */
  readonly memory_keys: string;
  /** (B, S): whether a symbol is of the source. */
  readonly memory_mask: string;
}

export function memoryPorts(shape: NetworkShape): readonly (Port & { readonly name: keyof OnnxMemory })[] {
  const all = attentionSlots(shape);
  const memory = (all.find(({ name }) => name === 'attention.W_c')?.rows ?? 0) - shape.decoderHidden;
  return [
    { name: 'memory', type: 'float', shape: ['B', 'S', memory], about: 'What the encoder has at each symbol of the source.' },
    { name: 'memory_keys', type: 'float', shape: ['B', 'S', shape.decoderHidden], about: 'By what the decoder finds where to look.' },
    { name: 'memory_mask', type: 'bool', shape: ['B', 'S'], about: 'Whether a symbol is of the source, or padding.' },
  ];
}

/** @param outputs of the encoder, (S, B, M) @param mask (S, B, 1) */
export function onnxMemory(graph: OnnxGraph, source: OnnxSource, outputs: string, mask: string): OnnxMemory {
  const memory = graph.node('Transpose', [outputs], { perm: [1, 0, 2] }, 'by text');
  const matrix = source.slot(graph, source.shape.attention === 'dot' ? 'attention.W_a' : 'attention.W_k');
  return {
    memory,
    memory_keys: graph.node('MatMul', [memory, matrix], {}, 'keys'),
    memory_mask: graph.node('Transpose', [graph.node('Squeeze', [mask, graph.integers(2)])], { perm: [1, 0] }, 'source mask'),
  };
}

/** @param hidden the decoder's outputs, (T, B, H) @returns h̃ (T, B, H), α (B, T, S) */
export function onnxAttend(
  graph: OnnxGraph,
  source: OnnxSource,
  memory: OnnxMemory,
  hidden: string,
): { outputs: string; alignment: string } {
  const queries = graph.node('Transpose', [hidden], { perm: [1, 0, 2] }, 'by text'); // (B, T, H)
  const scores = source.shape.attention === 'dot' ? dotScores(graph, memory, queries) : additiveScores(graph, source, memory, queries);
  const real = graph.node('Unsqueeze', [memory.memory_mask, graph.integers(1)]); // (B, 1, S)
  const masked = graph.node('Where', [real, scores, graph.scalar(NEVER)], {}, 'scores');
  const alignment = graph.node('Softmax', [masked], { axis: -1 }, 'softmax');
  const context = graph.node('MatMul', [alignment, memory.memory], {}, 'context'); // (B, T, M)
  const both = graph.node('Concat', [context, queries], { axis: -1 });
  const outputs = graph.node('Tanh', [graph.node('MatMul', [both, source.slot(graph, 'attention.W_c')])], {}, 'attentional');
  return { outputs: graph.node('Transpose', [outputs], { perm: [1, 0, 2] }), alignment };
}

/** A score this far below the others has no weight. */
const NEVER = -1e9;

/** (B, T, S) */
function dotScores(graph: OnnxGraph, { memory_keys }: OnnxMemory, queries: string): string {
  return graph.node('MatMul', [queries, graph.node('Transpose', [memory_keys], { perm: [0, 2, 1] })]);
}

/** (B, T, S): each step meets each symbol of the source. */
function additiveScores(graph: OnnxGraph, source: OnnxSource, { memory_keys }: OnnxMemory, queries: string): string {
  const asked = graph.node('MatMul', [queries, source.slot(graph, 'attention.W_q')], {}, 'queries');
  const met = graph.node('Add', [
    graph.node('Unsqueeze', [asked, graph.integers(2)]), // (B, T, 1, H)
    graph.node('Unsqueeze', [memory_keys, graph.integers(1)]), // (B, 1, S, H)
  ]);
  const scores = graph.node('MatMul', [graph.node('Tanh', [met]), source.slot(graph, 'attention.v')]); // (B, T, S, 1)
  return graph.node('Squeeze', [scores, graph.integers(3)]);
}
