/** One stack in ONNX, whose states come in and go out. */
import { OnnxGraph } from '../../export/onnx/onnxGraph';
import { headOf, idsInput, logitsOutput, type OnnxNetwork, statesInput, statesOutput } from '../../export/onnx/onnxNetwork';
import { onnxStack } from '../../export/onnx/onnxStack';
import { forwardStack } from '../../model/stack';

export const languageModelInOnnx: OnnxNetwork = (source) => {
  const graph = new OnnxGraph('model');
  const { shape } = source;
  const ids = idsInput(graph, 'ids', 'Texts');
  const stack = onnxStack(graph, source, forwardStack(shape), { ids, initial: statesInput(graph, shape.cells, shape.hidden) });
  logitsOutput(
    graph,
    shape,
    headOf(graph, source, stack.outputs),
    'After each symbol, of each that may come next: softmax makes probabilities of them.',
  );
  statesOutput(graph, stack, shape.hidden);
  return [graph];
};
