/** Two stacks in ONNX that meet in the head: one reads what stands before each place, one what stands after it. */
import { OnnxGraph } from '../../export/onnx/onnxGraph';
import { headOf, idsInput, logitsOutput, type OnnxNetwork, statesInput, statesOutput } from '../../export/onnx/onnxNetwork';
import { join, onnxStack } from '../../export/onnx/onnxStack';
import { sideHead } from '../../model/parameterSlot';
import type { Stack } from '../../model/stack';

export const infillInOnnx: OnnxNetwork = (source) => {
  const graph = new OnnxGraph('model');
  const { shape } = source;
  const [forwards, backwards] = shape.architecture.stacks(shape) as [Stack, Stack];
  const ids = idsInput(graph, 'ids', 'The symbol before each place, the boundary where a text begins');
  const after = idsInput(graph, 'after', 'The symbol after each place, the boundary where a text ends');
  const before = onnxStack(graph, source, forwards, { ids, initial: statesInput(graph, shape.cells, shape.hidden) });
  const beyond = onnxStack(graph, source, backwards, { ids: after });
  const outputs = [before.outputs, beyond.outputs];
  logitsOutput(graph, shape, headOf(graph, source, join(graph, forwards, outputs)), 'At each place, of each symbol that may stand there.');
  if (shape.sideHeads)
    (['forward', 'backward'] as const).forEach((direction, side) => {
      const what = direction === 'forward' ? 'The same told by what stands before alone.' : 'The same told by what stands after alone.';
      logitsOutput(graph, shape, headOf(graph, source, outputs[side] as string, sideHead(direction)), what, `logits_${direction}s`);
    });
  statesOutput(graph, before, shape.hidden);
  return [graph];
};
