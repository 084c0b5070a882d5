/** A stack in ONNX over whole texts, with the head on what the top layer has when all is read. */
import { OnnxGraph } from '../../export/onnx/onnxGraph';
import { headOf, idsInput, lengthsInput, type OnnxNetwork } from '../../export/onnx/onnxNetwork';
import { finalOutput, onnxStack } from '../../export/onnx/onnxStack';
import { stackBothWays } from '../../model/stack';

export const classifyInOnnx: OnnxNetwork = (source) => {
  const graph = new OnnxGraph('model');
  const stack = stackBothWays(source.shape);
  const lengths = lengthsInput(graph);
  const written = onnxStack(graph, source, stack, { ids: idsInput(graph, 'ids', 'Texts, the boundary after each'), lengths });
  const logits = headOf(graph, source, finalOutput(graph, stack, written, lengths));
  graph.output({ name: 'logits', type: 'float', shape: ['B', source.shape.targets], about: 'Of each label that a text may have.' }, logits);
  return [graph];
};
