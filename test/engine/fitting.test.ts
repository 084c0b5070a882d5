import assert from 'node:assert/strict';
import type { ExperimentOptions } from '../../src/engine/experimentSchema';
import { fitting, fittingNotes } from '../../src/engine/fitting';
import { parseExperiment } from '../../src/engine/parseExperiment';

const fitted = (options: ExperimentOptions, characters: number) => parseExperiment(options, undefined, characters);

describe('what fits the size of a text', () => {
  it('is a network, dropout, batch and passes, within three minutes', () => {
    const { hidden, dropout, batch, epochs, minutes } = fitted({}, 180_000);
    assert.deepEqual({ hidden, dropout, batch, epochs, minutes }, { ...fitting({}, 180_000) });
    assert.equal(minutes, 3);
  });

  it('is fewer passes over a longer text, and dropout for all but a list to be learned by heart', () => {
    const sizes = [5, 1_000, 20_000, 180_000, 1_100_000, 100_000_000].map((characters) => fitted({}, characters));
    for (const [at, { epochs = 0 }] of sizes.slice(1).entries()) assert.ok(epochs <= (sizes[at]?.epochs ?? 0));
    assert.deepEqual(
      sizes.map(({ dropout }) => dropout > 0),
      [false, false, true, true, true, true],
    );
  });

  it('gives way to all that is said', () => {
    const { hidden, dropout, batch, epochs, minutes, updates } = fitted({ hidden: 7, dropout: 0, batch: 3, updates: 5 }, 180_000);
    assert.deepEqual(
      { hidden, dropout, batch, epochs, minutes, updates },
      { hidden: 7, dropout: 0, batch: 3, epochs: undefined, minutes: undefined, updates: 5 },
    );
  });

  it('is no end beside one that is said', () => {
    for (const end of [{ updates: 5 }, { epochs: 2 }, { minutes: 10 }]) {
      const { updates, epochs, minutes } = fitted(end, 180_000);
      assert.deepEqual({ updates, epochs, minutes }, { updates: undefined, epochs: undefined, minutes: undefined, ...end });
    }
  });

  it('is a learning rate too, of a gap filler, which is told', () => {
    const sizes = [1_000, 20_000, 180_000, 1_100_000].map((characters) => fitted({ task: 'infill' }, characters));
    assert.deepEqual(
      sizes.map(({ hidden, learningRate, dropout }) => [hidden, learningRate, dropout]),
      [
        [128, 0.004, 0.25],
        [128, 0.012, 0.5],
        [128, 0.012, 0.25],
        [256, 0.008, 0],
      ],
    );
    assert.deepEqual(fittingNotes({ task: 'infill' }, fitted({ task: 'infill' }, 20_000), 20_000), [
      'Chosen for 20,000 characters: gru, 128 units, dropout 0.5, a learning rate of 0.012, at most 20 times through the text and 3 minutes.',
    ]);
    assert.equal(fitted({ task: 'infill', learningRate: 0.004 }, 180_000).learningRate, 0.004);
  });

  it('leaves to other tasks what is theirs', () => {
    const { hidden, dropout, epochs, minutes } = fitted({ task: 'classify' }, 20_000);
    assert.deepEqual({ hidden, dropout, epochs, minutes }, { hidden: 128, dropout: 0.5, epochs: 300, minutes: 3 });
  });

  it('is told, as far as nobody said it', () => {
    const note = (said: ExperimentOptions) =>
      fittingNotes(said, fitted({ ...said, hidden: 192, dropout: 0.4, epochs: 15, minutes: 3 }, 178_887), 178_887);
    assert.deepEqual(note({}), [
      'Chosen for 178,887 characters: gru, 192 units, dropout 0.4, batch 16, at most 15 times through the text and 3 minutes.',
    ]);
    assert.deepEqual(note({ cell: 'lstm', hidden: 192, dropout: 0.4, epochs: 15, minutes: 3, batch: 16 }), []);
  });
});
