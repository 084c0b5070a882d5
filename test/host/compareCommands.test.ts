/** Which runs, or checkpoints of one, are compared; and that a panel of them asks no others. */
import assert from 'node:assert/strict';
import { comparedOf } from '../../src/host/commands/compareCommands';
import { PanelQuestions } from '../../src/host/panels/panelQuestions';
import { QuestionError } from '../../src/protocol/queries';
import { fakeRun } from './fakes';

const run = (name: string, kept: readonly number[] = []) => fakeRun(name, { kept });

describe('comparing', () => {
  it('takes runs, or the first and the answering checkpoint of one', () => {
    assert.deepEqual(
      comparedOf([run('a', [1]), run('b')]).sides.map(({ folder, checkpoint }) => [folder, checkpoint]),
      [
        ['/runs/a', undefined],
        ['/runs/b', undefined],
      ],
    );
    assert.deepEqual(
      comparedOf([run('a', [10, 100])]).sides.map(({ checkpoint }) => checkpoint),
      [10, undefined],
    );
    assert.throws(() => comparedOf([]), /Choose the runs/);
    assert.throws(() => comparedOf([run('a')]), /Choose another run too: a kept no checkpoints/);
    const many = comparedOf(['a', 'b', 'c', 'd', 'e'].map((name) => run(name)));
    assert.deepEqual([many.runs.length, many.sides], [5, []], 'of many none is shown side by side until some are chosen');
    assert.throws(() => comparedOf(Array.from({ length: 1001 }, (_, at) => run(String(at)))), /up to 1,000 runs/);
  });

  it('asks only the runs that are compared, and the checkpoint that is meant', async () => {
    const asked: unknown[][] = [];
    const engine = { pid: 1, ask: async (...all: unknown[]) => void asked.push(all) };
    const runOf = (said: string | undefined) => {
      if (said !== '/runs/a') throw new QuestionError('It was not said which of the compared runs shall answer.');
      return said;
    };
    const told = { answerProgress: () => undefined, answerBlock: async () => undefined };
    const questions = new PanelQuestions(runOf, engine as never, { useGeneration: async () => undefined }, told);
    await questions.ask(1, { run: '/runs/a', checkpoint: 10, kind: 'labels', arguments: {} });
    assert.deepEqual([asked[0]?.slice(0, 3), Object(asked[0]?.[3]).checkpoint], [['/runs/a', 'labels', {}], 10]);
    for (const other of [{ run: '/etc' }, {}, { run: '/runs/a', checkpoint: '../../x' as never }])
      await assert.rejects(questions.ask(2, { ...other, kind: 'labels', arguments: {} }), QuestionError);
    assert.equal(asked.length, 1);
  });
});
