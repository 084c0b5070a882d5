import assert from 'node:assert/strict';
import path from 'node:path';
import fc from 'fast-check';
import { firstFree, runName } from '../../src/host/workspace/runName';

describe('names of runs', () => {
  it('say what was trained on, with which cell', () => {
    assert.equal(runName('tinyshakespeare.txt', 'lstm'), 'tinyshakespeare-lstm');
    assert.equal(runName('hello.txt', '/home/me/My cell.cell'), 'hello-my-cell');
    assert.equal(runName('Война и мир.txt', 'gru'), 'война-и-мир-gru');
    assert.equal(runName('archive.tar.gz', 'rnn'), 'archive-tar-rnn');
    assert.equal(runName('.env', 'rnn'), 'env-rnn');
    assert.equal(runName('…', '…'), 'run');
  });

  it('are one plain folder name, whatever the source is called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (source, cell) => {
        const name = runName(source, cell);
        assert.match(name, /^[\p{L}\p{N}]/u);
        assert.doesNotMatch(name, /[\\/:*?"<>|\s.\0]/);
        assert.equal(path.basename(name), name);
        assert.ok([...name].length <= 81);
      }),
    );
  });

  it('are numbered where they are taken', () => {
    const taken = new Set(['a', 'a-2']);
    assert.equal(
      firstFree('a', (name) => taken.has(name)),
      'a-3',
    );
    assert.equal(
      firstFree('b', (name) => taken.has(name)),
      'b',
    );
  });
});
