/** A stack in ONNX over whole texts, with the head at each position. */
import { OnnxGraph } from '../../export/onnx/onnxGraph';
import { headOf, idsInput, lengthsInput, logitsOutput, type OnnxNetwork } from '../../export/onnx/onnxNetwork';
import { onnxStack } from '../../export/onnx/onnxStack';
import { stackBothWays } from '../../model/stack';

export const tagInOnnx: OnnxNetwork = (source) => {
  const graph = new OnnxGraph('model');
  const reading = { ids: idsInput(graph, 'ids', 'Texts'), lengths: lengthsInput(graph) };
  const { outputs } = onnxStack(graph, source, stackBothWays(source.shape), reading);
  logitsOutput(graph, source.shape, headOf(graph, source, outputs), 'At each symbol, of each tag that it may have.');
  return [graph];
};
