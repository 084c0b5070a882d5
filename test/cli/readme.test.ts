/** Every command that the README shows is run as it stands there, on small files of the names that it uses. */
import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { builtEntry } from '../server/builtEntry';
import { cliBench, rnnWeights } from './cliBench';

const PROGRAM = ['node', 'dist/cli.js'];
/** Lest a training take minutes. */
const BRIEFLY = ['--updates', '3', '--hidden', '8', '--device', 'wasm'];
const VERSE = 'he said "no" and left; the cat sat on the mat.\n'.repeat(40);

const SYMBOLS = [...new Set(VERSE)].reverse();

const readme = readFileSync('README.md', 'utf8');
const blocks = [...readme.matchAll(/^```\w*\n([\s\S]*?)^```/gm)].map(([, block = '']) => block.trimEnd().split('\n'));

describe('README', function () {
  this.timeout(300_000);
  const { folder, script, unroll, write } = cliBench();
  const engine = builtEntry('src/server/node.ts');
  before(() => copyFileSync(engine(), path.join(path.dirname(script()), 'engine.js')));
  const lines = blocks.flat().filter((line) => line.startsWith(PROGRAM.join(' ')));

  it('shows the command line', () => assert.ok(lines.length >= 20, `${lines.length} lines`));

  it('has commands that all do what they say', async () => {
    symlinkSync(path.resolve('media'), path.join(folder(), 'media'));
    write('FILE', VERSE);
    write(
      'FILE.csv',
      `lyric,mood\n${Array.from({ length: 40 }, (_, row) => (row % 2 ? `we dance ${row},glad` : `it rains ${row},sad`)).join('\n')}\n`,
    );
    write('held-out.tsv', 'the 3rd of May 1999\t1999-05-03\nthe 17th of February 1997\t1997-02-17\n');
    write('OTHER', VERSE.replaceAll('cat', 'dog').replaceAll('"', '*'));
    write('vocab.json', JSON.stringify(SYMBOLS));
    write('model.safetensors', rnnWeights(SYMBOLS.length, 0.1));
    write('my.unroll.json', JSON.stringify({ files: ['FILE'] }));
    write('sizes.unroll.json', JSON.stringify({ files: ['FILE'], hidden: [6, 8], updates: 3 }));
    write('my.cell', "cell mine\nstate h\n\nh' = tanh(W_xh x + W_hh h + b_h)\n");
    for (const line of lines) {
      for (const command of line.split(' && ')) {
        const [node, script, ...words] = wordsOf(command.replaceAll('FILE…', 'FILE'));
        assert.deepEqual([node, script], PROGRAM, command);
        const { code, stderr } = await unroll(words[0] === 'train' ? [...words, ...BRIEFLY] : words);
        assert.equal(code, 0, `${command}\n${stderr}`);
      }
    }
  });

  it('names scripts that there are', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
    const named = [...readme.matchAll(/npm (?:run )?(start|test|[a-z]+(?::[a-z]+)?)(?=[`\s])/g)].map(([, name = '']) => name);
    assert.ok(named.includes('start') && named.includes('test'));
    for (const name of named) assert.ok(name in scripts, `npm run ${name}`);
  });
});

/** As a shell takes a line apart: quotation marks keep words together, and a backslash what follows it. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/(?:"((?:\\.|[^"\\])*)"|'([^']*)'|([^\s"']+))/g)].map(([, double, single, plain]) =>
    double === undefined ? (single ?? plain ?? '') : double.replace(/\\(.)/g, '$1'),
  );
}
