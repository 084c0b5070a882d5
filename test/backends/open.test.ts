import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { openBackend, openFastest, reportDevices } from '../../src/backends/open';
import { BackendUnavailableError, DEVICE_NAMES } from '../../src/engine/backend';

describe('opening devices', function () {
  this.timeout(60_000);

  it('gives the device that was asked for', async () => {
    for (const device of ['wasm', 'webasm', 'cpu', 'reference'] as const) {
      const backend = await openBackend(device);
      assert.equal(backend.description.device, device);
      backend.dispose();
    }
  });

  it('reports every device, and why one is not here', async () => {
    const reports = await reportDevices();
    assert.deepEqual(
      reports.map(({ device }) => device),
      DEVICE_NAMES,
    );
    for (const { available, description, reason } of reports) assert.ok(available ? description?.label : reason);
  });

  it('auto takes the fastest and tells all figures; a software adapter is not measured', async () => {
    const speeds: Record<string, number> = { wasm: 1000, webgpu: 5000 };
    const { backend, candidates } = await openFastest(async ({ description }) => speeds[description.device] ?? Number.NaN);
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
    const { backend, candidates } = await openFastest(async ({ description }) => {
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
      openFastest(async () => {
        throw new BackendUnavailableError('too large');
      }),
      { name: 'BackendUnavailableError', message: /wasm: too large.*reference: too large/ },
    );
    await assert.rejects(
      openFastest(async () => {
        throw new RangeError('a mistake of ours');
      }),
      RangeError,
    );
  });

  it('without a graphics driver, webgpu is refused with the way out; the process ends by itself', async () => {
    const folder = mkdtempSync(path.resolve('.build', 'open-'));
    try {
      const program =
        "import { reportDevices } from './src/backends/open'; reportDevices().then((devices) => console.log(JSON.stringify(devices)));";
      await build({
        stdin: { contents: program, resolveDir: process.cwd(), loader: 'ts' },
        outfile: path.join(folder, 'devices.mjs'),
        bundle: true,
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
