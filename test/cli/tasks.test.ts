/** Every task from outside: trained on a file, and asked for what it learned. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readCheckpoint, writeCheckpoint } from '../../src/engine/checkpoint/checkpoint';
import type { Tensor } from '../../src/engine/checkpoint/tensor';
import { cliBench, VERSE } from './cliBench';

const SMALL = '--device reference --hidden 12 --cell gru --batch 4 --lr 0.02 --validation 0 --validate-every 1000'.split(' ');
const WORDS = ['ab', 'ba', 'abc', 'cab', 'bca', 'ccab', 'a', 'acb', 'bbca'];
const reversed = (word: string) => [...word].reverse().join('');

describe('command line: tasks', function () {
  this.timeout(90_000);
  const { folder, unroll, write, refuses } = cliBench();
  const train = async (file: string, ...words: readonly string[]) => {
    const outcome = await unroll(['train', file, ...SMALL, '--out', 'run', ...words]);
    assert.equal(outcome.code, 0, outcome.stderr);
    return outcome;
  };
  const names = () =>
    write('names.tsv', 'name\tlanguage\nanna\tGerman\notto\tGerman\nhanna\tGerman\nivan\tRussian\nolga\tRussian\ntanya\tRussian\n');
  const reversals = () => write('words.tsv', WORDS.map((word) => `${word}\t${reversed(word)}\n`).join(''));

  it('classifies', async () => {
    names();
    const { stdout } = await train('names.tsv', '--task', 'classify', '--updates', '80', '--header');
    assert.match(stdout, /^6 rows to learn from, 0 held out/);
    assert.match(stdout, /^Classify: +.* classify --run run 'a text'$/m);
    const one = await unroll(['classify', '--run', 'run', 'hanna']);
    assert.match(one.stdout, /^German \d+\.\d % {3}Russian \d+\.\d %\n$/);
    write('more.txt', 'ivan\r\notto\r\n');
    const lines = await unroll(['classify', '--run', 'run', '--file', 'more.txt']);
    assert.match(lines.stdout, /^ivan\tRussian .*\notto\tGerman .*\n$/);
    const json = await unroll(['classify', '--run', 'run', 'ßivan', 'otto', '--json']);
    assert.deepEqual(
      json.json().map(({ text, unknown }) => [text, unknown]),
      [
        ['ßivan', ['ß']],
        ['otto', []],
      ],
    );
    assert.match(json.stderr, /^unroll: the model does not know ß/);
    const [evaluation] = (await unroll(['evaluate', '--run', 'run', 'names.tsv', '--json'])).json();
    assert.deepEqual(
      [evaluation?.accuracy, evaluation?.examples, evaluation?.confusion],
      [
        1,
        6,
        {
          labels: ['German', 'Russian'],
          counts: [
            [3, 0],
            [0, 3],
          ],
        },
      ],
    );
    write('strange.csv', '\uFEFFname,language\r\nanna,German\r\nannß,"French, perhaps"\r\n,Russian\r\n');
    const strange = await unroll(['evaluate', '--run', 'run', 'strange.csv']);
    assert.match(strange.stdout, /^2 rows {3}accuracy 50\.0 % [\s\S]*\n 3 French, perhaps +1 +· +·\n$/);
    assert.match(strange.stderr, /^Passed over a row that has an empty text: strange\.csv:4\.$/m);
    assert.match(
      strange.stderr,
      /^unroll: the model does not know ß, “French, perhaps”; it reads something else instead\. What it does not know counts as wrong where it is a label\.$/m,
    );
    write('called.jsonl', '{"called":"anna","from":"German"}\n{"called":"ivan","from":"Russian"}\n');
    await refuses(['evaluate', '--run', 'run', 'called.jsonl'], /no key “name”\. It has called, from\. Choose one of these/);
    const called = await unroll(['evaluate', '--run', 'run', 'called.jsonl', '--input-column', 'called', '--target-column', 'from']);
    assert.match(called.stdout, /^2 rows {3}accuracy 100\.0 %/);
    await refuses(['evaluate', '--run', 'run', 'more.txt'], /“more\.txt” has no columns/);
  });

  it('learns labels from a folder with a file for each, and writes new texts of one', async () => {
    write('names/German.txt', 'anna\notto\nhanna\n');
    write('names/Russian.txt', 'ivan\nolga\ntanya\n');
    await train('names', '--task', 'generate-from-label', '--updates', '150');
    const words = ['generate', '--run', 'run', '--label', 'Russian', '--temperature', '0', '--json'];
    const [drawn] = (await unroll(words)).json();
    assert.equal(drawn?.label, 'Russian');
    assert.match(drawn?.text as string, /^(ivan|olga|tanya)$/);
    await refuses(['generate', '--run', 'run', '--label', 'French'], /no label “French”\. This run knows German, Russian\./);
    await refuses(['generate', '--run', 'run'], /Say of which label\. This run knows German, Russian\./);
  });

  it('translates, greedily and with a beam, and shows where it looked', async () => {
    reversals();
    await train('words.tsv', '--task', 'translate', '--updates', '250', '--no-header');
    const { attention, bidirectional } = JSON.parse(readFileSync(path.join(folder(), 'run', 'experiment.json'), 'utf8'));
    assert.deepEqual([attention, bidirectional], ['dot', 'concat']);
    write('words.txt', WORDS.map((word) => `${word}\n`).join(''));
    const greedy = await unroll(['translate', '--run', 'run', '--file', 'words.txt', '--beam', '1']);
    assert.equal(greedy.stdout, WORDS.map((word) => `${reversed(word)}\n`).join(''));
    const evaluated = await unroll(['evaluate', '--run', 'run', 'words.tsv']);
    assert.match(
      evaluated.stdout,
      /^9 rows {3}exact 100\.0 % {3}character error rate 0\.0 % .*\n\nlength of the source {3}rows {3}exact\n +1 +1 +100\.0 %\n/,
    );
    const ended = path.join(folder(), 'ended.safetensors');
    endingAtOnce(path.join(folder(), 'run', 'last.safetensors'), ended);
    const nothing = await unroll(['translate', '--run', ended, 'abc', 'ab']);
    assert.deepEqual(
      [nothing.code, nothing.stdout, nothing.stderr],
      [0, '\n\n', 'unroll: 2 of 2 translations are empty: there the model ends at once.\n'],
    );
    const beam = await unroll(['translate', '--run', 'run', 'abc', '--beam', '3', '--json']);
    const [{ hypotheses }] = beam.json() as [{ hypotheses: { text: string; score: number; alignment: number[][] }[] }];
    assert.equal(hypotheses[0]?.text, 'cba');
    assert.ok(hypotheses.length > 1 && hypotheses.length <= 3);
    for (const row of hypotheses[0]?.alignment ?? []) {
      assert.equal(row.length, 4);
      assert.ok(Math.abs(row.reduce((sum, weight) => sum + weight, 0) - 1) < 1e-4);
    }
    const traced = await unroll(['trace', '--run', 'run', '--text', 'abc', '--json']);
    const [{ target, alignment, layers }] = traced.json() as [
      { target: { characters: string[] }; alignment: number[][]; layers: { direction: string }[] },
    ];
    assert.deepEqual(target.characters, ['c', 'b', 'a', '']);
    assert.deepEqual([alignment.length, alignment[0]?.length], [4, 4]);
    assert.deepEqual(
      layers.map(({ direction }) => direction),
      ['forward', 'backward'],
    );
    const picture = (await unroll(['trace', '--run', 'run', '--text', 'abc', '--target', 'ab'])).stdout;
    assert.match(
      picture,
      /^source\n +abc\|\nlayer 0 forward\n[\s\S]*\ntarget\n +ab\|\nsurprise [\s\S]*\nalignment\n {2}abc\|\na [▁-█]{4}\nb /,
    );
  });

  it('learns words, writes them, tells them and goes on', async () => {
    write('verse.txt', VERSE);
    const words = ['--units', 'words', '--vocabulary', '8', '--embedding', '6', '--window', '8'];
    const { stdout } = await train('verse.txt', ...words, '--updates', '40', '--validation', '0.1', '--validate-every', '20');
    assert.match(stdout, /^\d+ words to learn from, \d+ held out, 8 different$/m);
    assert.match(
      stdout,
      /^Of \d+ different words in the text the 8 most frequent are kept\. All others, [\d.]+ % of all that are there, are read as unknown \(<unk>\)/m,
    );
    assert.match(stdout, /nats\/word, validation/);
    const [written] = (await unroll(['generate', '--run', 'run', '--prompt', 'The ', '--length', '20', '--json'])).json();
    assert.equal((written as { characters: readonly unknown[] }).characters.length, 20);
    assert.doesNotMatch(String(written?.text), /<unk>|^ /);
    write('other.txt', 'The cat sat on a sofa.');
    const scored = await unroll(['score', '--run', 'run', 'other.txt']);
    assert.match(
      scored.stdout,
      /nats\/word .* over 6 words\n2 unknown words cost .*\n.* nats\/word .*-gram of what the run was trained on/,
    );
    assert.match(scored.stderr, /^unroll: the model does not know .*sofa/);
    const evaluated = await unroll(['evaluate', '--run', 'run', 'verse.txt']);
    assert.match(evaluated.stdout, /nats\/word {3}perplexity .*\n20 unknown words cost .*\n.* nats\/word by the \d-gram/);
    const traced = await unroll(['trace', '--run', 'run', '--text', 'The cat']);
    assert.match(traced.stdout, /^ +surprise .*\nThe .*\ncat /);
    const whole = JSON.parse(readFileSync(path.join(folder(), 'run', 'experiment.json'), 'utf8'));
    assert.deepEqual([whole.units, whole.vocabulary, whole.embedding], ['words', 8, 6]);
    const resumed = await unroll(['resume', '--run', 'run', '--updates', '44']);
    assert.equal(resumed.code, 0, resumed.stderr);
    assert.match(resumed.stdout, /at update 44/);
    const report = await unroll(['export', '--run', 'run', '--format', 'html', '--output', 'run.html']);
    assert.equal(report.code, 0, report.stderr);
    assert.match(readFileSync(path.join(folder(), 'run.html'), 'utf8'), /nats\/word.*different words/s);
    await refuses(['train', 'verse.txt', '--task', 'infill', '--units', 'words'], /units is for language-model, classify and translate/);
  });

  it('fills a gap, ranked', async () => {
    write('verse.txt', VERSE);
    await train('verse.txt', '--task', 'infill', '--updates', '120', '--window', '16');
    const words = ['fill', '--run', 'run', 'the cat ___ on the mat', '--shortest', '3', '--longest', '3', '--count', '2'];
    const plain = await unroll(words);
    assert.match(plain.stdout, /^ *<?\d+ % {2}the cat \[sat\] on the mat\n *<?\d+ % {2}the cat \[...\] on the mat\n$/);
    const [first, second] = (await unroll([...words, '--json'])).json() as { text: string; share: number; before: string }[];
    assert.deepEqual([first?.before, first?.text], ['the cat ', 'sat']);
    assert.ok((first?.share as number) > (second?.share as number));
    const [{ nats, perplexity }] = (await unroll(['evaluate', '--run', 'run', 'verse.txt', '--json'])).json() as [Record<string, number>];
    assert.ok(Math.abs((perplexity as number) - Math.exp(nats as number)) < 1e-9 && (nats as number) < 1);
    for (const text of ['__ cat', 'the __']) assert.equal((await unroll(['fill', '--run', 'run', text, '--longest', '2'])).code, 0);
  });

  it('restores what a rule took away', async () => {
    write('verse.txt', VERSE.replaceAll('the cat', 'The Cat'));
    await train('verse.txt', '--task', 'tag', '--rule', 'case', '--updates', '160', '--window', '23');
    const { stdout } = await unroll(['tag', '--run', 'run', 'the cat sat on the mat; the rat']);
    assert.equal(stdout, 'The Cat sat on the mat; the rat\n');
    const [tagging] = (await unroll(['tag', '--run', 'run', 'THE CAT', '--json'])).json();
    assert.equal(tagging?.output, 'The Cat');
    assert.ok(Array.isArray(tagging?.tags) && tagging.tags.length === 7);
    write('strange.txt', 'The Cat sat\u2603');
    const evaluated = await unroll(['evaluate', '--run', 'run', 'strange.txt']);
    assert.match(
      evaluated.stderr,
      /^unroll: the model does not know ☃; .* What it does not know stays as it is and is scored as unknown\.$/m,
    );
    assert.match(evaluated.stdout, /^12 characters .*\n1 unknown tag cost/);
    await refuses(['evaluate', '--run', 'run', 'strange.txt', '--input-column', '2'], /Columns are for runs that learned from rows/);
  });

  it('gives each layer its cell', async () => {
    write('verse.txt', VERSE);
    await train('verse.txt', '--cell', 'gru, lstm', '--updates', '2');
    const { stdout } = await unroll(['trace', '--run', 'run', '--text', 'the']);
    assert.match(stdout, /^layer 0\nh +[▁-█]{3} [\s\S]*^z [\s\S]*^layer 1\nh [\s\S]*^c +[▁-█]{3} {2}c' = /m);
  });

  it('says what a run does when it is asked for something else', async () => {
    names();
    await train('names.tsv', '--task', 'classify', '--updates', '1', '--header');
    await refuses(['translate', '--run', 'run', 'x'], /^unroll: This run classifies texts\..*translate/);
    await refuses(['fill', '--run', 'run', 'x __ y'], /^unroll: This run classifies texts\..*infill/);
    await refuses(['tag', '--run', 'run', 'x'], /^unroll: This run classifies texts\..*tag/);
    await refuses(['generate', '--run', 'run'], /^unroll: This run classifies texts\./);
    await refuses(
      ['score', '--run', 'run', 'names.tsv'],
      /^unroll: This run classifies texts\..*language-model.* To hold this one against a file: .* evaluate --run run names\.tsv$/,
    );
  });

  it('tells wrong usage from a stated error', async () => {
    write('words.txt', 'ab\n');
    for (const words of [
      ['classify', '--run', 'run'],
      ['classify', '--run', 'run', 'x', '--file', 'words.txt'],
      ['fill', '--run', 'run', 'no gap'],
      ['fill', '--run', 'run', 'two __ gaps __ here'],
      ['fill', '--run', 'run', 'a __ b', '--shortest', '0'],
      ['translate', '--run', 'run', 'x', '--beam', '0'],
      ['train', 'words.txt', '--task', 'sing'],
      ['train', 'words.txt', '--attention', 'much'],
      ['train', 'words.txt', '--input-column', '0'],
    ]) {
      const { code, stdout, stderr } = await unroll(words);
      assert.deepEqual([words, code, stdout], [words, 2, '']);
      assert.match(stderr, /^unroll: ./);
    }
    await refuses(['classify', '--run', 'none', 'x'], /no run in none/);
  });

  it('refuses a setting that the task has no use for, and leaves no run behind', async () => {
    write('words.txt', 'ab\n');
    for (const [words, message] of [
      [['--attention', 'dot'], /attention is for translate/],
      [['--target-column', '2'], /targetColumn is for rows of a table .* the task is language-model/],
      [['--no-header'], /header is for rows of a table/],
      [['--task', 'tag', '--rule', 'case', '--input-column', '1'], /inputColumn .* the task is tag with a rule/],
      [['--task', 'classify', '--decoder-hidden', '8'], /decoderHidden is for translate/],
      [['--task', 'classify', '--rule', 'case'], /rule is for tag/],
      [['--teacher-forcing', '0.5'], /teacherForcing is for translate/],
      [['--task', 'generate-from-label', '--bidirectional', 'sum'], /bidirectional.* is for infill/],
      [['--task', 'infill', '--bidirectional', 'no'], /reads from both sides/],
    ] as const)
      await refuses(['train', 'words.txt', ...words], message);
    assert.equal(existsSync(path.join(folder(), '.unroll')), false);
    const none = ['--attention', 'none', '--bidirectional', 'no', '--teacher-forcing', '1', '--device', 'reference', '--hidden', '2'];
    const { code, stderr } = await unroll(['train', 'words.txt', ...none, '--updates', '1']);
    assert.deepEqual([code, stderr], [0, ''], 'what asks for nothing is no mistake');
  });

  it('finds which column is the label, keeps its name, and finds it in a file with its columns in another order', async () => {
    const rows = Array.from({ length: 24 }, (_, at) => `${at % 2 ? 'sad' : 'glad'},"the song,\nverse ${at}"`);
    write('songs.csv', ['mood,lyric', ...rows].join('\r\n'));
    const { stdout } = await train('songs.csv', '--task', 'classify', '--updates', '1');
    assert.match(
      stdout,
      /songs\.csv: 24 rows of values between commas; row 1 is read as a header: mood, lyric; mood → target, lyric → input\./,
    );
    const experiment = JSON.parse(readFileSync(path.join(folder(), 'run', 'experiment.json'), 'utf8'));
    assert.deepEqual([experiment.inputColumn, experiment.targetColumn, experiment.header], ['lyric', 'mood', true]);
    write('other.jsonl', '{"n":1,"lyric":"the song","mood":"sad "}\n{"mood":"glad","lyric":"verse"}\n');
    const [evaluation] = (await unroll(['evaluate', '--run', 'run', 'other.jsonl', '--json'])).json();
    assert.deepEqual([evaluation?.examples, evaluation?.unknown], [2, []]);
    const said = ['--task', 'classify', '--updates', '1', '--input-column', 'mood', '--target-column', '2', '--out', 'other'];
    assert.equal((await unroll(['train', 'songs.csv', ...SMALL, ...said])).code, 1, 'each lyric is a label of its own');
    await refuses(['train', 'songs.csv', '--task', 'classify', '--input-column', 'text'], /no column “text”\. It has mood, lyric\./);
  });

  it('says that files of labels have no columns', async () => {
    write('names/German.txt', 'anna\notto\n');
    write('names/Russian.txt', 'ivan\nolga\n');
    const { stdout } = await train('names', '--task', 'classify', '--target-column', '3', '--updates', '1');
    assert.match(stdout, /^2 files without columns: each line is a text of the label that its file is named after \(.*\)\.$/m);
  });
});

/** A checkpoint of the same network, which likes the end of a text best. */
function endingAtOnce(file: string, to: string): void {
  const { tensors, ...checkpoint } = readCheckpoint(readFileSync(file));
  const { shape, data } = tensors.get('head.bias') as Tensor;
  const bias = { shape, data: Float32Array.from(data, (value, index) => (index === data.length - 1 ? 100 : value)) };
  writeFileSync(to, writeCheckpoint({ ...checkpoint, tensors: new Map([...tensors, ['head.bias', bias]]) }));
}
