import assert from 'node:assert/strict';
import { openGpujs } from '../../../src/backends/gpujs/gpujsBackend';
import { loadGpujs } from '../../../src/backends/gpujs/gpujsLibrary';
import { readable } from '../../../src/backends/gpujs/webgpuDevice';
import { nodePlatform } from '../../../src/backends/platform/node/nodePlatform';
import { BackendUnavailableError } from '../../../src/engine/backend';
import { all, GraphBuilder } from '../../contract/graphBuilder';

describe('the WebGPU device', () => {
  it('is named as people know it', () => {
    assert.equal(readable('nvidia-h100-80gb-hbm3'), 'NVIDIA H100 80GB HBM3');
    assert.equal(readable('nvidia-geforce-rtx-4090'), 'NVIDIA Geforce RTX 4090');
    assert.equal(readable('apple-m1-max'), 'Apple M1 Max');
    assert.equal(readable(''), '');
  });

  it('that goes away is reported as lost, and a backend opened after that works', async function () {
    this.timeout(60_000);
    const backend = await openGpujs(nodePlatform, 'webgpu').catch((error: unknown) => {
      if (!(error instanceof BackendUnavailableError)) throw error;
      console.log(`      not here: ${error.message}`);
      return this.skip();
    });
    const feed = { x: Float32Array.of(1, 2) };
    const executable = await backend.compile(doubling());
    assert.deepEqual(
      (await executable.run([feed])).map(({ y }) => Array.from(y as Float32Array)),
      [[2, 4]],
    );

    const { device } = await (await loadGpujs()).WebGPUContext.acquire();
    device.destroy();
    await device.lost;
    await assert.rejects(executable.run([feed]), { name: 'BackendLostError', message: /GPU was lost.*checkpoint/ });
    executable.dispose();
    backend.dispose();

    const fresh = await openGpujs(nodePlatform, 'webgpu');
    const again = await fresh.compile(doubling());
    assert.deepEqual(
      (await again.run([feed])).map(({ y }) => Array.from(y as Float32Array)),
      [[2, 4]],
    );
    again.dispose();
    fresh.dispose();
  });
});

function doubling() {
  const graph = new GraphBuilder();
  const x = graph.input('x', 1, 2);
  const two = graph.constant(1, 2, 2);
  const y = graph.value(1, 2);
  graph.add({
    op: 'pointwise',
    program: {
      inputs: 2,
      instructions: [
        { op: 'input', index: 0 },
        { op: 'input', index: 1 },
        { op: 'multiply', a: 0, b: 1 },
      ],
      outputs: [2],
    },
    inputs: [all(x), all(two)],
    outputs: [all(y)],
  });
  return graph.build({ y: all(y) });
}
