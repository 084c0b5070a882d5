/** Folders of every shape, made at random with the truth beside them: what is read is the truth, and all else is named. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { CancelledError } from '../../src/engine/interruption';
import { joinTexts } from '../../src/sources/joinTexts';
import { readTextFiles, readTexts } from '../../src/sources/readTexts';
import { TextFileError } from '../../src/sources/textFileError';
import { temporaryFolder, writerInto } from '../runs/temporaryFolder';

const EXPERIMENT = JSON.stringify({ version: 1, cell: 'gru', files: ['a.txt'], hidden: 8 });

type Entry =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'binary' | 'latin' | 'empty' | 'hidden' | 'broken' | 'loop' | 'sparse' | 'report' }
  | { readonly is: 'run' }
  | { readonly is: 'folder'; readonly entries: readonly Entry[] };

const text = fc
  .tuple(fc.array(fc.constantFrom('one', 'two words', 'é😀', '"'), { minLength: 1, maxLength: 3 }), fc.constantFrom('', '\n', '\r\n'))
  .map(([lines, end]): Entry => ({ is: 'text', text: lines.join('\n') + end }));
const other = fc
  .constantFrom('binary', 'latin', 'empty', 'hidden', 'broken', 'loop', 'sparse', 'report', 'run')
  .map((is) => ({ is }) as Entry);
const { entries } = fc.letrec<{ entries: readonly Entry[]; entry: Entry }>((tie) => ({
  entries: fc.array(tie('entry'), { maxLength: 6 }),
  entry: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 3, arbitrary: text },
    { weight: 2, arbitrary: other },
    { weight: 1, arbitrary: tie('entries').map((entries): Entry => ({ is: 'folder', entries })) },
  ),
}));

/** What is to be read, and by which sentence each other thing is to be told. */
interface Truth {
  readonly texts: string[];
  readonly told: [sentence: RegExp, called: string][];
}

const SENTENCES = {
  binary: /not text/,
  sparse: /not text/,
  latin: /not UTF-8/,
  empty: /empty/,
  hidden: /hidden/,
  broken: /leads? nowhere/,
  loop: /read already/,
  report: /reports? of Unroll/,
  run: /runs? of Unroll/,
} as const;

/** Names sort as the entries stand. */
function make(folder: string, entries: readonly Entry[], truth: Truth, below = ''): void {
  mkdirSync(folder, { recursive: true });
  const folders: [string, string, readonly Entry[]][] = [];
  entries.forEach((entry, index) => {
    const name = entry.is === 'hidden' ? `.${index}` : `${index} ${entry.is}`;
    const [file, called] = [path.join(folder, name), path.join(below, name)];
    if (entry.is !== 'text' && entry.is !== 'folder') truth.told.push([SENTENCES[entry.is], called]);
    if (entry.is === 'text') {
      writeFileSync(file, entry.text);
      truth.texts.push(entry.text);
    } else if (entry.is === 'folder') folders.push([file, called, entry.entries]);
    else if (entry.is === 'run') {
      mkdirSync(path.join(file, 'more'), { recursive: true });
      for (const own of ['metrics.jsonl', 'samples.jsonl', 'text.txt', 'more/notes.txt']) writeFileSync(path.join(file, own), 'never read');
      writeFileSync(path.join(file, 'experiment.json'), EXPERIMENT);
    } else if (entry.is === 'broken') symlinkSync(path.join(folder, 'gone'), file);
    else if (entry.is === 'loop') symlinkSync(folder, file);
    else if (entry.is === 'sparse') {
      writeFileSync(file, '');
      truncateSync(file, 2 ** 33);
    } else
      writeFileSync(
        file,
        { binary: 'a\0b', latin: Uint8Array.of(0x61, 0xe9), empty: '', hidden: 'x', report: '<meta name="generator" content="Unroll">' }[
          entry.is
        ],
      );
  });
  // What is below comes after the files beside it.
  for (const [file, called, inner] of folders) make(file, inner, truth, called);
}

describe('folders', () => {
  const folder = temporaryFolder();
  const write = writerInto(folder);
  const notesOf = async (name = '') => (await readTextFiles([path.join(folder(), name)])).notes;

  it('at random: what is read is all text in them, in order, and each other thing is named with the reason', async () => {
    await fc.assert(
      fc.asyncProperty(entries, async (made) => {
        const top = mkdtempSync(path.join(tmpdir(), 'unroll-test-'));
        const truth: Truth = { texts: [], told: [] };
        try {
          make(path.join(top, 'all'), made, truth);
          const read = readTextFiles([path.join(top, 'all')]);
          if (truth.texts.length === 0) return await assert.rejects(read, TextFileError);
          const { files, notes } = await read;
          assert.deepEqual(
            files.map((file) => file.text),
            truth.texts,
          );
          for (const [sentence, called] of truth.told) {
            const note = notes.find((each) => sentence.test(each)) ?? '';
            assert.ok(note.includes(called) || / and \d+ more\.$/.test(note), `${called}: ${notes.join('\n')}`);
          }
          const joined = joinTexts(files);
          let at = 0;
          for (const [index, { file, text }] of files.entries()) {
            assert.ok(joined.text.startsWith(text, at));
            assert.deepEqual(joined.locate(at), { file: files[index], offset: 0 }, file);
            assert.equal(joined.locate(at + text.length - 1).offset, text.length - 1);
            at += text.length + (index === files.length - 1 || /[\r\n]$/.test(text) ? 0 : 1);
          }
          assert.equal(at, joined.text.length);
        } finally {
          rmSync(top, { recursive: true, force: true });
        }
      }),
      { numRuns: Number(process.env.RUNS ?? 60) },
    );
  });

  it('are left as they are, without what cannot be opened', async function () {
    if (process.platform === 'win32') {
      console.log('      skipped: Windows has no named pipes in folders');
      this.skip();
    }
    write('a.txt', 'text\n');
    execFileSync('mkfifo', [path.join(folder(), 'pipe')]);
    symlinkSync('/dev/zero', path.join(folder(), 'zero'));
    const closed = path.dirname(write('closed/b.txt', 'x'));
    chmodSync(closed, 0);
    const notes = await notesOf();
    chmodSync(closed, 0o700);
    assert.equal(notes[0], 'Passed over 2 devices, pipes and sockets: pipe, zero.');
    // The superuser may read all.
    if (process.getuid?.() !== 0) assert.equal(notes[1], 'Passed over a file or folder that may not be read: closed.');
  });

  it('are followed out of by a link, once, and what is come by twice is told', async () => {
    const elsewhere = write('elsewhere/far.txt', 'far\n');
    write('mine/near.txt', 'near\n');
    symlinkSync(path.dirname(elsewhere), path.join(folder(), 'mine/a'));
    symlinkSync(path.dirname(elsewhere), path.join(folder(), 'mine/b'));
    const { files, notes } = await readTextFiles([path.join(folder(), 'mine')]);
    assert.deepEqual(
      files.map(({ text }) => text),
      ['near\n', 'far\n'],
    );
    assert.deepEqual(notes, ['Passed over a file or folder that is read already: b.']);
  });

  it('that are a run are refused; a text beside an experiment of one’s own is read', async () => {
    write('run/experiment.json', EXPERIMENT);
    write('run/metrics.jsonl', '{}');
    await assert.rejects(notesOf('run'), /“run” is a run of Unroll, not a text/);
    write('mine/experiment.json', EXPERIMENT);
    write('mine/half-written.unroll.json', '{ "files": [');
    write('mine/text.txt', 'mine');
    assert.deepEqual(await readTexts([path.join(folder(), 'mine')]), {
      text: 'mine',
      notes: ['Passed over 2 experiments and reports of Unroll: experiment.json, half-written.unroll.json.'],
    });
  });

  it('are as large as the text in them', async () => {
    write('big.bin', '');
    truncateSync(path.join(folder(), 'big.bin'), 2 ** 34);
    write('small.txt', 'small');
    assert.deepEqual(await notesOf(), ['Passed over a file that is not text: big.bin.']);
    const long = write('long.txt', Buffer.alloc(1 << 17, 'a'));
    truncateSync(long, 65 << 20);
    await assert.rejects(notesOf(), /“long\.txt” has 65 MB of text, and Unroll reads at most 64 MB at once/);
  });

  it('however deep or long are walked without a stack, and no further once that is cancelled', async () => {
    const deep = Array.from({ length: 300 }, () => 'd').join('/');
    write(`${deep}/a.txt`, 'deep');
    assert.equal((await readTexts([folder()])).text, 'deep');
    const stop = new AbortController();
    const reading = readTextFiles([folder()], {}, { stop: stop.signal });
    stop.abort();
    await assert.rejects(reading, CancelledError);
  });
});
