/** How graphs become kernels: few of them, shared, and each within what WebGPU binds. */
import assert from 'node:assert/strict';
import { wholeBuffer } from '../../../src/backends/gpujs/deviceBuffer';
import type { Gpu, Handle } from '../../../src/backends/gpujs/gpujsLibrary';
import { KernelLibrary, MOST_INPUTS } from '../../../src/backends/gpujs/kernelLibrary';
import { recordGraph } from '../../../src/backends/gpujs/recordGraph';
import type { Graph } from '../../../src/engine/backend';
import { builtinCells } from '../../../src/engine/cell/builtin/builtinCells';
import { PointwiseBuilder } from '../../../src/engine/graph/pointwise';
import { networkShape } from '../../../src/engine/model/networkShape';
import { parseExperiment } from '../../../src/engine/parseExperiment';
import { makeOptimizer } from '../../../src/engine/train/optimizers';
import { updateGraph } from '../../../src/engine/train/updateGraph';
import { all, GraphBuilder, part } from '../../contract/graphBuilder';

describe('graphs as kernels', () => {
  it('a time step adds calls and no kernels', () => {
    for (const cell of builtinCells) {
      const short = recorded(update(cell.source, 8));
      const long = recorded(update(cell.source, 9));
      const perStep = long.calls.length - short.calls.length;
      assert.ok(perStep <= 16, `${cell.name}: ${perStep} calls for one more step`);
      // Only kernels whose shapes name the window itself may differ; those of a time step may not.
      assert.ok(
        long.sources.size <= short.sources.size + 2,
        `${cell.name}: ${short.sources.size} kernels for 8 steps, ${long.sources.size} for 9`,
      );
    }
  });

  it('an LSTM takes two kernels a step forwards and two backwards', () => {
    const lstm = builtinCells.find(({ name }) => name === 'lstm') as (typeof builtinCells)[number];
    // … and each of the few stacks over time one kernel for seven steps.
    const more = recorded(update(lstm.source, 35)).calls.length - recorded(update(lstm.source, 28)).calls.length;
    assert.ok(more <= 7 * 4 + 7, `${more} calls for 7 steps`);
  });

  it('no kernel binds more buffers than WebGPU allows, however many inputs there are', () => {
    for (const inputs of [7, 8, 9, 20, 60]) {
      const graph = new GraphBuilder();
      const views = Array.from({ length: inputs }, (_, index) => all(graph.input(`x${index}`, index % 3 === 0 ? 1 : 2, 3)));
      const builder = new PointwiseBuilder(inputs);
      const sum = views.map((_, index) => index).reduce((a, b) => builder.add(a, b));
      const y = graph.value(2, 3);
      graph.add({ op: 'pointwise', program: builder.build([sum]), inputs: views, outputs: [all(y)] });
      const stacked = graph.value(
        views.reduce((rows, view) => rows + view.rows, 0),
        3,
      );
      graph.add({ op: 'stack', parts: views, out: stacked });
      for (const buffers of recorded(graph.build({ y: all(y) })).calls)
        assert.ok(buffers <= MOST_INPUTS, `${buffers} buffers in one kernel`);
    }
  });

  it('rows that lie together are stacked without a kernel', () => {
    const graph = new GraphBuilder();
    const x = graph.input('x', 6, 2);
    const y = graph.value(4, 2);
    graph.add({ op: 'stack', parts: [part(x, 1, 0, 2, 2), part(x, 3, 0, 1, 2), part(x, 4, 0, 1, 2)], out: y });
    assert.equal(recorded(graph.build({ y: all(y) })).calls.length, 0);
  });
});

function update(cellSource: string, window: number): Graph {
  const shape = networkShape(parseExperiment({ hidden: 8 }), cellSource, { vocabulary: 10 });
  return updateGraph(shape, { batch: 2, window, dropout: false, clip: 5, optimizer: makeOptimizer('adam', 0) });
}

/** The kernels that a graph is recorded as: the number of buffers bound in each call, and the different texts. */
function recorded(graph: Graph): { calls: number[]; sources: Set<string> } {
  const calls: number[] = [];
  const sources = new Set<string>();
  const handle = () => ({}) as Handle;
  const gpu: Pick<Gpu, 'createKernel'> = {
    createKernel:
      (source) =>
      (...inputs) => {
        calls.push(new Set(inputs.filter((input) => typeof input !== 'number')).size);
        sources.add(source);
        return handle();
      },
  };
  const values = [...Object.values(graph.inputs), ...Object.values(graph.state).map((slot) => slot.value)];
  const given = values.map(
    (value) => [value, wholeBuffer({ handle: handle(), rows: value.rows, columns: value.columns, argument: true })] as const,
  );
  recordGraph(graph, new KernelLibrary(gpu as Gpu), new Map(given));
  return { calls, sources };
}
