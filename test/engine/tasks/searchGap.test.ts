/** The search over a gap against every filling of a tiny vocabulary. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { OverflowError } from '../../../src/engine/infer/distribution';
import { type ScoredFilling, searchGap } from '../../../src/engine/tasks/infill/searchGap';
import { everyText, type Law, law, side } from './madeUpSides';

const running = { stop: { aborted: false } };

/** By the definition: each symbol of the gap and beside it, given all others. */
function nats(ahead: Law, behind: Law, before: readonly number[], gap: readonly number[], after: readonly number[]): number {
  const text = [...before, ...gap, ...after];
  const first = Math.max(0, before.length - 1);
  const last = Math.min(text.length, before.length + gap.length + 1);
  let total = 0;
  for (let t = first; t < last; t++) {
    const a = ahead(text.slice(0, t));
    const b = behind(text.slice(t + 1).reverse());
    const weights = [...a].map((value, k) => Math.exp(value + (b[k] as number)));
    total -= Math.log((weights[text[t] as number] as number) / weights.reduce((x, y) => x + y));
  }
  return total / (last - first);
}

const symbols = 3;
const text = fc.array(fc.nat(symbols - 1), { maxLength: 3 });
const gaps = fc.record({ seed: fc.nat(), before: text, after: text, length: fc.integer({ min: 1, max: 4 }) });

function sidesOf({ seed, before, after }: { seed: number; before: readonly number[]; after: readonly number[] }, width: number) {
  const [ahead, behind] = [law(seed, symbols), law(seed + 1, symbols)];
  return {
    sides: { left: side(ahead, before, symbols, width), right: side(behind, [...after].reverse(), symbols, width) },
    natsOf: (gap: readonly number[]) => nats(ahead, behind, before, gap, after),
  };
}

function isRight(found: readonly ScoredFilling[], natsOf: (gap: readonly number[]) => number): void {
  for (const { tokens, nats: told, places } of found) {
    assert.ok(Math.abs(told - natsOf(tokens)) < 1e-12, `${tokens}: ${told} is not ${natsOf(tokens)}`);
    assert.equal(places.length, tokens.length);
    for (const place of places) assert.ok(Math.abs([...place].reduce((mass, log) => mass + Math.exp(log), 0) - 1) < 1e-12);
  }
  assert.equal(new Set(found.map(({ tokens }) => tokens.join())).size, found.length);
  found.forEach(({ nats: here }, index) => {
    assert.ok(index === 0 || here >= (found[index - 1]?.nats as number));
  });
}

describe('the search over a gap', () => {
  it('with wide beams finds the best of all fillings, in their order, wherever the gap is', () =>
    fc.assert(
      fc.asyncProperty(gaps, async ({ length, ...context }) => {
        const { sides, natsOf } = sidesOf(context, 100);
        const all = everyText(symbols, length).sort((a, b) => natsOf(a) - natsOf(b));
        const found = await searchGap(sides, { length, count: 5, beam: symbols ** length }, running);
        isRight(found, natsOf);
        assert.deepEqual(
          found.map(({ tokens }) => tokens),
          all.slice(0, 5),
        );
      }),
      { numRuns: 40 },
    ));

  it('with narrow beams climbs until no other symbol at one place is better', () =>
    fc.assert(
      fc.asyncProperty(gaps, async ({ length, ...context }) => {
        const { sides, natsOf } = sidesOf(context, 4);
        const found = await searchGap(sides, { length, count: 3, beam: 2 }, running);
        isRight(found, natsOf);
        const best = found[0] as ScoredFilling;
        for (let t = 0; t < length; t++)
          for (let token = 0; token < symbols; token++) assert.ok(natsOf(best.tokens.with(t, token)) >= best.nats - 1e-12);
      }),
      { numRuns: 40 },
    ));

  it('judges a gap in which nothing is missing', async () => {
    const { sides, natsOf } = sidesOf({ seed: 3, before: [0, 1], after: [2] }, 4);
    const found = await searchGap(sides, { length: 0, count: 3, beam: 2 }, running);
    assert.deepEqual(
      found.map(({ tokens }) => tokens),
      [[]],
    );
    isRight(found, natsOf);
  });

  it('ends where nothing is a number', async () => {
    const nothing: Law = () => new Float64Array(3).fill(Number.NaN);
    const sides = { left: side(nothing, [1], 3, 8), right: side(nothing, [2], 3, 8) };
    await assert.rejects(searchGap(sides, { length: 2, count: 2, beam: 3 }, running), OverflowError);
  });

  it('ends when it is told to, while it climbs too', async () => {
    const stop = { aborted: false };
    const slow = (says: Law) => {
      const one = side(says, [0], 4, 4);
      let restarts = 0;
      const restart = () => {
        one.restart();
        if (++restarts === 4) stop.aborted = true; // the first is for proposing, the others are for judging
        assert.ok(restarts < 8, 'goes on after it was told to end');
      };
      return { ...one, restart };
    };
    const sides = { left: slow(law(1, 4)), right: side(law(2, 4), [0], 4, 4) };
    await assert.rejects(searchGap(sides, { length: 3, count: 4, beam: 4 }, { stop }), { name: 'CancelledError' });
  });
});
