import assert from 'node:assert/strict';
import type { Translation } from '../../src/engine/results';
import { eachOf, replacingLines } from '../../src/host/commands/translationChoices';

const translation = (source: string, ...texts: string[]): Translation => ({
  source,
  hypotheses: texts.map((text) => ({ text, logProbability: -1, score: -0.5, characters: [] })),
  unknown: [],
});

describe('translations to choose from', () => {
  it('say where one is empty', () => {
    assert.deepEqual(
      eachOf(translation('may', '', 'Mai')).map(({ label, replacements }) => [label, replacements]),
      [
        ['The translation is empty: the model ends at once.', ['']],
        ['Mai', ['Mai']],
      ],
    );
  });

  it('of several lines leave those alone whose translation is empty', () => {
    const choice = replacingLines([translation('may', ''), translation('june', 'Juni'), translation('july', 'Juli')]);
    assert.deepEqual(choice.replacements, [undefined, 'Juni', 'Juli']);
    assert.equal(choice.label, 'Replace 2 lines');
    assert.equal(choice.detail, 'june → Juni … · 1 of 3 translations is empty: there the model ends at once. These lines stay.');
    assert.equal(replacingLines([translation('may', ''), translation('june')]).label, 'Replace 0 lines');
  });
});
