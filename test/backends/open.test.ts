import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { loader } from '../../esbuild.mjs';
import { openFastest } from '../../src/backends/fastest';
import { openForTraining, reportDevices } from '../../src/backends/open';
import { openDevice } from '../../src/backends/platform/node/nodePlatform';
import { openReference } from '../../src/backends/reference/referenceBackend';
import { type Backend, BackendUnavailableError, DEVICE_NAMES, type DeviceName } from '../../src/engine/backend';
import { textMaterial } from '../../src/engine/data/material';
import { parseExperiment } from '../../src/engine/parseExperiment';

describe('opening devices', function () {
  this.timeout(60_000);

  it('gives the device that was asked for', async () => {
    for (const device of ['wasm', 'webasm', 'cpu', 'reference'] as const) {
      const backend = await openDevice(device);
      assert.equal(backend.description.device, device);
      backend.dispose();
    }
  });

  it('reports every device, and why one is not here', async () => {
    const reports = await reportDevices(openDevice);
    assert.deepEqual(
      reports.map(({ device }) => device),
      DEVICE_NAMES,
    );
    for (const { available, description, reason } of reports) assert.ok(available ? description?.label : reason);
  });

  it('auto takes the fastest and tells all figures; a software adapter is not measured', async () => {
    const speeds: Record<string, number> = { wasm: 1000, webgpu: 5000 };
    const { backend, candidates } = await openFastest(openDevice, async ({ description }) => speeds[description.device] ?? Number.NaN);
    assert.deepEqual(
      candidates.map(({ device }) => device),
      ['wasm', 'webgpu'],
    );
    assert.equal(candidates[0]?.charsPerSecond, 1000);
    const webgpu = candidates[1];
    assert.equal(backend.description.device, webgpu?.charsPerSecond === undefined ? 'wasm' : 'webgpu');
    if (webgpu?.charsPerSecond === undefined) assert.match(webgpu?.reason ?? '', /software|no GPU|does not load/);
    backend.dispose();
  });

  it('auto settles for what runs everywhere where the fast devices refuse', async () => {
    const { backend, candidates } = await openFastest(openDevice, async ({ description }) => {
      if (description.device !== 'webasm') throw new BackendUnavailableError('too large');
      return 10;
    });
    assert.equal(backend.description.device, 'webasm');
    assert.deepEqual(
      candidates.map(({ device, charsPerSecond, reason }) => [device, charsPerSecond ?? reason]).filter(([device]) => device !== 'webgpu'),
      [
        ['wasm', 'too large'],
        ['webasm', 10],
      ],
    );
    backend.dispose();
  });

  it('auto says why where nothing runs, and hides no other error', async () => {
    await assert.rejects(
      openFastest(openDevice, async () => {
        throw new BackendUnavailableError('too large');
      }),
      { name: 'BackendUnavailableError', message: /wasm: too large.*reference: too large/ },
    );
    await assert.rejects(
      openFastest(openDevice, async () => {
        throw new RangeError('a mistake of ours');
      }),
      RangeError,
    );
  });

  it('what was opened for a comparison is closed where the comparison fails', async () => {
    const { open, opened } = watched();
    const measure = async ({ description }: Backend) => {
      if (description.device === 'webgpu') throw new RangeError('a mistake of ours');
      return 1;
    };
    await assert.rejects(openFastest(open, measure), RangeError);
    assert.deepEqual(opened, { wasm: 'closed', webgpu: 'closed' });
  });

  it('what was opened for reading is closed where there is nothing to train on', async () => {
    const { open, opened } = watched(['webgpu']);
    const train = openForTraining(open, parseExperiment({ device: 'webgpu' }), textMaterial('some text'), () => 0);
    await assert.rejects(train, { message: 'no webgpu here' });
    assert.deepEqual(opened, { wasm: 'closed' });
  });

  it('without a graphics driver, webgpu is refused with the way out; the process ends by itself', async () => {
    const folder = mkdtempSync(path.resolve('.build', 'open-'));
    try {
      const program =
        "import { reportDevices } from './src/backends/open'; import { openDevice } from './src/backends/platform/node/nodePlatform'; reportDevices(openDevice).then((devices) => console.log(JSON.stringify(devices)));";
      await build({
        stdin: { contents: program, resolveDir: process.cwd(), loader: 'ts' },
        outfile: path.join(folder, 'devices.mjs'),
        bundle: true,
        loader,
        packages: 'external',
        platform: 'node',
        format: 'esm',
        logLevel: 'warning',
      });
      const { stdout, status } = spawnSync(process.execPath, [path.join(folder, 'devices.mjs')], {
        env: { ...process.env, VK_DRIVER_FILES: '/nowhere', VK_ICD_FILENAMES: '/nowhere', LD_LIBRARY_PATH: '' },
        encoding: 'utf8',
        timeout: 30_000,
      });
      assert.equal(status, 0);
      const webgpu = (JSON.parse(stdout) as { device: string; available: boolean; reason?: string }[]).find(
        ({ device }) => device === 'webgpu',
      );
      if (process.platform === 'linux') assert.equal(webgpu?.available, false);
      if (!webgpu?.available) assert.match(webgpu?.reason ?? '', /no GPU.*wasm or auto/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

/** Every device a reference by another name, and what became of each that was opened. */
function watched(absent: readonly DeviceName[] = []) {
  const opened: Partial<Record<DeviceName, 'open' | 'closed'>> = {};
  const open = async (device: DeviceName): Promise<Backend> => {
    if (absent.includes(device)) throw new BackendUnavailableError(`no ${device} here`);
    const backend = openReference();
    opened[device] = 'open';
    const dispose = () => {
      opened[device] = 'closed';
    };
    return { ...backend, description: { ...backend.description, device }, dispose };
  };
  return { open, opened };
}
