/** An encoder and a decoder in ONNX: the source is read at once, then the decoder goes as many symbols further as it is given. */
import { memoryPorts, onnxAttend, onnxMemory } from '../../export/onnx/onnxAttention';
import { OnnxGraph } from '../../export/onnx/onnxGraph';
import { headOf, idsInput, lengthsInput, logitsOutput, type OnnxNetwork, statesInput, statesOutput } from '../../export/onnx/onnxNetwork';
import type { OnnxSource } from '../../export/onnx/onnxSource';
import { join, onnxStack, type WrittenStack } from '../../export/onnx/onnxStack';
import type { Stack } from '../../model/stack';
import { bridgeSlot, hasBridge } from './bridge';

export const translateInOnnx: OnnxNetwork = (source) => [encoderOf(source), decoderOf(source)];

/** Its outputs are named as the inputs of the decoder. */
function encoderOf(source: OnnxSource): OnnxGraph {
  const graph = new OnnxGraph('encoder');
  const { shape } = source;
  const [encoder] = shape.architecture.stacks(shape) as [Stack, Stack];
  const ids = idsInput(graph, 'ids', 'Sources, the boundary after each', 'S');
  const lengths = lengthsInput(graph);
  const stack = onnxStack(graph, source, encoder, { ids, lengths });
  shape.cells.forEach(({ states }, layer) => {
    for (const state of states)
      graph.output(
        {
          name: `${state}0_layer${layer}`,
          type: 'float',
          shape: ['B', shape.decoderHidden],
          about: `What the decoder's state ${state} of layer ${layer} begins with.`,
        },
        bridged(graph, source, stack, layer, state),
      );
  });
  if (shape.attention !== 'none') {
    const memory = onnxMemory(graph, source, stack.outputs, stack.mask as string);
    for (const port of memoryPorts(shape)) graph.output(port, memory[port.name]);
  }
  return graph;
}

function decoderOf(source: OnnxSource): OnnxGraph {
  const graph = new OnnxGraph('decoder');
  const { shape } = source;
  const [, decoder] = shape.architecture.stacks(shape) as [Stack, Stack];
  const ids = idsInput(graph, 'ids', 'What is written, the boundary before each: one symbol at a time, or all of it');
  const stack = onnxStack(graph, source, decoder, { ids, initial: statesInput(graph, shape.cells, shape.decoderHidden) });
  const logits = (features: string) =>
    logitsOutput(
      graph,
      shape,
      headOf(graph, source, features),
      'After each symbol, of each that may be written next, the boundary where it ends.',
    );
  if (shape.attention === 'none') logits(stack.outputs);
  else {
    const [values, keys, mask] = memoryPorts(shape).map((port) => graph.input(port)) as [string, string, string];
    const { outputs, alignment } = onnxAttend(graph, source, { memory: values, memory_keys: keys, memory_mask: mask }, stack.outputs);
    logits(outputs);
    graph.output(
      { name: 'alignment', type: 'float', shape: ['B', 'T', 'S'], about: 'How much each symbol of the source weighed at each step.' },
      alignment,
    );
  }
  statesOutput(graph, stack, shape.decoderHidden);
  return graph;
}

/** As `bridge` of `bridge.ts`: the encoder's last state as it is, or through the projection that was learned for it. */
function bridged(graph: OnnxGraph, source: OnnxSource, { layers }: WrittenStack, layer: number, state: string): string {
  const { shape } = source;
  const finals = layers.filter((each) => each.layer === layer).map(({ final }) => final.get(state) as string);
  if (!hasBridge(shape)) return finals[0] as string;
  const [encoder] = shape.architecture.stacks(shape) as [Stack, Stack];
  const both = join(graph, encoder, finals);
  const product = graph.node('MatMul', [both, source.slot(graph, bridgeSlot(layer, state, 'weight'))], {}, `bridge/${state}`);
  return graph.node('Add', [product, source.slot(graph, bridgeSlot(layer, state, 'bias'))]);
}
