import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { readTexts } from '../../src/sources/readTexts';
import { TextFileError } from '../../src/sources/textFileError';
import { temporaryFolder, writerInto } from '../runs/temporaryFolder';

describe('readTexts', () => {
  const folder = temporaryFolder();
  const write = writerInto(folder);
  const refused = (paths: readonly string[], words: RegExp) =>
    assert.rejects(
      readTexts(paths),
      (error) => error instanceof TextFileError && words.test(error.message) && !error.message.includes('\n'),
    );

  it('puts files one after another in the order given, each on a line of its own', async () => {
    assert.deepEqual(await readTexts([write('c.txt', 'third'), write('d.txt', 'fourth')]), {
      text: 'third\nfourth',
      notes: ['A line end is put after a text that does not end with one: c.txt.'],
    });
    assert.deepEqual(await readTexts([write('b.txt', 'second\r\n'), write('a.txt', 'first')]), { text: 'second\r\nfirst', notes: [] });
  });

  it('reads a folder and what is below it, sorted, without what is hidden, and says what is no text', async () => {
    write('poems/2.txt', 'two\n');
    write('poems/10.txt', 'ten\n');
    write('poems/more/1.txt', 'deep');
    write('poems/.git/config', 'hidden');
    write('poems/picture.png', Uint8Array.of(0x89, 0x50, 0));
    write('poems/latin.txt', Uint8Array.of(0xe9, 0x74));
    assert.deepEqual(await readTexts([path.join(folder(), 'poems')]), {
      text: 'ten\ntwo\ndeep',
      notes: [
        'Passed over a hidden file or folder: .git.',
        'Passed over a file that is not text: picture.png.',
        'Passed over a file that is not UTF-8 (say its encoding to have it read): latin.txt.',
      ],
    });
  });

  it('leaves installed packages alone, unless they are what is named', async () => {
    write('project/mine.txt', 'mine\n');
    const installed = write('project/node_modules/theirs/readme.txt', 'theirs');
    assert.deepEqual(await readTexts([path.join(folder(), 'project')]), {
      text: 'mine\n',
      notes: ['Passed over a folder of installed packages: node_modules.'],
    });
    assert.equal((await readTexts([path.join(folder(), 'project/node_modules')])).text, 'theirs');
    assert.equal((await readTexts([path.join(folder(), 'project'), installed])).text, 'mine\ntheirs');
  });

  it('reads a file once, however often and by whatever name it is given', async () => {
    write('both/1.txt', 'one\n');
    const second = write('both/2.txt', 'two\n');
    symlinkSync(second, path.join(folder(), 'link.txt'));
    const text = async (...names: readonly string[]) => (await readTexts(names.map((name) => path.join(folder(), name)))).text;
    assert.equal(await text('both', 'both/2.txt', 'link.txt', 'both/../both'), 'one\ntwo\n');
    assert.equal(await text('both/2.txt', 'both'), 'two\none\n');
    const picture = write('both/picture.png', Uint8Array.of(0));
    await refused([path.join(folder(), 'both'), picture], /“picture\.png” is not a text file/);
  });

  it('refuses what is no text, in words with the way out', async () => {
    await refused([write('empty.txt', '')], /“empty\.txt”: there is no text in it yet/);
    await refused([write('mark.txt', '\ufeff')], /“mark\.txt”: there is no text in it yet/);
    await refused([write('empty.txt', ''), write('mark.txt', '')], /there is no text in them yet/);
    write('pictures/one.png', Uint8Array.of(0));
    await refused(
      [path.join(folder(), 'pictures')],
      /^There is no text in “pictures”\. Choose a text file, .* Passed over a file that is not text: one\.png\.$/,
    );
    await refused([write('picture.txt', Uint8Array.of(0x89, 0x50, 0))], /“picture\.txt” is not a text file.*Choose a plain text file/);
    await refused([write('latin.txt', Buffer.from('one\ntwo\ncafé', 'latin1'))], /“latin\.txt” is not UTF-8: line 3 .*Save with Encoding/);
    await refused([path.join(folder(), 'gone.txt')], /“gone\.txt” is not there/);
    await refused([path.join(write('file.txt', 'x'), 'below.txt')], /“below\.txt” is not there/);
  });

  it('refuses an empty folder', async () => {
    mkdirSync(path.join(folder(), 'none/.hidden'), { recursive: true });
    await refused([path.join(folder(), 'none')], /no file in “none”/);
  });

  it('refuses 200 MB without reading them', async () => {
    const file = write('big.txt', '');
    truncateSync(file, 200 * 1024 * 1024);
    const before = performance.now();
    await refused([file], /“big\.txt” has 200 MB of text, .* at most 64 MB .* part/);
    assert.ok(performance.now() - before < 1000);
  });

  it('counts several files together', async () => {
    const files = ['1.txt', '2.txt', '3.txt'].map((name) => write(name, ''));
    for (const file of files) truncateSync(file, 30 * 1024 * 1024);
    await refused(files, /3 files, up to “3\.txt”, have 90 MB of text/);
  });

  it('does not wait for ever at the end of a pipe', async function () {
    if (process.platform === 'win32') {
      console.log('      skipped: Windows has no named pipes in folders');
      this.skip();
    }
    const pipe = path.join(folder(), 'pipe');
    execFileSync('mkfifo', [pipe]);
    await refused([pipe], /“pipe” is no file but a device or a pipe/);
  });
});
