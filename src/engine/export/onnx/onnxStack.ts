/** A stack of layers in an ONNX graph, as `model/runStack.ts` has it: symbols → each layer in each of its directions → outputs of the top. */
import type { CellProgram } from '../../cell/cellProgram';
import { recurrentOperator } from '../../cell/recurrentOperator';
import { embeddingSlot, outputSize, type Stack } from '../../model/stack';
import type { OnnxGraph } from './onnxGraph';
import type { LayerInput, LayerReading, WrittenLayer } from './onnxLayer';
import type { OnnxSource } from './onnxSource';
import { operatorLayer } from './operatorLayer';
import { scanLayer } from './scanLayer';

export interface StackReading {
  /** (T, B) */
  readonly ids: string;
  /** (B), where texts have lengths of their own. */
  readonly lengths?: string;
  /** The state before the first step, (B, H); by default zeros. */
  initial?(layer: number, state: string): string;
}

export interface WrittenStack {
  /** What the top layer hands on, (T, B, H or 2H). */
  readonly outputs: string;
  /** From the lowest up, forwards before backwards. */
  readonly layers: readonly WrittenLayer[];
  /** (T, B, 1): whether a symbol is of a text, where texts have lengths of their own. */
  readonly mask?: string;
}

export function onnxStack(graph: OnnxGraph, source: OnnxSource, stack: Stack, { ids, lengths, initial }: StackReading): WrittenStack {
  const layers: WrittenLayer[] = [];
  let input: LayerInput =
    stack.embedding > 0
      ? {
          kind: 'vectors',
          name: graph.node('Gather', [source.slot(graph, embeddingSlot(stack)), ids], { axis: 0 }, 'embedding'),
          size: stack.embedding,
        }
      : { kind: 'ids', name: ids, size: stack.symbols };
  const mask = lengths === undefined ? undefined : maskOf(graph, ids, lengths);
  stack.cells.forEach((cell, layer) => {
    const written = onnxLayer(graph, source, cell, {
      stack,
      layer,
      input,
      ...(lengths !== undefined && { lengths }),
      ...(mask !== undefined && { mask }),
      initial: (state) => initial?.(layer, state),
    });
    layers.push(...written);
    const joined = join(
      graph,
      stack,
      written.map(({ outputs }) => outputs),
    );
    const size = outputSize(stack);
    const residual = stack.residual && input.kind === 'vectors' && input.size === size;
    input = { kind: 'vectors', name: residual ? graph.node('Add', [joined, input.name], {}, 'residual') : joined, size };
  });
  return { outputs: input.name, layers, ...(mask !== undefined && { mask }) };
}

function onnxLayer(graph: OnnxGraph, source: OnnxSource, cell: CellProgram, reading: LayerReading): WrittenLayer[] {
  const operator = recurrentOperator(cell);
  if (operator) return operatorLayer(graph, source, operator, reading);
  return reading.stack.directions.map((direction) => scanLayer(graph, source, cell, reading, direction));
}

/** The outputs of the directions as one: side by side, or added up. */
export function join(graph: OnnxGraph, { join }: Pick<Stack, 'join'>, outputs: readonly string[]): string {
  if (outputs.length === 1) return outputs[0] as string;
  return join === 'sum'
    ? graph.node('Add', outputs, {}, 'both directions')
    : graph.node('Concat', outputs, { axis: -1 }, 'both directions');
}

/** (T, B, 1): whether a symbol is of a text. */
function maskOf(graph: OnnxGraph, ids: string, lengths: string): string {
  const steps = graph.node('Squeeze', [graph.node('Shape', [ids], { start: 0, end: 1 }), graph.integers(0)], {}, 'T');
  const positions = graph.node('Range', [graph.integer(0), steps, graph.integer(1)], {}, 'positions');
  const real = graph.node('Less', [graph.node('Unsqueeze', [positions, graph.integers(1)]), lengths], {}, 'real');
  return graph.node('Unsqueeze', [real, graph.integers(2)], {}, 'mask');
}

/**
 * The top layer's output when a text is read, (B, H or 2H): forwards at its last symbol, backwards at its first; without what a
 * residual connection adds. As `finalOutput` of `model/runStack.ts`.
 */
export function finalOutput(graph: OnnxGraph, stack: Stack, { layers }: WrittenStack, lengths: string): string {
  const outputs = layers.slice(-stack.directions.length).map(({ direction, outputs: all }) => {
    if (direction === 'backward') return graph.node('Gather', [all, graph.integer(0)], { axis: 0 }, 'first');
    const last = graph.node('Sub', [lengths, graph.integer(1)], {}, 'last symbol');
    const byText = graph.node('Transpose', [all], { perm: [1, 0, 2] }); // (B, T, H)
    return graph.node('GatherND', [byText, graph.node('Unsqueeze', [last, graph.integers(1)])], { batch_dims: 1 }, 'last');
  });
  return join(graph, stack, outputs);
}
