import assert from 'node:assert/strict';
import { StorageError, storageError } from '../../src/sources/storageError';

const failed = (code: string) => Object.assign(new Error(code), { code });

describe('what the disk refuses', () => {
  it('is said of a file that is read without a word on where runs are kept', () => {
    for (const code of ['EACCES', 'EPERM', 'ENOTDIR', 'ENAMETOOLONG']) {
      const error = storageError('read', '/texts/mine.txt', failed(code));
      assert.ok(error instanceof StorageError && error.code === code);
      assert.match(error.message, /^\/texts\/mine\.txt could not be read: .*(another file|the file again)\.$/);
      assert.match((storageError('written', '/runs/a', failed(code)) as StorageError).message, /another folder for runs|shorter one/);
    }
  });

  it('stays what it is where it is no failure of the system', () => {
    const error = new TypeError('mistake');
    assert.equal(storageError('read', '/texts/mine.txt', error), error);
  });
});
