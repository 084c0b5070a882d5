/** What a comparison says and draws of runs, from their numbers. */
import assert from 'node:assert/strict';
import { extend, NO_CURVE } from '../../../../src/protocol/runCurve';
import { RunModel } from '../../../../webview-ui/components/runModel';
import { commonActivation } from '../../../../webview-ui/panels/compare/commonActivation';
import { comparedInWords } from '../../../../webview-ui/panels/compare/comparedInWords';
import { overlaid, overlaidMany } from '../../../../webview-ui/panels/compare/overlaid';
import { resultsOf } from '../../../../webview-ui/panels/compare/resultsTable';
import { numbered, started, updated, validated } from '../../../runs/events';
import { historyOf } from '../../../webview/fixtures';

function run(updates: readonly number[], validations: readonly number[] = []): RunModel {
  const model = new RunModel();
  const events = numbered([started(), ...updates.map((update) => updated(update)), ...validations.map((update) => validated(update, 3))]);
  model.openHistory({ summary: historyOf('done').summary, curve: extend(NO_CURVE, events) });
  return model;
}

describe('what is compared', () => {
  it('has the curves of runs over one axis, with gaps where only others were measured', () => {
    assert.deepEqual(overlaid([run([1, 2], [2]), run([2, 4])], false), [
      [1, 2, 4],
      [1, 0.5, null],
      [null, 3, null],
      [null, 0.5, 0.25],
      [null, null, null],
    ]);
    assert.deepEqual(overlaid([run([1]), run([3])], true)[0], [0.01, 0.03]);
    assert.deepEqual(overlaid([run([])], false), [[], [], []]);
  });

  it('has a line for each of many runs, of its training where one validation makes none', () => {
    const [x, ...lines] = overlaidMany([run([1, 2, 3], [2]), run([1, 2, 3], [1, 3]), run([1, 2])], false);
    assert.deepEqual(x, [1, 2, 3]);
    assert.deepEqual(
      lines.map((line) => line.filter((value) => value !== null).length),
      [3, 2, 2],
    );
    assert.deepEqual(lines[1], [3, null, 3]);
  });

  it('tells what came of checkpoints at their updates', () => {
    const [until, loss] = resultsOf(
      [
        { run: run([1, 2, 3], [2]), update: 1 },
        { run: run([1, 2, 3], [2]), update: 3 },
      ],
      String,
    );
    assert.deepEqual(
      [until?.values, loss?.values],
      [
        ['1', '3'],
        ['–', '3.000 nats'],
      ],
    );
  });

  it('says what the numbers say of the same text', () => {
    const bits = (...values: number[]) => Float32Array.from(values);
    const words = comparedInWords(
      [
        { name: 'A', bits: bits(Number.NaN, 2, 4, 1) },
        { name: 'B', bits: bits(Number.NaN, 1, 8, 0) },
      ],
      [...'abcd'],
    );
    assert.equal(
      words,
      'Bits a character: A 2.33, B 3.00. B expects 2 of 3 characters better than A; they differ most at the end of “abc”: 4.0 bits more.',
    );
    assert.equal(comparedInWords([{ name: 'A', bits: bits(Number.NaN) }], ['a']), 'No character is predicted by all of them.');
  });

  it('has one scale for all', () => {
    const of = (range: 'gate' | 'real' | 'signed', low: number, high: number) => ({ activation: { range, low, high } });
    assert.deepEqual(commonActivation([of('gate', 0, 0.5), of('gate', 0.1, 1)]), { range: 'gate', low: 0, high: 1 });
    assert.deepEqual(commonActivation([of('signed', -1, 0.5), of('real', -9, 1)]), { range: 'real', low: -9, high: 1 });
  });
});
