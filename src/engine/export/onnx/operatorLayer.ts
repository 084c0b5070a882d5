/** A layer as one of ONNX's recurrent operators, both directions in one. */

import type { Gate, RecurrentOperator } from '../../cell/recurrentOperator';
import { requireTensor } from '../../checkpoint/tensor';
import { inputSize, layerName } from '../../model/stack';
import type { OnnxGraph } from './onnxGraph';
import type { LayerReading, WrittenLayer } from './onnxLayer';
import type { OnnxSource } from './onnxSource';

export function operatorLayer(graph: OnnxGraph, source: OnnxSource, found: RecurrentOperator, reading: LayerReading): WrittenLayer[] {
  const { stack, layer, input, lengths } = reading;
  const { directions, hidden } = stack;
  const inputs = input.kind === 'ids' ? oneHot(graph, input) : input.name;
  const learned = operatorWeights(graph, source, found, reading);
  const initial = found.states.map((state) => initialOf(graph, reading, state));
  const steps = lengths === undefined ? '' : graph.node('Cast', [lengths], { to: INT32 }, 'lengths');
  const [outputs, ...finals] = graph.nodeOf(
    1 + found.states.length,
    found.operator,
    [inputs, learned.W, learned.R, learned.B, steps, ...initial, ...(learned.P === undefined ? [] : [learned.P])],
    {
      hidden_size: hidden,
      direction: directions.length > 1 ? 'bidirectional' : directions[0] === 'backward' ? 'reverse' : 'forward',
      ...(found.activation && { activations: directions.map(() => found.activation as string) }),
      ...(found.linearBeforeReset && { linear_before_reset: 1 }),
    },
    `layer ${layer}/${found.operator}`,
  ) as [string, ...string[]]; // (T, directions, B, H), each (directions, B, H)
  return directions.map((direction, index) => ({
    layer,
    direction,
    outputs: graph.node('Gather', [outputs, graph.integer(index)], { axis: 1 }, `layer ${layer}/${direction}`),
    final: new Map(
      found.states.map((state, at) => [
        state,
        graph.node('Gather', [finals[at] as string, graph.integer(index)], { axis: 0 }, `layer ${layer}/${state}`),
      ]),
    ),
  }));
}

/** Of lengths: what the operators take. */
const INT32 = 6;

/** (T, B) → (T, B, V) */
function oneHot(graph: OnnxGraph, { name, size }: LayerReading['input']): string {
  return graph.node('OneHot', [name, graph.integer(size), graph.weights('off and on', [2], [0, 1])], { axis: -1 }, 'one-hot');
}

/** (directions, B, H); '' for zeros. */
function initialOf(graph: OnnxGraph, { stack, layer, initial }: LayerReading, state: string): string {
  const given = stack.directions.map((direction) => initial(state, direction));
  if (given.some((each) => each === undefined)) return '';
  const apart = given.map((each) => graph.node('Unsqueeze', [each as string, graph.integers(0)]));
  return apart.length === 1 ? (apart[0] as string) : graph.node('Concat', apart, { axis: 0 }, `layer ${layer}/first ${state}`);
}

interface OperatorWeights {
  /** (directions, gates·H, in) */
  readonly W: string;
  /** (directions, gates·H, H) */
  readonly R: string;
  /** (directions, 2·gates·H): those beside W, then those beside R. */
  readonly B: string;
  /** (directions, 3·H), where the gates of an LSTM see its memory: of i, o and f. */
  readonly P?: string;
}

function operatorWeights(graph: OnnxGraph, { weights }: OnnxSource, { gates }: RecurrentOperator, reading: LayerReading): OperatorWeights {
  const { stack, layer } = reading;
  const { directions, hidden } = stack;
  const inputs = inputSize(stack, layer);
  const eachDirection = (parts: (of: (name: string, size: readonly number[]) => ArrayLike<number>) => readonly ArrayLike<number>[]) =>
    directions.flatMap((direction) => parts((name, size) => requireTensor(weights, layerName(stack, layer, name, direction), size).data));
  const written = (name: string, size: readonly number[], parts: readonly ArrayLike<number>[]) =>
    graph.weights(layerName(stack, layer, name, directions[0] as 'forward'), [directions.length, ...size], joined(parts));
  const width = gates.length * hidden;
  return {
    W: written(
      'W',
      [width, inputs],
      eachDirection((of) => gates.map(({ input }) => of(input, [hidden, inputs]))),
    ),
    R: written(
      'R',
      [width, hidden],
      eachDirection((of) => gates.map(({ recurrent }) => of(recurrent, [hidden, hidden]))),
    ),
    B: written(
      'B',
      [2 * width],
      eachDirection((of) =>
        [(gate: Gate) => gate.biases, (gate: Gate) => gate.recurrentBiases].flatMap((biasesOf) =>
          gates.map((gate) =>
            sum(
              biasesOf(gate).map((name) => of(name, [hidden])),
              hidden,
            ),
          ),
        ),
      ),
    ),
    ...(gates.some(({ peephole }) => peephole !== undefined) && {
      P: written(
        'P',
        [3 * hidden],
        eachDirection((of) => gates.slice(0, 3).map(({ peephole }) => sum(peephole === undefined ? [] : [of(peephole, [hidden])], hidden))),
      ),
    }),
  };
}

function sum(parts: readonly ArrayLike<number>[], length: number): Float32Array {
  return Float32Array.from({ length }, (_, at) => parts.reduce((total, part) => total + (part[at] as number), 0));
}

function joined(parts: readonly ArrayLike<number>[]): Float32Array {
  const whole = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
