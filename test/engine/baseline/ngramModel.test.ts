/** n-grams against a calculation by hand, and against the formulas written out over strings. */
import assert from 'node:assert/strict';
import { hasBaseline, Ngrams } from '../../../src/engine/baseline/baseline';
import { chooseOrder, NgramModel } from '../../../src/engine/baseline/ngramModel';
import { discounts } from '../../../src/engine/baseline/smoothing';
import { Random } from '../../../src/engine/random';
import { VERSE } from '../tasks/modelOf';

const counting = { stop: { aborted: false }, pause: async () => undefined };
const near = (got: number, wanted: number, within = 1e-12) => assert.ok(Math.abs(got - wanted) < within, `${got}, not ${wanted}`);

/** A drawn text in which some n-grams are frequent. */
function drawn(length: number, symbols: number, seed: number): Uint32Array {
  const random = Random.fromSeed(seed);
  const tokens = new Uint32Array(length);
  for (let t = 1; t < length; t++)
    tokens[t] =
      random.uniform() < 0.6
        ? ((tokens[t - 1] as number) * 2 + (tokens[t - 2] ?? 0) + 1) % symbols
        : Math.floor(random.uniform() * symbols);
  return tokens;
}

/** p(w | h) by the equations of Chen & Goodman, with counts of strings in maps; the longest n-grams occur, shorter ones follow symbols. */
function bruteForce(tokens: Uint32Array, symbols: number, order: number): (context: readonly number[], symbol: number) => number {
  const text = [...tokens];
  const grams = (k: number) => text.slice(k - 1).map((_, t) => text.slice(t, t + k));
  const values = Array.from({ length: order + 1 }, (_, k) => {
    const of = new Map<string, number>();
    const occurring = k === order ? grams(k) : [...new Set(grams(k + 1).map(String))].map((gram) => gram.split(',').slice(1).map(Number));
    for (const gram of occurring) of.set(String(gram), (of.get(String(gram)) ?? 0) + 1);
    return of;
  });
  const taken = values.map((of) => {
    const having = [0, 1, 2, 3, 4].map((n) => [...of.values()].filter((value) => value === n).length);
    const found = discounts(having);
    return (value: number) => (value === 0 ? 0 : (found[Math.min(value, 3) - 1] as number));
  });
  const tell = (context: readonly number[], symbol: number): number => {
    const k = context.length + 1;
    const lower = k === 1 ? 1 / symbols : tell(context.slice(1), symbol);
    const all = Array.from({ length: symbols }, (_, other) => values[k]?.get(String([...context, other])) ?? 0);
    const total = all.reduce((sum, value) => sum + value, 0);
    if (total === 0) return lower;
    const discount = taken[k] as (value: number) => number;
    const value = all[symbol] as number;
    return (value - discount(value) + all.reduce((sum, each) => sum + discount(each), 0) * lower) / total;
  };
  return (context, symbol) => tell(context.slice(-(order - 1)), symbol);
}

const CHARACTERS = { units: 'characters', vocabulary: 0 } as const;

describe('n-gram model', () => {
  it('smoothes as calculated by hand', async () => {
    // “aaab” over a, b, c, in bigrams: c(aa) = 2, c(ab) = 1. a follows a, and b follows a: N₁₊(·a) = N₁₊(·b) = 1, of 2.
    // Nothing has the value 3 or 4, so D₁ = ½, D₂ = 1.
    // p(a) = p(b) = (1 − ½)/2 + (½ + ½)/2 · ⅓ = 5/12; p(c) = ½ · ⅓ = 1/6.
    // p(a | a) = (2 − 1)/3 + (1 + ½)/3 · 5/12 = 13/24; p(b | a) = (1 − ½)/3 + ½ · 5/12 = 3/8; p(c | a) = ½ · 1/6 = 1/12.
    const model = await NgramModel.count(Uint32Array.of(0, 0, 0, 1), 3, 2, counting);
    const told = (...context: number[]) => [...model.distribution(Uint32Array.from(context))];
    for (const [index, wanted] of [13 / 24, 3 / 8, 1 / 12].entries()) near(told(0)[index] as number, wanted);
    for (const context of [[], [1], [2]])
      for (const [index, wanted] of [5 / 12, 5 / 12, 1 / 6].entries()) near(told(...context)[index] as number, wanted);
    const nats = await model.nats(Uint32Array.of(0, 1), counting);
    near(nats[1] as number, -Math.log(3 / 8));
  });

  it('takes discounts from how many n-grams are rare, and has some where too few are', () => {
    // Y = 10/(10 + 2·5) = ½: 1 − 2·½·5/10, 2 − 3·½·3/5, 3 − 4·½·2/3.
    for (const [index, wanted] of [0.5, 1.1, 5 / 3].entries()) near(discounts([0, 10, 5, 3, 2])[index] as number, wanted);
    assert.deepEqual(discounts([0, 10, 5, 3, 0]), [0.5, 1, 1.5]);
    assert.deepEqual(discounts([0, 1, 1, 9, 1]), [0.5, 1, 1.5]); // a negative one would add to what was seen
  });

  it('is what the formulas say, symbol by symbol, and sums to 1', async () => {
    for (const [order, symbols] of [
      [1, 3],
      [2, 4],
      [3, 5],
      [5, 3],
    ] as const) {
      const tokens = drawn(400, symbols, order);
      const model = await NgramModel.count(tokens, symbols + 1, order, counting); // one symbol that was never seen
      const told = bruteForce(tokens, symbols + 1, order);
      const other = drawn(40, symbols, 99).map((symbol, t) => (t % 13 === 7 ? symbols : symbol));
      const nats = await model.nats(other, counting);
      for (let t = 0; t < other.length; t++) {
        const context = other.subarray(0, t);
        near(Math.exp(-(nats[t] as number)), told([...context], other[t] as number), 1e-10);
        near(
          model.distribution(context).reduce((sum, p) => sum + p, 0),
          1,
          1e-10,
        );
      }
    }
  });

  it('chooses the order that tells the end of the text best', async () => {
    // Drawn so that two symbols before tell the most, three nothing more.
    assert.equal(await chooseOrder(drawn(20_000, 6, 3), 6, counting), 3);
    // The order is that of the held-back end told by each order's own model.
    const tokens = drawn(3_000, 4, 8);
    const [before, end] = [tokens.subarray(0, 2_850), tokens.subarray(2_850)];
    const chosen = await chooseOrder(tokens, 4, counting);
    const sums: number[] = [];
    for (let order = 1; order <= 8; order++) {
      const model = await NgramModel.count(before, 4, order, counting);
      sums[order] = (await model.nats(end, counting)).reduce((sum, nats) => sum + nats, 0);
    }
    assert.equal(chosen, sums.indexOf(Math.min(...sums.slice(1))));
  });

  it('is measured on what a network is validated on, and ends when it is told to', async () => {
    const ngrams = await Ngrams.count(VERSE, { ...CHARACTERS, validation: 0.25 }, counting);
    const held = await ngrams.onHeldOut(VERSE, { validation: 0.25 }, counting);
    assert.deepEqual([held?.characters, held?.counted, held?.trained], [VERSE.length / 4, VERSE.length * 0.75, VERSE.length * 0.75]);
    assert.deepEqual([ngrams.seen(VERSE), ngrams.seen('The rat'), ngrams.seen('rat The'), ngrams.seen('')], [1, 1, 0, 0]);
    const half = ngrams.seen(VERSE.slice(0, 120) + 'x'.repeat(120));
    assert.ok(half > 0.3 && half < 0.7, String(half));
    const nats = (await ngrams.nats(VERSE, counting)).subarray(-VERSE.length / 4);
    near(held?.nats ?? 0, nats.reduce((sum, each) => sum + each, 0) / nats.length);
    assert.equal(await ngrams.onHeldOut(VERSE, { validation: 0 }, counting), undefined);
    await assert.rejects(Ngrams.count(VERSE, { ...CHARACTERS, validation: 0 }, { ...counting, stop: { aborted: true } }), {
      name: 'CancelledError',
    });
    assert.deepEqual(
      [hasBaseline({ task: 'language-model' }), hasBaseline({ task: 'infill' }), hasBaseline({ task: 'classify' })],
      [true, false, false],
    );
  });
});
