/** Texts of more symbols than a call can have arguments. */
import assert from 'node:assert/strict';
import { ExampleReader } from '../../../src/engine/data/example';
import { Vocabulary } from '../../../src/engine/data/vocabulary';
import { sayable } from '../../../src/engine/evaluate/natsOfTexts';
import { classifyTask } from '../../../src/engine/tasks/classify/definition';
import { generateFromLabelTask } from '../../../src/engine/tasks/generateFromLabel/definition';
import type { FromRows, TaskDefinition } from '../../../src/engine/tasks/task';
import { taskOf } from '../../../src/engine/tasks/tasks';
import { translateTask } from '../../../src/engine/tasks/translate/definition';
import { modelOf, NAMES, VERSE } from './modelOf';

const LONG = 200_000;
const characters = new Array<string>(LONG).fill('a');
const text = characters.join('');
const running = { stop: { aborted: false } };
const vocabulary = new Vocabulary(['a', 'b']);

describe('a text of 200,000 characters', () => {
  const rows: readonly (readonly [string, TaskDefinition, readonly string[]])[] = [
    ['classify', classifyTask, ['b']],
    ['translate', translateTask, characters],
    ['generate-from-label', generateFromLabelTask, ['b']],
  ];
  for (const [task, definition, target] of rows)
    it(`is an example like others: ${task}`, () => {
      const reader = new ExampleReader({ vocabulary, targets: ['a', 'b'], labels: ['b'] });
      const learning = definition.learning({}) as FromRows;
      const example = learning.example(reader, { row: { input: text, target: 'b' }, input: characters, target });
      assert.equal((example?.source ?? example?.decoder)?.length, LONG + 1);
      assert.equal((example?.source ?? example?.decoder)?.at(task === 'generate-from-label' ? 0 : -1), vocabulary.boundary);
    });

  it('is said symbol by symbol', () => {
    const { symbols, unknown } = sayable(`${text}c`, vocabulary);
    assert.deepEqual([symbols.length, symbols.at(-2), symbols.at(-1), unknown], [LONG + 2, -1, vocabulary.boundary, ['c']]);
  });

  it('is read to be looked into', async () => {
    for (const [task, material] of [
      ['infill', VERSE],
      ['generate-from-label', NAMES],
    ] as const) {
      const model = await modelOf({ task }, material);
      const { feed } = await taskOf(model.experiment).reading(model, text, {}, running);
      assert.ok((feed.tokens?.length ?? 0) >= LONG);
      model.dispose();
    }
  });
});
