import assert from 'node:assert/strict';
import { type Row, textMaterial } from '../../../src/engine/data/material';
import type { ExperimentOptions } from '../../../src/engine/experimentSchema';
import { parseExperiment } from '../../../src/engine/parseExperiment';
import { openDataset } from '../../../src/engine/tasks/openDataset';

const row = (input: string, target: string, place?: string): Row => ({ input, target, ...(place && { place }) });
const dataset = (options: ExperimentOptions, rows: readonly Row[]) =>
  openDataset(parseExperiment({ validation: 0, batch: 1, inputDropout: 0, ...options }), { kind: 'rows', rows });
const feedOf = (options: ExperimentOptions, rows: readonly Row[]) =>
  Object.fromEntries(Object.entries(dataset(options, rows).train.get(0).feed).map(([name, values]) => [name, [...values]]));
const refused = (options: ExperimentOptions, rows: readonly Row[], words: RegExp) =>
  assert.throws(() => dataset(options, rows), { name: 'DataError', message: words });

describe('a data set', () => {
  it('for classify reads a text and its end, and predicts one label', () => {
    const rows = [row('ab', 'x'), row('ab', 'x'), row('ab', 'y')];
    const { vocabulary, targets, labels, train } = dataset({ task: 'classify', batch: 3 }, rows);
    assert.deepEqual([vocabulary.characters, targets, labels], [['a', 'b'], ['x', 'y'], []]);
    const { feed } = train.get(0);
    assert.deepEqual([...(feed.tokens ?? [])], [0, 0, 0, 1, 1, 1, 2, 2, 2]);
    assert.equal((feed.targets ?? []).length, 3);
  });

  it('for translate ends the source, starts and ends the target, each by its own characters', () => {
    const feed = feedOf({ task: 'translate' }, [row('cba', 'xy')]);
    assert.deepEqual(feed, {
      tokens: [2, 1, 0, 3],
      mask: [1, 1, 1, 1],
      'decoder.tokens': [2, 0, 1],
      targets: [0, 1, 2],
      weights: feed.weights,
    });
  });

  it('for generate-from-label writes the text between boundaries, from the label', () => {
    const feed = feedOf({ task: 'generate-from-label' }, [row('ba', 'x')]);
    assert.deepEqual([feed['decoder.tokens'], feed.targets, feed.labels, feed.tokens], [[2, 1, 0], [1, 0, 2], [0], undefined]);
  });

  it('for tag has no boundary, and cuts what is longer than the window', () => {
    const { train, targets } = dataset({ task: 'tag', window: 2, batch: 2 }, [row('aba', 'xyx')]);
    assert.deepEqual(targets, ['x', 'y']);
    const { feed, predicted } = train.get(0);
    assert.equal(predicted + train.get(1).predicted, 3);
    assert.ok((feed.tokens?.length ?? 0) <= 4);
  });

  it('for tag with a rule learns from running text, its end held out', () => {
    const { targets, shown, rows } = openDataset(
      parseExperiment({ task: 'tag', rule: 'case', window: 5, validation: 0.2 }),
      textMaterial('Hello World and Some others ok'),
    );
    assert.ok(targets.includes('H') && targets.includes('h'));
    assert.deepEqual(rows, { train: 5, validation: 1 });
    assert.deepEqual(shown, [{ input: 'rs ok', target: 'rs ok' }]);
  });

  it('holds out by the seed, and never the last row of a label', () => {
    const rows = Array.from({ length: 40 }, (_, index) => row(`text ${index}`, index === 39 ? 'rare' : index % 2 ? 'odd' : 'even'));
    const split = (seed: number) => {
      const data = dataset({ task: 'classify', validation: 0.5, seed }, rows);
      assert.deepEqual(data.rows, { train: 20, validation: 20 });
      return data.shown.map(({ input }) => input);
    };
    assert.deepEqual(split(1), split(1));
    assert.notDeepEqual(split(1), split(2));
    for (let seed = 0; seed < 20; seed++) assert.ok(!split(seed).includes('text 39'));
  });

  it('passes over what is empty or does not fit, and says where it stands', () => {
    const { notes } = dataset({ task: 'translate', window: 5 }, [
      row('a', 'b', 'x.tsv:1'),
      row('', 'b', 'x.tsv:2'),
      row('a', '', 'x.tsv:3'),
      row('abcdef', 'b', 'x.tsv:4'),
    ]);
    assert.deepEqual(notes, [
      'Passed over a row that has an empty source: x.tsv:2.',
      'Passed over a row that has an empty translation: x.tsv:3.',
      'Passed over a row that is longer than the window of 5 characters: x.tsv:4.',
    ]);
  });

  it('says why there is nothing to learn, and the way out', () => {
    refused({ task: 'classify' }, [], /no rows/);
    refused({ task: 'classify' }, [row('a', 'x'), row('b', 'x')], /Every row has the label “x”.*two labels or more/);
    refused({ task: 'classify' }, [row('a', ''), row('b', '')], /Every row has an empty label.*another column/);
    refused(
      { task: 'classify' },
      ['a', 'b', 'c'].map((letter) => row('same', letter)),
      /Each of the 3 rows has a label of its own.*Is the label in column 1, and not in column 2/,
    );
    refused({ task: 'tag' }, [row('abc', 'xy')], /another number of tags than of characters.*as many tags/);
    refused({ task: 'translate', window: 2 }, [row('abc', 'xyz')], /longer than the window of 2.*larger window/);
    assert.throws(() => openDataset(parseExperiment({ task: 'tag', rule: 'accents' }), textMaterial('no accent here')), {
      name: 'DataError',
      message: /no accent in this text/,
    });
  });

  it('goes on with the symbols of the network, and tells labels that it never saw', () => {
    const known = dataset({ task: 'classify' }, [row('ab', 'x'), row('ba', 'x'), row('aa', 'y')]);
    const { notes, train } = openDataset(
      parseExperiment({ task: 'classify', validation: 0 }),
      { kind: 'rows', rows: [row('aé', 'x'), row('b', 'new')] },
      known,
    );
    assert.deepEqual(notes, ['This model never saw, and cannot learn now: new.']);
    let predicted = 0;
    for (let k = 0; k < train.perEpoch; k++) predicted += train.get(k).predicted;
    assert.equal(predicted, 1);
  });
});
