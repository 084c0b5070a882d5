/** Beam search against all sequences of a tiny vocabulary. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { beamSearch, type Choice, type Expectation, type SideBySide } from '../../../src/engine/infer/beamSearch';
import { CancelledError } from '../../../src/engine/interruption';

const running = { stop: { aborted: false } };
const END = 0;

/** log p(next | text) of a made-up model: any law of the whole text. */
function law(seed: number, symbols: number, text: readonly number[]): Float64Array {
  let state = seed >>> 0;
  const random = () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    return state / 2 ** 32;
  };
  for (const symbol of text) {
    state = (state * 31 + symbol + 1) >>> 0;
    random();
  }
  const weights = Array.from({ length: symbols }, () => random() ** 3 + 1e-3);
  const sum = weights.reduce((a, b) => a + b);
  return Float64Array.from(weights, (weight) => Math.log(weight / sum));
}

/** Reads texts as a device would: it knows those of the step before, and nothing else. */
function decoder(seed: number, symbols: number): SideBySide<Expectation> & { readonly widths: number[] } {
  let texts: number[][] = [[]];
  const widths: number[] = [];
  return {
    widths,
    async step(choices: readonly Choice[]) {
      widths.push(choices.length);
      texts = choices.map(({ parent, token }) => [...(texts[parent] as number[]), token]);
      return texts.map((text) => ({ logProbabilities: law(seed, symbols, text) }));
    },
  };
}

interface Sequence {
  readonly tokens: readonly number[];
  readonly logProbability: number;
}

/** Every text that ends within `longest` symbols. */
function allEnded(seed: number, symbols: number, longest: number, start: number): Sequence[] {
  const go = (tokens: readonly number[], logProbability: number): Sequence[] => {
    if (tokens.length === longest) return [];
    return [...law(seed, symbols, [start, ...tokens])].flatMap((step, token) => {
      const longer = { tokens: [...tokens, token], logProbability: logProbability + step };
      return token === END ? [longer] : go(longer.tokens, longer.logProbability);
    });
  };
  return go([], 0);
}

const models = fc.record({ seed: fc.nat(), symbols: fc.integer({ min: 2, max: 4 }), longest: fc.integer({ min: 1, max: 5 }) });
const penalties = fc.constantFrom(0, 0.6, 1);

describe('beam search', () => {
  it('finds the best of all texts where it is wide enough, in their order', () =>
    fc.assert(
      fc.asyncProperty(models, penalties, async ({ seed, symbols, longest }, lengthPenalty) => {
        const score = ({ tokens, logProbability }: Sequence) => logProbability / ((5 + tokens.length) / 6) ** lengthPenalty;
        const all = allEnded(seed, symbols, longest, 1).sort((a, b) => score(b) - score(a));
        const width = symbols ** longest;
        const found = await beamSearch(decoder(seed, symbols), { start: 1, end: END, width, longest, lengthPenalty }, running);
        assert.deepEqual(
          found.map(({ tokens }) => tokens),
          all.map(({ tokens }) => tokens),
        );
        found.forEach((one, index) => {
          assert.ok(Math.abs(one.score - score(all[index] as Sequence)) < 1e-12);
          const told = one.tokens.reduce((sum, token, t) => sum + (one.expected[t]?.logProbabilities[token] as number), 0);
          assert.ok(Math.abs(told - one.logProbability) < 1e-12, 'what was expected at each symbol is what it was chosen by');
        });
      }),
      { numRuns: 60 },
    ));

  it('of width 1 takes the likeliest symbol each time', () =>
    fc.assert(
      fc.asyncProperty(models, penalties, async ({ seed, symbols, longest }, lengthPenalty) => {
        const greedy: number[] = [];
        while (greedy.length < longest && greedy.at(-1) !== END) {
          const probabilities = [...law(seed, symbols, [1, ...greedy])];
          greedy.push(probabilities.indexOf(Math.max(...probabilities)));
        }
        const found = await beamSearch(decoder(seed, symbols), { start: 1, end: END, width: 1, longest, lengthPenalty }, running);
        assert.deepEqual(
          found.map(({ tokens }) => tokens),
          [greedy],
        );
      }),
    ));

  it('never holds more texts than its width, and those it finds are different, best first', () =>
    fc.assert(
      fc.asyncProperty(models, fc.integer({ min: 1, max: 6 }), penalties, async ({ seed, symbols, longest }, width, lengthPenalty) => {
        const reader = decoder(seed, symbols);
        const found = await beamSearch(reader, { start: 1, end: END, width, longest, lengthPenalty }, running);
        assert.ok(found.length >= 1 && found.length <= width);
        assert.ok(reader.widths.every((count) => count <= width));
        assert.equal(new Set(found.map(({ tokens }) => tokens.join())).size, found.length);
        found.forEach(({ score }, index) => {
          assert.ok(index === 0 || score <= (found[index - 1]?.score as number));
        });
      }),
    ));

  it('is a plain search level by level: the same as one that holds whole texts', () =>
    fc.assert(
      fc.asyncProperty(models, fc.integer({ min: 1, max: 5 }), async ({ seed, symbols, longest }, width) => {
        let live: Sequence[] = [{ tokens: [], logProbability: 0 }];
        const ended: Sequence[] = [];
        for (let length = 1; length <= longest; length++) {
          const next = live
            .flatMap(({ tokens, logProbability }) =>
              [...law(seed, symbols, [1, ...tokens])].map((step, token) => ({
                tokens: [...tokens, token],
                logProbability: logProbability + step,
              })),
            )
            .sort((a, b) => b.logProbability - a.logProbability)
            .slice(0, width);
          ended.push(...next.filter(({ tokens }) => tokens.at(-1) === END));
          live = next.filter(({ tokens }) => tokens.at(-1) !== END);
        }
        const wanted = ended.length > 0 ? ended.sort((a, b) => b.logProbability - a.logProbability).slice(0, width) : live;
        const found = await beamSearch(decoder(seed, symbols), { start: 1, end: END, width, longest, lengthPenalty: 0 }, running);
        assert.deepEqual(
          found.map(({ tokens }) => tokens),
          wanted.map(({ tokens }) => tokens),
        );
      }),
    ));

  it('finds all texts of one length where none ends a text', async () => {
    const found = await beamSearch(decoder(7, 3), { start: 1, width: 27, longest: 3, lengthPenalty: 0 }, running);
    assert.equal(new Set(found.map(({ tokens }) => tokens.join(''))).size, 27);
    const mass = found.reduce((sum, { logProbability }) => sum + Math.exp(logProbability), 0);
    assert.ok(Math.abs(mass - 1) < 1e-12);
  });

  it('can be told to let it be', async () => {
    const stopped = { stop: { aborted: true } };
    await assert.rejects(
      beamSearch(decoder(1, 2), { start: 1, end: END, width: 2, longest: 9, lengthPenalty: 0 }, stopped),
      CancelledError,
    );
  });
});
