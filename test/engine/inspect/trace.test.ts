/** What traces of each task's network show: who reads which way, and what is where. */
import assert from 'node:assert/strict';
import { evaluate, type Model, trace } from '../../../src/engine/abilities';
import type { TracedActivation, TracedLayer } from '../../../src/engine/results';
import { modelOf, NAMES, REVERSALS, rowsOf, VERSE } from '../tasks/modelOf';
import { running } from '../trainOnce';

const TAGGED = rowsOf(['abcab', '12312'], ['bca', '231'], ['ccab', '3312'], ['a', '1']);

describe('traces', function () {
  this.timeout(60_000);

  it('of a network of both directions: the forward layer knows nothing of what follows, the backward one of what came before', async () => {
    const model = await modelOf({ task: 'tag', cell: 'lstm', bidirectional: 'concat' }, TAGGED);
    const [long, start, end] = [await traced(model, 'abcabc'), await traced(model, 'abc'), await traced(model, 'abc')];
    for (const name of ['h', 'i', 'f', 'o', 'g', 'c']) {
      same(values(long, 0, 'forward', name).slice(0, 3), values(start, 0, 'forward', name));
      same(values(long, 0, 'backward', name).slice(3), values(end, 0, 'backward', name));
      different(values(long, 0, 'backward', name).slice(0, 3), values(start, 0, 'backward', name));
    }
    model.dispose();
  });

  it('of two layers of both directions: the upper ones know all', async () => {
    const model = await modelOf({ task: 'tag', layers: 2, cell: 'gru, lstm', bidirectional: 'sum' }, TAGGED);
    const [one, other] = [await traced(model, 'abcab'), await traced(model, 'abcac')];
    assert.deepEqual(
      one.map(({ layer, direction, units }) => [layer, direction, units]),
      [
        [0, 'forward', 6],
        [0, 'backward', 6],
        [1, 'forward', 6],
        [1, 'backward', 6],
      ],
    );
    same(values(one, 0, 'forward', 'h').slice(0, 4), values(other, 0, 'forward', 'h').slice(0, 4));
    different(values(one, 1, 'forward', 'h').slice(0, 1), values(other, 1, 'forward', 'h').slice(0, 1));
    assert.equal((await trace(model, 'ab', running)).cell, 'gru, lstm');
    model.dispose();
  });

  it('of infill: neither stack sees the character that is predicted', async () => {
    const model = await modelOf({ task: 'infill', layers: 2 }, VERSE);
    const [one, other] = [await trace(model, 'The cat', running), await trace(model, 'The mat', running)];
    assert.deepEqual(one.predictions[4], other.predictions[4], 'only there is another character');
    assert.notDeepEqual(one.predictions[3], other.predictions[3]);
    assert.equal(one.surprise.length, 7);
    model.dispose();
  });

  it('of translate: an encoder over the source, a decoder over the target, and rows of attention that sum to 1', async () => {
    const model = await modelOf({ task: 'translate', attention: 'additive', bidirectional: 'concat', decoderHidden: 9 }, REVERSALS);
    const { characters, layers, target, alignment, predictions, surprise } = await trace(model, 'abc', running, { target: 'ba' });
    assert.deepEqual(
      [characters, target?.characters],
      [
        ['a', 'b', 'c', ''],
        ['b', 'a', ''],
      ],
    );
    assert.deepEqual(
      layers.map(({ direction, units }) => [direction, units]),
      [
        ['forward', 6],
        ['backward', 6],
      ],
    );
    assert.deepEqual(
      target?.layers.map(({ direction, units }) => [direction, units]),
      [['forward', 9]],
    );
    assert.ok(predictions.every(({ length }) => length === 0) && surprise.every(Number.isNaN));
    assert.equal(target?.predictions.length, 3);
    assert.equal(alignment?.length, 3 * 4);
    for (let t = 0; t < 3; t++) {
      const row = alignment?.subarray(4 * t, 4 * t + 4) ?? [];
      assert.ok(Math.abs(row.reduce((sum, weight) => sum + weight, 0) - 1) < 1e-6);
    }
    const { nats } = await evaluate(model, rowsOf(['abc', 'ba']), running);
    const bits = target?.surprise.reduce((sum, each) => sum + each, 0) as number;
    assert.ok(Math.abs((bits * Math.LN2) / 3 - nats) < 1e-6);
    model.dispose();
  });

  it('of tag with a rule: how surprising the case of the text itself is', async () => {
    const model = await modelOf({ task: 'tag', rule: 'case', bidirectional: 'concat', updates: 80, hidden: 12, window: 23 }, VERSE);
    const [right, wrong] = [await trace(model, 'The cat sat', running), await trace(model, 'the caT sat', running)];
    assert.deepEqual(right.characters, [...'the cat sat']);
    assert.ok((wrong.surprise[0] as number) > (right.surprise[0] as number));
    assert.ok((wrong.surprise[6] as number) > (right.surprise[6] as number));
    assert.deepEqual(wrong.layers, right.layers);
    model.dispose();
  });

  it('of nothing, and of more than a sentence', async () => {
    for (const [options, material] of [
      [{ task: 'tag' }, TAGGED],
      [{ task: 'classify' }, NAMES],
      [{ task: 'translate' }, REVERSALS],
      [{ task: 'infill' }, VERSE],
    ] as const) {
      const model = await modelOf(options, material);
      const nothing = await trace(model, '', running);
      assert.equal(nothing.characters.length, nothing.predictions.length);
      const long = trace(model, 'ab'.repeat(1001), running);
      if (options.task === 'translate') await assert.rejects(long, { name: 'SentenceError', message: /at most 2,000 characters/ });
      else assert.equal((await long).characters.length, options.task === 'classify' ? model.experiment.window + 1 : 2002);
      model.dispose();
    }
  });
});

const traced = async (model: Model, text: string) => (await trace(model, text, running)).layers;

/** A row of units for each character. */
function values(layers: readonly TracedLayer[], layer: number, direction: string, name: string): number[][] {
  const found = layers.find((each) => each.layer === layer && each.direction === direction) as TracedLayer;
  const { values: all } = found.activations.find((activation) => activation.name === name) as TracedActivation;
  return Array.from({ length: all.length / found.units }, (_, t) => [...all.subarray(t * found.units, (t + 1) * found.units)]);
}

function same(a: readonly number[][], b: readonly number[][]): void {
  assert.ok(distance(a, b) < 1e-6);
}

function different(a: readonly number[][], b: readonly number[][]): void {
  assert.ok(distance(a, b) > 1e-4);
}

function distance(a: readonly number[][], b: readonly number[][]): number {
  assert.equal(a.length, b.length);
  return Math.max(...a.flatMap((row, t) => row.map((value, unit) => Math.abs(value - (b[t]?.[unit] as number)))));
}
