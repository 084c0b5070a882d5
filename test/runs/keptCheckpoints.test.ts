/** Checkpoints that are kept of a run's way, as they lie in its folder. */
import assert from 'node:assert/strict';
import { symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseExperiment } from '../../src/engine/parseExperiment';
import { checkpointOf } from '../../src/runs/checkpointOf';
import { createRun } from '../../src/runs/createRun';
import { forgetKeptAfter, keptFile, keptIn, thinKept } from '../../src/runs/keptCheckpoints';
import { ModelShelf } from '../../src/runs/modelShelf';
import { RunFolderError } from '../../src/runs/runFolder';
import { readSummary } from '../../src/runs/runSummary';
import { StorageError } from '../../src/sources/storageError';
import { temporaryFolder } from './temporaryFolder';

describe('kept checkpoints', () => {
  const folder = temporaryFolder();
  const keep = (...updates: readonly number[]) => {
    for (const update of updates) writeFileSync(keptFile(folder(), update), '');
  };

  it('are found by their names, in the order of their updates', async () => {
    keep(1000, 20, 3);
    for (const name of ['update-007.safetensors', 'update--1.safetensors', 'update-1e9.safetensors', 'xupdate-4.safetensors', 'update-5'])
      writeFileSync(path.join(folder(), name), '');
    assert.deepEqual(await keptIn(folder()), [3, 20, 1000]);
    await forgetKeptAfter(folder(), 20);
    assert.deepEqual(await keptIn(folder()), [3, 20]);
  });

  it('stay spread where a run is given one end after another', async () => {
    keep(10, 100, 1000, 1010, 10_000);
    await thinKept(folder(), 4);
    assert.deepEqual(await keptIn(folder()), [10, 100, 1000, 10_000]);
    keep(10_010);
    await thinKept(folder(), 4);
    assert.deepEqual((await keptIn(folder())).length, 4);
    assert.equal((await keptIn(folder())).at(-1), 10_010, 'the last one stays');
  });

  it('answer by their update; another is refused by name, and so is a link', async () => {
    await createRun(folder(), parseExperiment({}));
    await assert.rejects(checkpointOf(folder(), 5), /has no checkpoint of update 5. It kept none/);
    keep(5, 9);
    assert.equal(await checkpointOf(folder(), 9), keptFile(folder(), 9));
    assert.deepEqual((await readSummary(folder())).kept, [5, 9]);
    await assert.rejects(
      checkpointOf(folder(), 7),
      (error) => error instanceof RunFolderError && /It has those of 5; 9\./.test(error.message),
    );
    symlinkSync(keptFile(folder(), 9), keptFile(folder(), 11));
    const shelf = new ModelShelf();
    await assert.rejects(
      shelf.use(folder(), async () => undefined, { which: 11 }),
      (error) => error instanceof StorageError && /link/.test(error.message),
    );
    await shelf.dispose();
  });
});
