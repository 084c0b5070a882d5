/** What a task says of its network in ONNX, and what networks of several tasks have in common. */
import type { CellProgram } from '../../cell/cellProgram';
import type { NetworkShape } from '../../model/networkShape';
import type { OnnxGraph } from './onnxGraph';
import type { OnnxSource } from './onnxSource';
import type { WrittenStack } from './onnxStack';

/** The graphs of a model, named as their files: one, or those that run one after the other. */
export type OnnxNetwork = (source: OnnxSource) => readonly OnnxGraph[];

/** (T, B) or what it is called otherwise. @param what is read, for people */
export function idsInput(graph: OnnxGraph, name: string, what: string, steps = 'T'): string {
  return graph.input({
    name,
    type: 'int64',
    shape: [steps, 'B'],
    about: `${what}: a number for each symbol, its place in the vocabulary; a column for each text.`,
  });
}

export function lengthsInput(graph: OnnxGraph): string {
  return graph.input({
    name: 'lengths',
    type: 'int64',
    shape: ['B'],
    about: 'How many symbols each text has, one at least; what lies beyond in its column is not read.',
  });
}

/** States that go on from one run to the next: in as `h0_layer0`, out as `hn_layer0`. */
export function statesInput(graph: OnnxGraph, cells: readonly CellProgram[], hidden: number): (layer: number, state: string) => string {
  const names = new Map<string, string>();
  cells.forEach(({ states }, layer) => {
    for (const state of states)
      names.set(
        `${layer} ${state}`,
        graph.input({
          name: `${state}0_layer${layer}`,
          type: 'float',
          shape: ['B', hidden],
          about: `The state ${state} of layer ${layer} before the first symbol: zeros where a text begins, else what ${state}n_layer${layer} was.`,
        }),
      );
  });
  return (layer, state) => names.get(`${layer} ${state}`) as string;
}

export function statesOutput(graph: OnnxGraph, { layers }: WrittenStack, hidden: number): void {
  for (const { layer, final } of layers)
    for (const [state, name] of final)
      graph.output(
        {
          name: `${state}n_layer${layer}`,
          type: 'float',
          shape: ['B', hidden],
          about: `The state ${state} of layer ${layer} after the last symbol.`,
        },
        name,
      );
}

/** What a head tells of features (…, in). @returns (…, targets) */
export function headOf(graph: OnnxGraph, source: OnnxSource, features: string, head = 'head'): string {
  const product = graph.node('MatMul', [features, source.slot(graph, `${head}.weight`)], {}, head);
  return graph.node('Add', [product, source.slot(graph, `${head}.bias`)]);
}

/** Of each step, (T, B, targets). */
export function logitsOutput(graph: OnnxGraph, { targets }: NetworkShape, logits: string, what: string, name = 'logits'): void {
  graph.output({ name, type: 'float', shape: ['T', 'B', targets], about: what }, logits);
}
