import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { textFilesIn } from '../../src/host/workspace/textFiles';

describe('the text files of a folder', () => {
  let folder = '';
  beforeEach(() => { folder = mkdtempSync(path.join(tmpdir(), 'unroll-')); });
  afterEach(() => rmSync(folder, { recursive: true }));

  const put = (name: string, content: string | Uint8Array) => {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  };

  it('come in the order of their paths, without hidden, binary and installed ones', async () => {
    put('b.txt', 'b');
    put('a/2.txt', '2');
    put('a/10.txt', '10');
    put('empty.txt', '');
    put('image.png', new Uint8Array([0x89, 0x50, 0, 0]));
    put('.git/config', 'hidden');
    put('.unroll/runs/x/experiment.json', '{}');
    put('node_modules/x/index.js', 'x');
    const found = (await textFilesIn(folder)).map((file) => path.relative(folder, file));
    assert.deepEqual(found, [path.join('a', '10.txt'), path.join('a', '2.txt'), 'b.txt', 'empty.txt']);
  });

  it('may be none', async () => assert.deepEqual(await textFilesIn(folder), []));
});
