/** What an experiment names outside the workspace is read after a question, and not without one. */
import assert from 'node:assert/strict';
import { type Readable, readOutside } from '../../src/host/workspace/readOutside';
import { CancellationError, window } from './fakeVscode';

describe('an experiment that names files outside', () => {
  const kept = { ...window };
  const read: Readable[] = [];
  beforeEach(() => {
    read.length = 0;
    window.said = [];
  });
  afterEach(() => Object.assign(window, kept));

  const within = async (readable: Readable) => {
    read.push(readable);
    if (readable !== 'anything') throw Object.assign(new Error('It names /etc/x.'), { name: 'OutsideFileError' });
    return 'planned';
  };

  it('is read once more, whatever it names, where the user says so', async () => {
    window.answer = 'Read and Train';
    assert.equal(await readOutside(['/mine'], within), 'planned');
    assert.deepEqual(read, [['/mine'], 'anything']);
    assert.deepEqual(
      window.said.map((text) => text.trim()),
      ['It names /etc/x.'],
    );
  });

  it('is read no further where the user does not', async () => {
    window.answer = undefined;
    await assert.rejects(readOutside(['/mine'], within), (error) => error instanceof CancellationError);
    assert.deepEqual(read, [['/mine']]);
  });

  it('has nothing asked where it fails for another reason', async () => {
    const torn = async () => await Promise.reject(new Error('torn'));
    await assert.rejects(readOutside(['/mine'], torn), /^Error: torn$/);
    assert.deepEqual(window.said, []);
  });
});
