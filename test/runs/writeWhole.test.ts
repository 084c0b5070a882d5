import assert from 'node:assert/strict';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { copyWhole, writeWhole } from '../../src/runs/writeWhole';
import { StorageError } from '../../src/sources/storageError';
import { temporaryFolder } from './temporaryFolder';

describe('writeWhole', () => {
  const folder = temporaryFolder();

  it('replaces a file, and leaves nothing beside it', async () => {
    const file = path.join(folder(), 'a');
    await writeWhole(file, 'one');
    await Promise.all([writeWhole(file, Uint8Array.of(1, 2, 3)), writeWhole(file, Uint8Array.of(1, 2, 3))]);
    assert.deepEqual([...readFileSync(file)], [1, 2, 3]);
    assert.deepEqual(readdirSync(folder()), ['a']);
  });

  it('gives no name to what may no more be written, and a copy the name of who others have open', async () => {
    const file = path.join(folder(), 'a');
    writeFileSync(file, 'old');
    const taken = new Error('It was taken.');
    await assert.rejects(
      writeWhole(file, 'new', () => Promise.reject(taken)),
      taken,
    );
    assert.equal(readFileSync(file, 'utf8'), 'old');
    const others = openSync(file, 'a');
    await copyWhole(file, file);
    writeSync(others, ' and late');
    closeSync(others);
    assert.equal(readFileSync(file, 'utf8'), 'old');
    assert.deepEqual(readdirSync(folder()), ['a']);
  });

  it('leaves the old file, and nothing beside it, where it fails', async () => {
    const file = path.join(folder(), 'a');
    writeFileSync(file, 'old');
    await assert.rejects(
      writeWhole(path.join(file, 'below'), 'new'),
      (error) => error instanceof StorageError && error.code === 'ENOTDIR' && error.message.includes('Choose another folder'),
    );
    mkdirSync(path.join(folder(), 'taken', 'full'), { recursive: true });
    await assert.rejects(writeWhole(path.join(folder(), 'taken'), 'new'), StorageError);
    assert.equal(readFileSync(file, 'utf8'), 'old');
    assert.deepEqual(readdirSync(folder()).sort(), ['a', 'taken']);
  });
});
