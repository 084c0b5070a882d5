/** Handles on texts: read chunk by chunk and again, told in columns, within a bound; held against one graph over the whole text. */
import assert from 'node:assert/strict';
import type { Model } from '../../../src/engine/abilities';
import type { Feed } from '../../../src/engine/backend';
import type { ExperimentOptions } from '../../../src/engine/experimentSchema';
import { CHUNK } from '../../../src/engine/inspect/chunkReader';
import { type OpenTrace, openTrace } from '../../../src/engine/inspect/openTrace';
import { shownActivations } from '../../../src/engine/inspect/place';
import type { Block, LayerShape } from '../../../src/engine/inspect/traceShape';
import { traceWhole } from '../../../src/engine/inspect/traceWhole';
import { similarityOrder } from '../../../src/engine/inspect/unitOrder';
import { modelOf, NAMES, REVERSALS, rowsOf, VERSE } from '../tasks/modelOf';
import { running } from '../trainOnce';

const TEXT = VERSE.slice(0, 3 * CHUNK - 17);
const WORDS = rowsOf(['The cat', 'abcabca'], ['sat on', 'xyzxyz'], ['the mat.', 'abcabcab']);
/** So little that chunks are read anew and columns are kept. */
const NARROW = { values: 1, columns: 20_000 };

const STACKS: readonly (readonly [string, ExperimentOptions])[] = [
  ['one way', { task: 'language-model', cell: 'lstm', layers: 2 }],
  ['two stacks that meet in the head', { task: 'infill', layers: 2 }],
  ['both ways, side by side', { task: 'tag', cell: 'lstm', bidirectional: 'concat' }],
  [
    'both ways, three layers, added, with residual connections',
    { task: 'tag', layers: 3, bidirectional: 'sum', residual: true, embedding: 6 },
  ],
];

describe('an opened trace', function () {
  this.timeout(60_000);

  for (const [what, options] of STACKS) {
    it(`has, chunk by chunk and read again, the numbers of one graph over the whole text: ${what}`, async () => {
      const model = await modelOf(options, options.task === 'tag' ? WORDS : VERSE);
      const { places } = await traceWhole(model, feedOf(model, TEXT));
      const [roomy, narrow] = [await openTrace(model, TEXT, running), await openTrace(model, TEXT, running, {}, { room: NARROW })];
      assert.equal(roomy.shape.kept, 1);
      assert.ok(narrow.shape.kept > 1);
      assert.deepEqual(narrow.shape.source.layers, roomy.shape.source.layers);
      for (const { layer, direction, cell, units, values } of places) {
        for (const [index, { name }] of shownActivations(cell).entries()) {
          const field = { kind: 'activation', layer, direction, name: name.replace("'", '') } as const;
          const expected = Float32Array.from(values[index] as Float32Array);
          for (const trace of [roomy, narrow]) {
            const block = await trace.field({ part: 'source', from: 0, to: TEXT.length, step: 1, field }, running);
            assert.deepEqual([block.columns, block.rows, block.low], [TEXT.length, units, undefined]);
            assert.deepEqual(block.mean, expected);
            const one = await trace.field({ part: 'source', from: 70, to: 75, step: 1, field: { ...field, unit: 2 } }, running);
            assert.deepEqual(
              [...(one.mean as Float32Array)],
              [70, 71, 72, 73, 74].map((t) => expected[t * units + 2]),
            );
          }
        }
      }
      model.dispose();
    });
  }

  it('tells columns of several characters: their mean, least and greatest, kept or not', async () => {
    const model = await modelOf({ task: 'language-model' }, VERSE);
    const traces = [await openTrace(model, TEXT, running), await openTrace(model, TEXT, running, {}, { room: NARROW })] as const;
    const { kept } = traces[1].shape;
    const values = (await h(traces[0], 0, TEXT.length, 1)).mean as Float32Array;
    for (const trace of traces) {
      for (const [from, to, step] of [
        [0, TEXT.length, kept],
        [0, TEXT.length, 8 * kept],
        [2 * kept, TEXT.length + 99, 4 * kept],
        [3, 150, 7],
        [60, 70, 64],
        [0, TEXT.length, 1024],
      ] as const) {
        const block = await h(trace, from, to, step);
        const expected = bruteForce(values, 6, from, Math.min(to, TEXT.length), step);
        assert.equal(block.columns, expected.mean.length / 6);
        assert.deepEqual(block.low, Float32Array.from(expected.low), `low of ${from}…${to} by ${step}`);
        assert.deepEqual(block.high, Float32Array.from(expected.high));
        block.mean?.forEach((mean, at) => assert.ok(Math.abs(mean - (expected.mean[at] as number)) < 1e-6));
      }
    }
    model.dispose();
  });

  it('tells of all of the text: extremes, how active a unit is, and an order by moments spread over it', async () => {
    const model = await modelOf({ task: 'language-model' }, VERSE);
    const text = VERSE.slice(0, 400);
    const trace = await openTrace(model, text, running, {}, { room: NARROW });
    const values = (await h(trace, 0, 400, 1)).mean as Float32Array;
    const { activations, activity, order } = trace.shape.source.layers[0] as LayerShape;
    for (const { name, range, saturation } of activations) {
      assert.equal(saturation !== undefined, range === 'gate');
      const field = { kind: 'activation', layer: 0, direction: 'forward', name, unit: 4 } as const;
      const gate = (await trace.field({ part: 'source', from: 0, to: 400, step: 1, field }, running)).mean as Float32Array;
      const fraction = (holds: (value: number) => boolean) => gate.filter(holds).length / 400;
      if (saturation)
        assert.deepEqual(
          [saturation.closed[4], saturation.open[4]],
          [Math.fround(fraction((value) => value < 0.1)), Math.fround(fraction((value) => value > 0.9))],
        );
    }
    assert.deepEqual([activations[0]?.low, activations[0]?.high], [Math.min(...values), Math.max(...values)]);
    const moments = Array.from({ length: 256 }, (_, m) => Math.floor((m * 400) / 256));
    const sampled = Float32Array.from(moments.flatMap((t) => [...values.subarray(6 * t, 6 * t + 6)]));
    assert.deepEqual(order, similarityOrder(sampled, 6));
    activity.forEach((size, unit) => {
      const sizes = Array.from({ length: 400 }, (_, t) => Math.abs(values[t * 6 + unit] as number));
      assert.ok(Math.abs(size - sizes.reduce((sum, each) => sum + each) / 400) < 1e-6);
    });
    model.dispose();
  });

  it('says what it reads: no prime in a name, the boundary where it is read', async () => {
    for (const [options, material, boundary] of [
      [{ task: 'language-model' }, VERSE, undefined],
      [{ task: 'generate-from-label' }, NAMES, 'before'],
      [{ task: 'classify' }, NAMES, 'after'],
      [{ task: 'translate' }, REVERSALS, 'after'],
    ] as const) {
      const model = await modelOf(options, material);
      const { source } = (await openTrace(model, 'abc', running)).shape;
      assert.deepEqual([source.text, source.boundary, source.length], ['abc', boundary, boundary ? 4 : 3]);
      assert.deepEqual(source.layers[0]?.activations.map(({ name, state }) => [name, state])[0], ['h', true]);
      assert.match(source.layers[0]?.activations[0]?.equation ?? '', /^h' = /);
      model.dispose();
    }
  });

  it('tells its progress, from nothing to all, and can be cancelled', async () => {
    const model = await modelOf({ task: 'tag', layers: 2, bidirectional: 'concat' }, WORDS);
    const told: number[] = [];
    await openTrace(model, TEXT, { ...running, progress: (fraction) => told.push(fraction) });
    assert.equal(told.length, 4 * Math.ceil(TEXT.length / CHUNK));
    assert.ok(told.every((fraction, at) => fraction > (told[at - 1] ?? 0)));
    assert.equal(told.at(-1), 1);
    const stop = { aborted: false };
    const progress = () => {
      stop.aborted = true;
    };
    await assert.rejects(openTrace(model, TEXT, { stop, progress }), { name: 'CancelledError' });
    model.dispose();
  });

  it('reads texts of any length, also with an argument for each character', async () => {
    const model = await modelOf({ task: 'generate-from-label', hidden: 2 }, NAMES);
    const trace = await openTrace(
      model,
      'anna'.repeat(40_000),
      running,
      { label: 'Russian' },
      { room: { values: 100_000, columns: 100_000 } },
    );
    assert.equal(trace.shape.source.length, 160_001);
    const far = await h(trace, 0, 160_001, trace.shape.kept);
    assert.equal(far.columns, Math.ceil(160_001 / trace.shape.kept));
    assert.ok(far.mean?.every(Number.isFinite));
    assert.equal(trace.predictions('source', 159_999, 170_000).length, 2);
    model.dispose();
  });

  it('turns an alignment for its source, stretch by stretch', async () => {
    const model = await modelOf({ task: 'translate', attention: 'dot' }, REVERSALS);
    const trace = await openTrace(model, 'abcabc', running, { target: 'ba' });
    const [S, T] = [7, 3];
    const ask = async (part: 'source' | 'target', from: number, to: number, step = 1) =>
      await trace.field({ part, from, to, step, field: { kind: 'alignment' } }, running);
    const rows = (await ask('target', 0, T)).mean as Float32Array;
    const turned = Array.from({ length: S }, (_, s) => Array.from({ length: T }, (_, t) => rows[t * S + s] as number));
    const part = await ask('source', 2, 5);
    assert.deepEqual([part.columns, part.rows, [...(part.mean as Float32Array)]], [3, T, turned.slice(2, 5).flat()]);
    const wide = await ask('source', 2, 7, 3);
    assert.deepEqual(
      [...(wide.high as Float32Array)],
      [turned.slice(2, 5), turned.slice(5, 7)].flatMap((some) =>
        Array.from({ length: T }, (_, t) => Math.max(...some.map((each) => each[t] as number))),
      ),
    );
    model.dispose();
  });

  it('refuses what is not there', async () => {
    const model = await modelOf({ task: 'language-model' }, VERSE);
    const trace = await openTrace(model, 'The cat', running);
    const field = { kind: 'activation', layer: 0, direction: 'forward', name: 'h' } as const;
    const asked = { part: 'source', field, from: 0, to: 7, step: 1 } as const;
    for (const [wrong, message] of [
      [{ ...asked, field: { ...field, layer: 3 } }, /Layer 3 \(forward\) has no h\./],
      [{ ...asked, field: { ...field, name: 'q' } }, /has no q\./],
      [{ ...asked, field: { ...field, unit: 6 } }, /has no h\[6\]\./],
      [{ ...asked, from: 9 }, /no characters 10 to 7/],
      [{ ...asked, step: 0 }, /in steps of 0/],
      [{ ...asked, part: 'target' }, /no target/],
      [{ ...asked, field: { kind: 'alignment' } }, /no alignment/],
    ] as const)
      await assert.rejects(trace.field(wrong, running), { name: 'FieldError', message });
    model.dispose();
  });

  it('are held against another model: bits that the network needs less, in columns too', async () => {
    const model = await modelOf({}, VERSE);
    const nats = Float64Array.from({ length: 8 }, (_, t) => t / 4);
    let asked = 0;
    const expected = async () => {
      asked++;
      return { order: 4, seen: 0.5, counted: 9, trained: 9, nats };
    };
    const opened = await openTrace(model, 'The cat ', running, {}, { expected });
    assert.equal(opened.shape.compared, true);
    const ask = async (kind: 'surprise' | 'advantage', from: number, step: number) =>
      (await opened.field({ part: 'source', from, to: 8, step, field: { kind } }, running)).mean as Float32Array;
    const surprise = await ask('surprise', 0, 1);
    const wanted = surprise.map((bits, t) => t / 4 / Math.LN2 - bits);
    assert.deepEqual(await ask('advantage', 0, 1), wanted);
    assert.deepEqual(await ask('advantage', 3, 1), wanted.slice(3));
    const [mean] = await ask('advantage', 2, 2);
    assert.ok(Math.abs((mean as number) - ((wanted[2] as number) + (wanted[3] as number)) / 2) < 1e-6);
    assert.deepEqual(await opened.ngrams(running), { order: 4, seen: 0.5, counted: 9, trained: 9 });
    assert.equal(asked, 1);
    await assert.rejects(
      (await openTrace(model, 'The', running)).field({ part: 'source', from: 0, to: 1, step: 1, field: { kind: 'advantage' } }, running),
      {
        name: 'FieldError',
      },
    );
  });
});

const h = (trace: OpenTrace, from: number, to: number, step: number): Promise<Block> =>
  trace.field({ part: 'source', field: { kind: 'activation', layer: 0, direction: 'forward', name: 'h' }, from, to, step }, running);

function feedOf({ experiment, vocabulary }: Model, text: string): Feed {
  const { tokens } = vocabulary.encode(text);
  const { boundary } = vocabulary;
  if (experiment.task === 'infill')
    return { tokens: Float32Array.of(boundary, ...tokens.subarray(0, -1)), after: Float32Array.of(...tokens.subarray(1), boundary) };
  const mask = new Float32Array(tokens.length).fill(1);
  return { tokens: Float32Array.from(tokens), ...(experiment.task === 'tag' && { mask }) };
}

function bruteForce(values: Float32Array, units: number, from: number, to: number, step: number) {
  const found = { mean: [] as number[], low: [] as number[], high: [] as number[] };
  for (let start = from; start < to; start += step)
    for (let unit = 0; unit < units; unit++) {
      const some = [];
      for (let t = start; t < Math.min(start + step, to); t++) some.push(values[t * units + unit] as number);
      found.mean.push(some.reduce((sum, value) => sum + value) / some.length);
      found.low.push(Math.min(...some));
      found.high.push(Math.max(...some));
    }
  return found;
}
