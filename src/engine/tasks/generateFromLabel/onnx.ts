/** A language model in ONNX that begins from a label's states, or goes on from others. */
import { OnnxGraph } from '../../export/onnx/onnxGraph';
import { headOf, idsInput, logitsOutput, type OnnxNetwork, statesInput, statesOutput } from '../../export/onnx/onnxNetwork';
import { onnxStack } from '../../export/onnx/onnxStack';
import { forwardStack } from '../../model/stack';
import { labelSlot } from './labelStates';

export const generateFromLabelInOnnx: OnnxNetwork = (source) => {
  const graph = new OnnxGraph('model');
  const { shape } = source;
  const ids = idsInput(graph, 'ids', 'Texts, the boundary before each');
  const label = graph.input({
    name: 'label',
    type: 'int64',
    shape: ['B'],
    about: 'The label that each text begins from, by its place among the labels; −1 for one that goes on from the states given.',
  });
  const given = statesInput(graph, shape.cells, shape.hidden);
  const begins = graph.node('Unsqueeze', [graph.node('Less', [label, graph.integer(0)]), graph.integers(1)], {}, 'goes on'); // (B, 1)
  const initial = (layer: number, state: string) => {
    const learned = graph.node('Gather', [source.slot(graph, labelSlot(layer, state)), label], { axis: 0 }, `label/${state}`);
    return graph.node('Where', [begins, given(layer, state), learned], {}, `first ${state}`);
  };
  const stack = onnxStack(graph, source, forwardStack(shape), { ids, initial });
  logitsOutput(
    graph,
    shape,
    headOf(graph, source, stack.outputs),
    'After each symbol, of each that may come next, the boundary where the text ends.',
  );
  statesOutput(graph, stack, shape.hidden);
  return [graph];
};
