/** What may not be read. Root may read all, so that the system's refusal is put in. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readTextFiles } from '../../src/sources/readTexts';

describe('a folder that may not be read', () => {
  const { readdir } = fs;
  let folder = '';
  let closed = '';

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'unroll-closed-'));
    closed = path.join(folder, 'closed');
    mkdirSync(closed);
    writeFileSync(path.join(folder, 'a.txt'), 'A text.\n');
    writeFileSync(path.join(closed, 'b.txt'), 'Another.\n');
    const refusing = (name: string, ...others: unknown[]) =>
      name === closed
        ? Promise.reject(Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' }))
        : (readdir as (...given: unknown[]) => unknown)(name, ...others);
    Object.assign(fs, { readdir: refusing });
    syncBuiltinESMExports();
  });

  afterEach(() => {
    Object.assign(fs, { readdir });
    syncBuiltinESMExports();
    rmSync(folder, { recursive: true });
  });

  it('is passed over by name in another one', async () => {
    const { files, notes } = await readTextFiles([folder]);
    assert.deepEqual(
      files.map(({ text }) => text),
      ['A text.\n'],
    );
    assert.deepEqual(notes, ['Passed over a file or folder that may not be read: closed.']);
  });

  it('is refused where the user named it', async () => {
    await assert.rejects(readTextFiles([closed]), (error: Error) => error.name === 'StorageError' && /closed/.test(error.message));
  });
});
