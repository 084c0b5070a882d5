/** Every run of a sweep is one that a person could have asked for, and the list is the same whenever it is made. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ExperimentError } from '../../../src/engine/experimentSchema';
import { parseExperiment } from '../../../src/engine/parseExperiment';
import { expandSweep, isSweep } from '../../../src/engine/sweep/expandSweep';

const valuesOf = (json: unknown) => expandSweep(json).runs.map(({ values }) => values);
const refuses = (json: unknown, message: RegExp) => assert.throws(() => expandSweep(json), { name: ExperimentError.name, message });

const hidden = fc.uniqueArray(fc.integer({ min: 1, max: 8192 }), { minLength: 1, maxLength: 4 });
const cells = fc.uniqueArray(fc.constantFrom('gru', 'lstm', 'rnn'), { minLength: 1, maxLength: 3 });
const residual = fc.uniqueArray(fc.boolean(), { minLength: 1, maxLength: 2 });
/** Of learning rates; log ranges begin above 0. */
const rates = fc
  .tuple(fc.double({ min: 1e-6, max: 50, noNaN: true }), fc.double({ min: 1e-6, max: 50, noNaN: true }), fc.constantFrom('linear', 'log'))
  .filter(([a, b]) => a !== b)
  .map(([a, b, scale]) => ({ from: Math.min(a, b), to: Math.max(a, b), scale }));
const counts = fc
  .tuple(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 500 }), fc.constantFrom('linear', 'log'))
  .filter(([a, b]) => a !== b)
  .map(([a, b, scale]) => ({ from: Math.min(a, b), to: Math.max(a, b), scale }));

describe('a sweep', () => {
  it('is a file in which a setting is a list or a range, or that says how runs are made', () => {
    assert.ok(isSweep({ hidden: [64, 128] }));
    assert.ok(isSweep({ learningRate: { from: 0.001, to: 0.01 } }));
    assert.ok(isSweep({ sweep: {} }));
    for (const json of [{ hidden: 64, files: ['a.txt', 'b.txt'] }, {}, [], null, 'hidden', 3])
      assert.ok(!isSweep(json), JSON.stringify(json));
  });

  it('as a grid has every combination once, the last setting of the file changing first', () => {
    assert.deepEqual(valuesOf({ cell: ['gru', 'lstm'], layers: 2, hidden: [64, 128, 256] }), [
      { cell: 'gru', hidden: 64 },
      { cell: 'gru', hidden: 128 },
      { cell: 'gru', hidden: 256 },
      { cell: 'lstm', hidden: 64 },
      { cell: 'lstm', hidden: 128 },
      { cell: 'lstm', hidden: 256 },
    ]);
    fc.assert(
      fc.property(hidden, cells, residual, (sizes, names, ways) => {
        const made = valuesOf({ hidden: sizes, cell: names, residual: ways });
        const expected = sizes.flatMap((size) => names.flatMap((cell) => ways.map((way) => ({ hidden: size, cell, residual: way }))));
        assert.deepEqual(made, expected);
      }),
    );
  });

  it('goes through a range in steps: its ends exactly, by equal differences or equal factors between', () => {
    assert.deepEqual(
      valuesOf({ learningRate: { from: 0.001, to: 0.1, scale: 'log', steps: 3 } }).map(({ learningRate }) => learningRate),
      [0.001, 0.01, 0.1],
    );
    assert.deepEqual(
      valuesOf({ hidden: { from: 10, to: 30, steps: 5 } }).map((values) => values.hidden),
      [10, 15, 20, 25, 30],
    );
    assert.deepEqual(
      valuesOf({ layers: { from: 1, to: 3, steps: 9 } }).map(({ layers }) => layers),
      [1, 2, 3],
      'whole numbers once',
    );
    fc.assert(
      fc.property(rates, fc.integer({ min: 3, max: 30 }), (range, steps) => {
        const made = valuesOf({ learningRate: { ...range, steps } }).map(({ learningRate }) => Number(learningRate));
        assert.deepEqual([made[0], made.at(-1)], [range.from, range.to]);
        const at = (share: number) =>
          range.scale === 'log'
            ? Math.exp(Math.log(range.from) + share * Math.log(range.to / range.from))
            : range.from + share * (range.to - range.from);
        if (made.length === steps)
          made.forEach((value, step) => assert.ok(Math.abs(value - at(step / (steps - 1))) <= 1e-5 * Math.abs(value), `${value}`));
      }),
    );
  });

  it('drawn at random has as many different runs as were asked for, within their bounds, the same for the same seed', () => {
    fc.assert(
      fc.property(rates, counts, cells, fc.integer({ min: 1, max: 40 }), fc.nat(0xffffffff), (rate, size, names, runs, seed) => {
        const json = { learningRate: rate, hidden: size, cell: names, sweep: { method: 'random', runs, seed } };
        const made = valuesOf(json);
        assert.deepEqual(valuesOf(JSON.parse(JSON.stringify(json))), made);
        assert.equal(new Set(made.map((values) => JSON.stringify(values))).size, made.length);
        assert.ok(made.length <= runs);
        for (const { learningRate, hidden: units, cell } of made) {
          assert.ok(Number(learningRate) >= rate.from && Number(learningRate) <= rate.to);
          assert.ok(Number.isInteger(units) && Number(units) >= size.from && Number(units) <= size.to);
          assert.ok(names.some((name) => name === cell));
        }
      }),
    );
  });

  it('drawn at random begins, with more runs, with those of fewer', () => {
    fc.assert(
      fc.property(
        rates,
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 30 }),
        fc.nat(0xffffffff),
        (rate, fewer, more, seed) => {
          const of = (runs: number) => valuesOf({ learningRate: rate, seed: [1, 2, 3], sweep: { method: 'random', runs, seed } });
          assert.deepEqual(of(fewer + more).slice(0, fewer), of(fewer));
        },
      ),
    );
  });

  it('draws by the scale: in each decade of a logarithmic range about as many', () => {
    const made = valuesOf({ learningRate: { from: 0.0001, to: 1, scale: 'log' }, sweep: { method: 'random', runs: 1000, seed: 3 } });
    for (const decade of [0.0001, 0.001, 0.01, 0.1]) {
      const within = made.filter(({ learningRate }) => Number(learningRate) >= decade && Number(learningRate) < 10 * decade).length;
      assert.ok(within > 200 && within < 300, `${within} from ${decade}`); // 250 ± 3.6 standard deviations
    }
    const layers = valuesOf({ layers: { from: 1, to: 4 }, seed: { from: 1, to: 100_000 }, sweep: { method: 'random', runs: 1000 } });
    for (const count of [1, 2, 3, 4]) {
      const within = layers.filter((values) => values.layers === count).length;
      assert.ok(within > 200 && within < 300, `${within} with ${count} layers`);
    }
  });

  it('says where there is less to draw from than was asked for', () => {
    const { runs, notes } = expandSweep({ cell: ['gru', 'lstm'], layers: [1, 2], sweep: { method: 'random', runs: 10 } });
    assert.equal(runs.length, 4);
    assert.match(notes.join(), /Only 4 different runs .* not 10/);
  });

  it('gives each run what the file says of all', () => {
    const { runs, varied } = expandSweep({ files: ['a.txt'], optimizer: 'sgd', hidden: [8, 16], updates: 5 });
    assert.deepEqual(varied, ['hidden']);
    for (const { options, values } of runs) {
      assert.deepEqual(options, { files: ['a.txt'], optimizer: 'sgd', updates: 5, ...values });
      assert.equal(parseExperiment(options).optimizer, 'sgd');
    }
  });

  it('names every value that cannot be, before anything trains', () => {
    refuses({ hidden: [64, 0, 9000], dropout: [0.5, 2] }, /hidden: 0 .*whole number from 1 to 8192.*\nhidden: 9000 .*\ndropout: 2 /s);
    refuses({ learningRate: { from: 0.1, to: 1000, scale: 'log', steps: 3 } }, /learningRate: 1000 cannot be used/);
    refuses({ learningRate: { from: 0.1, to: 1000 }, sweep: { method: 'random' } }, /learningRate: 1000 cannot be used/);
    refuses({ optimizer: ['adam', 'adm'] }, /optimizer: "adm" cannot be used; give one of adam, sgd/);
  });

  it('names every combination that cannot be trained', () => {
    refuses(
      { task: ['language-model', 'classify'], bidirectional: ['no', 'concat'] },
      /1 of 4 combinations can be trained: not these|task language-model, bidirectional concat: Reading in both directions/,
    );
    refuses(
      { task: ['tag', 'classify'], attention: 'dot' },
      /No combination can be trained\.\ntask tag: attention is for translate.*\ntask classify: /s,
    );
    refuses({ hiden: [1, 2], hidden: [1, 2] }, /There is no setting hiden/);
  });

  it('says what is wrong with a list or a range', () => {
    refuses({ hidden: [] }, /hidden: the list is empty/);
    refuses({ hidden: [64, 64] }, /hidden: 64 is in the list twice/);
    refuses({ hidden: [64, [128]] }, /hidden: a list has values of the setting/);
    refuses({ hidden: [64, null] }, /hidden: a list has values of the setting/);
    refuses({ cell: { from: 1, to: 2 } }, /cell: a range is for numbers/);
    refuses({ hidden: { from: 1 } }, /hidden: a range is \{ "from"/);
    refuses({ hidden: { from: 10, to: 1, steps: 3 } }, /a range goes up: from 10 to 1 does not/);
    refuses({ hidden: { from: 1.5, to: 9, steps: 3 } }, /hidden: give whole numbers/);
    refuses({ clip: { from: 0, to: 1, scale: 'log', steps: 3 } }, /clip: a logarithmic range begins above 0/);
    refuses({ hidden: { from: 1, to: 9 } }, /hidden: say in how many steps/);
    refuses({ hidden: { from: 1, to: 9, steps: 1 } }, /hidden: a range is/);
    refuses({ hidden: 64 }, /Nothing varies/);
    refuses({ hidden: [64, 128], sweep: { method: 'grid', runs: 3 } }, /runs is for random/);
    refuses({ hidden: [64, 128], sweep: { method: 'genetic' } }, /sweep\.method/);
    refuses({ hidden: [64, 128], sweep: { count: 3 } }, /sweep: there is no count/);
    refuses([], /JSON object/);
  });

  it('has up to a thousand runs', () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
    assert.equal(valuesOf({ seed: many(50), layers: many(16), residual: [true] }).length, 800);
    refuses({ seed: many(50), hidden: many(50) }, /2,500 combinations \(seed: 50, hidden: 50\)/);
    refuses({ hidden: [1, 2], sweep: { method: 'random', runs: 1001 } }, /sweep\.runs/);
  });
});
