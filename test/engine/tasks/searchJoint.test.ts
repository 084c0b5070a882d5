/** The search by joint probability against every filling of a tiny vocabulary. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { logSoftmax, OverflowError } from '../../../src/engine/infer/distribution';
import { searchJoint } from '../../../src/engine/tasks/infill/searchJoint';
import { everyText, type Law, law, side } from './madeUpSides';

const running = { stop: { aborted: false } };
const symbols = 3;
const text = fc.array(fc.nat(symbols - 1), { maxLength: 4 });
const gaps = fc.record({ seed: fc.nat(), before: text, after: text, shortest: fc.integer({ min: 0, max: 2 }) });

/** By the chain rule: log p of these symbols, each after all that was read. */
function chain(says: Law, read: readonly number[], then: readonly number[]): number {
  return then.reduce((sum, token, t) => sum + (logSoftmax(says([...read, ...then.slice(0, t)]))[token] as number), 0);
}

function aheadsOf({ seed, before, after }: { seed: number; before: readonly number[]; after: readonly number[] }, width: number) {
  const [ahead, behind] = [law(seed, symbols), law(seed + 1, symbols)];
  const [left, right] = [[...before].reverse(), [...after].reverse()];
  return {
    left: { reader: side(ahead, before, symbols, width), beyond: after },
    right: { reader: side(behind, right, symbols, width), beyond: left },
    natsOf: (gap: readonly number[]) =>
      -(chain(ahead, before, [...gap, ...after]) + chain(behind, right, [...[...gap].reverse(), ...left])) / 2,
  };
}

describe('the search by joint probability', () => {
  it('with wide beams ranks every filling of every length as the definition does', () =>
    fc.assert(
      fc.asyncProperty(gaps, async ({ shortest, ...context }) => {
        const longest = 3;
        const { left, right, natsOf } = aheadsOf(context, 100);
        const found = await searchJoint(left, right, { shortest, longest, beam: 100, met: 100 }, running);
        const all = Array.from({ length: longest - shortest + 1 }, (_, more) => everyText(symbols, shortest + more)).flat();
        assert.equal(found.length, all.length);
        const expected = all.map((tokens) => natsOf(tokens)).sort((a, b) => a - b);
        found.forEach(({ tokens, nats }, index) => {
          assert.ok(Math.abs(nats - natsOf(tokens)) < 1e-10);
          assert.ok(Math.abs(nats - (expected[index] as number)) < 1e-10);
        });
      }),
      { numRuns: 25 },
    ));

  it('with narrow beams tells the same of the fewer that it judges', () =>
    fc.assert(
      fc.asyncProperty(gaps, async ({ shortest, ...context }) => {
        const { left, right, natsOf } = aheadsOf(context, 4);
        const found = await searchJoint(left, right, { shortest, longest: 4, beam: 2, met: 3 }, running);
        assert.equal(new Set(found.map(({ tokens }) => tokens.join())).size, found.length);
        for (const { tokens, nats } of found) {
          assert.ok(Math.abs(nats - natsOf(tokens)) < 1e-10);
          assert.ok(tokens.length >= shortest && tokens.length <= 4);
        }
      }),
      { numRuns: 25 },
    ));

  it('says how far it is, from the beginning to the end', async () => {
    const { left, right } = aheadsOf({ seed: 1, before: [0], after: [1] }, 4);
    const told: number[] = [];
    await searchJoint(
      left,
      right,
      { shortest: 1, longest: 4, beam: 3, met: 2 },
      { ...running, progress: (fraction) => told.push(fraction) },
    );
    assert.ok(told.length > 8);
    assert.deepEqual(
      told,
      told.toSorted((a, b) => a - b),
    );
    assert.deepEqual([told.at(-1), told.every((fraction) => fraction > 0 && fraction <= 1)], [1, true]);
  });

  it('ends where nothing is a number, and when it is told to', async () => {
    const nothing: Law = () => new Float64Array(3).fill(Number.NaN);
    const broken = { reader: side(nothing, [1], 3, 8), beyond: [0, 1] };
    const options = { shortest: 1, longest: 4, beam: 3, met: 2 };
    await assert.rejects(searchJoint(broken, broken, options, running), OverflowError);
    const { left, right } = aheadsOf({ seed: 1, before: [0], after: [1] }, 4);
    await assert.rejects(searchJoint(left, right, options, { stop: { aborted: true } }), { name: 'CancelledError' });
  });
});
