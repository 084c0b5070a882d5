import assert from 'node:assert/strict';
import { runsPerLaunch } from '../../../src/backends/gpujs/launchSize';
import { all, GraphBuilder } from '../../contract/graphBuilder';

describe('runs in a launch', () => {
  const square = (size: number) => {
    const graph = new GraphBuilder();
    const x = graph.input('x', size, size);
    graph.add({ op: 'gemm', a: all(x), b: all(x), transposeA: false, transposeB: false, out: graph.value(size, size) });
    return graph.build({});
  };

  it('are as many as are worth while for a small graph, and one for a graph that keeps the GPU busy', () => {
    assert.equal(runsPerLaunch(square(1), 8), 8);
    assert.equal(runsPerLaunch(square(2500), 8), 3);
    assert.equal(runsPerLaunch(square(10_000), 8), 1);
    assert.equal(runsPerLaunch(square(1), 1), 1);
  });
});
