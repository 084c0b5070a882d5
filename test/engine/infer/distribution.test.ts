import assert from 'node:assert/strict';
import fc from 'fast-check';
import { draw, logSoftmax, OverflowError, ranked, softmax, surprise, top } from '../../../src/engine/infer/distribution';
import { Random } from '../../../src/engine/random';

const logits = fc
  .array(fc.double({ min: -30, max: 30, noNaN: true }), { minLength: 1, maxLength: 40 })
  .map((values) => Float64Array.from(values));

describe('drawing a character', () => {
  it('normalises any logits, huge ones too', () => {
    fc.assert(fc.property(logits, (values) => Math.abs(softmax(values).reduce((sum, p) => sum + p, 0) - 1) < 1e-12));
    assert.deepEqual([...softmax(Float64Array.of(1e4, 0))], [1, 0]);
  });

  it('tells a surprise that agrees with the probability, and stays finite where that vanishes', () => {
    fc.assert(
      fc.property(logits, fc.nat(), (values, pick) => {
        const token = pick % values.length;
        return Math.abs(surprise(values, token) + Math.log(softmax(values)[token] as number)) < 1e-9;
      }),
    );
    assert.equal(surprise(Float64Array.of(2000, 0), 1), 2000);
  });

  it('is refused by name where what a network says is no number', () => {
    for (const strange of [Number.NaN, Number.POSITIVE_INFINITY])
      for (const values of [Float64Array.of(1, strange, 2), Float64Array.of(strange, 1), Float64Array.of(strange)])
        for (const ask of [() => softmax(values), () => logSoftmax(values), () => surprise(values, 0)])
          assert.throws(ask, (error) => error instanceof OverflowError && /so large/.test(error.message));
    assert.deepEqual([...softmax(Float64Array.of(Number.NEGATIVE_INFINITY, 0))], [0, 1]);
  });

  it('finds the first of a ranking without the rest', () => {
    const coarse = logits.map((values) => softmax(values.map(Math.round)));
    fc.assert(
      fc.property(coarse, fc.integer({ min: 1, max: 8 }), (probabilities, count) => {
        assert.deepEqual(top(probabilities, count), [...ranked(probabilities).subarray(0, count)]);
      }),
    );
  });

  it('takes the likeliest at temperature 0, whatever the generator', () => {
    fc.assert(
      fc.property(logits, fc.nat(), (values, seed) => {
        const token = draw(values, { temperature: 0, topK: 0, topP: 1 }, Random.fromSeed(seed));
        assert.ok((values[token] as number) >= Math.max(...values) - 1e-12);
      }),
    );
  });

  it('draws each character as often as its probability says (χ², 20,000 draws)', () => {
    const values = Float64Array.of(0, 1, 2, -1, 0.5);
    const random = Random.fromSeed(7);
    const temperature = 0.7;
    const expected = softmax(values, temperature);
    const counts = new Float64Array(values.length);
    for (let k = 0; k < 20_000; k++) {
      const token = draw(values, { temperature, topK: 0, topP: 1 }, random);
      counts[token] = (counts[token] as number) + 1;
    }
    const chiSquare = counts.reduce(
      (sum, count, token) => sum + (count - 20_000 * (expected[token] as number)) ** 2 / (20_000 * (expected[token] as number)),
      0,
    );
    assert.ok(chiSquare < 18.5, `χ² ${chiSquare} of 4 degrees of freedom`);
  });

  it('stays within top-k and within the nucleus', () => {
    fc.assert(
      fc.property(
        logits,
        fc.integer({ min: 1, max: 10 }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        fc.nat(),
        (values, topK, topP, seed) => {
          const token = draw(values, { temperature: 1, topK, topP }, Random.fromSeed(seed));
          const probabilities = softmax(values);
          const kept = [...ranked(probabilities)].slice(0, topK);
          const place = kept.indexOf(token);
          const mass = (tokens: number[]) => tokens.reduce((sum, each) => sum + (probabilities[each] as number), 0);
          assert.ok(place >= 0);
          assert.ok(place === 0 || mass(kept.slice(0, place)) < topP * mass(kept));
        },
      ),
    );
  });

  it('has unbiased first draws for small seeds', () => {
    const first = Array.from({ length: 200 }, (_, seed) => Random.fromSeed(seed).uniform());
    const mean = first.reduce((sum, value) => sum + value, 0) / first.length;
    assert.ok(Math.abs(mean - 0.5) < 0.08, `mean ${mean}`);
  });

  it('goes on from a saved state', () => {
    const random = Random.fromSeed(5);
    random.normal();
    const copy = Random.fromState(random.state);
    assert.deepEqual([random.uniform(), random.coarse(), random.normal()], [copy.uniform(), copy.coarse(), copy.normal()]);
  });
});
