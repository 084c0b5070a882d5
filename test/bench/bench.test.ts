/** The bench's own arithmetic: a figure that is wrong looks like any other. Runs by name: node test/unit.mjs test/bench */
import assert from 'node:assert/strict';
import { AbsentError, Contestant } from './contestant';
import { markdownTable } from './markdownTable';
import { readOptions, UsageError } from './options';
import { SHAPES } from './shapes';
import { growthPower, median, pairedRatio, spread } from './statistics';
import { replaceBetween } from './writeBetween';

describe('bench: statistics', () => {
  it('takes the middle, or the mean of the two in the middle', () => {
    assert.equal(median([9, 1, 5]), 5);
    assert.equal(median([4, 1, 3, 2]), 2.5);
    assert.equal(median([7]), 7);
  });

  it('compares round by round: what slows both down does not show', () => {
    assert.equal(pairedRatio([300, 30, 3], [100, 10, 1]), 3);
  });

  it('finds the power of a power law', () => {
    const points = [1, 2, 4, 8].map((x) => ({ x, y: 3 * x ** 1.5 }));
    assert.ok(Math.abs(growthPower(points) - 1.5) < 1e-12);
  });

  it('states the spread as a fraction of the median', () => {
    assert.equal(spread([90, 100, 110]), 0.1);
  });
});

describe('bench: words and tables', () => {
  it('measures everything by default, and ours always', () => {
    assert.deepEqual(readOptions([]).shapes, SHAPES);
    assert.deepEqual(readOptions(['--peers', 'brain']).peers, ['unroll', 'brain']);
    assert.throws(
      () => readOptions(['--shapes', 'lstm-1']),
      new UsageError(`There is no shape lstm-1. There are: ${SHAPES.map(({ name }) => name).join(', ')}.`),
    );
    assert.throws(() => readOptions(['--rounds', '0']), UsageError);
    assert.throws(() => readOptions(['--fast']), UsageError);
  });

  it('replaces what is between its markers and nothing else', () => {
    const before = 'a\n<!-- x: begin -->\nold\n<!-- x: end -->\nb\n';
    const after = replaceBetween(before, 'x', 'new');
    assert.equal(after, 'a\n<!-- x: begin -->\n\nnew\n\n<!-- x: end -->\nb\n');
    assert.equal(replaceBetween(after, 'x', 'new'), after);
    assert.throws(() => replaceBetween(before, 'y', 'new'), /markers/);
  });

  it('writes columns that line up', () => {
    assert.equal(markdownTable(['who', 'n'], ['left', 'right'], [['××', '10']]), '| who |   n |\n| --- | --: |\n| ××  |  10 |');
  });
});

describe('bench: a contestant', () => {
  it('answers, refuses, and is absent with its last word when it ends', async () => {
    const script = `
      import { answerRequests } from ${JSON.stringify(new URL('./test/bench/peers/answer.mjs', `file://${process.cwd()}/`).href)};
      await answerRequests({ version: '1' }, { twice: ({ x }) => 2 * x, fail() { throw new Error('no'); },
        end() { console.log('out of ink'); process.exit(1); } });`;
    const contestant = await Contestant.start({ program: process.execPath, words: ['--input-type=module', '--eval', script] });
    assert.deepEqual(contestant.facts, { version: '1' });
    assert.equal(await contestant.ask('twice', { x: 21 }), 42);
    await assert.rejects(contestant.ask('fail'), new AbsentError('no'));
    await assert.rejects(contestant.ask('end'), new AbsentError('out of ink'));
  });

  it('is absent where its program is', async () => {
    await assert.rejects(Contestant.start({ program: '/no/such/program', words: [] }), /ENOENT/);
  });
});
