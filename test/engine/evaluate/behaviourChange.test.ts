/** Which lines became more predictable: held against `score` of each line's characters in their context, for every pair of readings. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Model, score } from '../../../src/engine/abilities';
import { type Expectation, expectationOf } from '../../../src/engine/evaluate/expectation';
import type { ExperimentOptions } from '../../../src/engine/experimentSchema';
import { trace } from '../../../src/engine/inspect/trace';
import { parseExperiment } from '../../../src/engine/parseExperiment';
import { inForm } from '../../../src/engine/text/form';
import { cut } from '../../../src/engine/text/units';
import { behaviourChange, IncomparableError, mostChanged, perCharacter, reachOf, strengthOf } from '../../../src/protocol/behaviourChange';
import { modelOf, NAMES, VERSE } from '../tasks/modelOf';

const running = { stop: { aborted: false }, progress: () => undefined, seconds: () => 0 };
const near = (a: number, b: number, told = '') => assert.ok(Math.abs(a - b) < 1e-6 * Math.max(1, Math.abs(b)), `${a} is not ${b} ${told}`);

/** Bits of what lies between two places of a text, by `score` of the text up to each: nothing of how lines or units are found is shared. */
async function bitsBetween(model: Model, text: string, from: number, to: number): Promise<number> {
  const upTo = async (end: number) => (await score(model, text.slice(0, end), running)).nats / Math.LN2;
  return (await upTo(to)) - (await upTo(from));
}

/** Where lines begin, and the end of the text: by another rule than the code's. */
function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = 1; at <= text.length; at++) {
    const [last, next] = [text[at - 1], text[at]];
    if (last === '\n' || (last === '\r' && next !== '\n')) starts.push(at);
  }
  return starts.at(-1) === text.length ? starts : [...starts, text.length];
}

const TEXT = 'The cat sat.\n\nThe rat, too:\r\nthe Cat ate\rCafe\u0301 on the mat\n';

describe('what became more and less predictable', function () {
  this.timeout(60_000);
  const made: Model[] = [];
  const model = async (options: ExperimentOptions, text = VERSE) => {
    const one = await modelOf(options, text);
    made.push(one);
    return one;
  };
  after(() => {
    for (const one of made) one.dispose();
  });

  const PAIRS: Readonly<Record<string, readonly [ExperimentOptions, ExperimentOptions]>> = {
    'characters, and characters': [{}, { seed: 2, cell: 'lstm' }],
    'characters, and words': [{}, { units: 'words', embedding: 3 }],
    'words, and characters with line ends as they are': [
      { units: 'words', embedding: 3 },
      { lineEnds: 'keep', normalization: 'keep' },
    ],
  };
  for (const [what, [first, second]] of Object.entries(PAIRS)) {
    it(`is, of ${what}, what score says of each line in its context`, async () => {
      const learned = (how: ExperimentOptions) => inForm(`${VERSE}${TEXT}`.repeat(2), parseExperiment(how));
      const models = await Promise.all([model(first, learned(first)), model(second, learned(second))]);
      const [before, after] = await Promise.all(models.map((one) => expectationOf(one, TEXT, running)));
      assert.ok(before && after);
      const change = behaviourChange(TEXT, before, after);
      const starts = lineStarts(TEXT);
      assert.equal(change.lines.length, starts.length - 1, 'every line is there');
      // What the coarser of them reads first is predicted by neither.
      const unpredicted = Math.max(...models.map(({ experiment }) => cut(inForm(TEXT, experiment), experiment.units)[0]?.length ?? 0));
      for (const { line, before: was, after: is, characters, most, blank } of change.lines) {
        const [from, to] = [Math.max(unpredicted, starts[line] as number), starts[line + 1] as number];
        near(was, await bitsBetween(models[0] as Model, TEXT, from, to), `before, line ${line}`);
        near(is, await bitsBetween(models[1] as Model, TEXT, from, to), `after, line ${line}`);
        assert.equal(characters, [...TEXT.slice(from, to)].length);
        assert.equal(blank, line === 1);
        for (const stretch of most) {
          near(stretch.before, await bitsBetween(models[0] as Model, TEXT, stretch.from, stretch.to));
          near(stretch.after, await bitsBetween(models[1] as Model, TEXT, stretch.from, stretch.to));
        }
      }
      near(change.before, await bitsBetween(models[0] as Model, TEXT, unpredicted, TEXT.length));
      near(change.after, await bitsBetween(models[1] as Model, TEXT, unpredicted, TEXT.length));
      assert.equal(change.formsDiffer, what.includes('as they are'));
    });
  }

  it('leaves out lines with a word that the one does not know and the other one spells, and says how many', async () => {
    const [characters, words] = await Promise.all([model({}), model({ units: 'words', vocabulary: 6, embedding: 3 })]);
    const text = 'The cat sat\nThe unheard cat\nsat on the mat.\n';
    const [a, b] = await Promise.all([expectationOf(characters, text, running), expectationOf(words, text, running)]);
    const change = behaviourChange(text, a, b);
    const unknown = cut(text, 'words').map((word, at) => [word, b.unknownAt.includes(at)] as const);
    assert.ok(unknown.some(([word, is]) => is && word === ' unheard'));
    assert.equal(change.leftOut + change.lines.length, 3);
    assert.ok(change.leftOut > 0 && !change.lines.some(({ line }) => line === 1));
    const same = behaviourChange(text, b, b);
    assert.equal(same.leftOut, 0);
    assert.ok(same.lines.find(({ line }) => line === 1)?.unknown, 'two that do not know it alike say so');
  });

  it('is, of gap fillers, the surprise of a trace; and they are not held against what reads one way', async () => {
    const [one, other, reader] = await Promise.all([model({ task: 'infill' }), model({ task: 'infill', seed: 4 }), model({})]);
    const text = 'The cat sat\non the mat.';
    const expectations = await Promise.all([one, other].map((each) => expectationOf(each, text, running)));
    const [before, after] = expectations as [Expectation, Expectation];
    const change = behaviourChange(text, before, after);
    assert.deepEqual(
      change.lines.map(({ characters }) => characters),
      [12, 11],
    );
    const told = await trace(one, text, running);
    const own = [...told.surprise].filter((bits, at) => told.characters[at] !== '' && Number.isFinite(bits));
    near(
      change.before,
      own.reduce((sum, bits) => sum + bits, 0),
      'of the trace',
    );
    const forwards = await expectationOf(reader, text, running);
    assert.throws(() => behaviourChange(text, forwards, before), IncomparableError);
  });

  it('is refused for a model that predicts no characters', async () => {
    const namer = await modelOf({ task: 'classify' }, NAMES);
    made.push(namer);
    await assert.rejects(expectationOf(namer, 'anna', running), { name: 'TaskError' });
  });

  it('is nothing of a text in which nothing is predicted', async () => {
    const one = await model({});
    for (const text of ['', 'T', '\n']) {
      const told = await expectationOf(one, text, running);
      assert.deepEqual(behaviourChange(text, told, told).lines, []);
    }
  });

  it('adds up for any text, whatever the forms and units: lines share out what the whole costs, each place once', () => {
    const piece = fc.constantFrom(
      'a',
      'b ',
      'cat',
      ' ',
      '\n',
      '\r\n',
      '\r',
      'e\u0301',
      '\u0301',
      '가',
      '\u1100\u1161',
      '😀',
      '𝕏',
      '\t',
      ',',
      "don't",
    );
    const form = fc.record({
      units: fc.constantFrom('characters' as const, 'words' as const),
      lineEnds: fc.constantFrom('lf' as const, 'keep' as const),
      normalization: fc.constantFrom('nfc' as const, 'keep' as const),
    });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), form, form, (pieces, one, other) => {
        const text = pieces.join('');
        const read = (how: typeof one): Expectation => {
          const units = cut(inForm(text, how), how.units);
          return {
            given: 'before',
            ...how,
            bits: Float64Array.from(units, (_, at) => (at === 0 ? Number.NaN : 2 ** (at % 20))),
            unknownAt: new Uint32Array(),
          };
        };
        const [before, after] = [read(one), read(other)];
        const change = behaviourChange(text, before, after);
        const starts = lineStarts(text);
        const predicted = (told: Expectation) => told.bits.filter(Number.isFinite).reduce((sum, bits) => sum + bits, 0);
        for (const line of change.lines) {
          assert.equal(line.from, starts[line.line]);
          assert.ok(line.from <= line.to && line.to <= (starts[line.line + 1] as number));
          assert.ok(!/[\r\n]/.test(text.slice(line.from, line.to)));
        }
        assert.ok(change.before <= predicted(before) && change.after <= predicted(after));
        if (JSON.stringify(one) !== JSON.stringify(other)) return;
        near(change.before, predicted(before));
        assert.equal(change.before, change.after);
      }),
      { numRuns: 500 },
    );
  });
});

describe('how a change is told', () => {
  const line = (at: number, change: number, characters = 10) => ({
    line: at,
    from: 0,
    to: 0,
    characters,
    before: 20,
    after: 20 + change * characters,
    most: [],
    blank: false,
    unknown: false,
  });

  it('sorts by bits a character, what changed most first, and leaves out what did not', () => {
    const { more, less } = mostChanged({ lines: [line(0, -0.5), line(1, 2), line(2, -3, 2), line(3, 0), line(4, 0.1)] });
    assert.deepEqual(
      [more, less].map((all) => all.map((one) => one.line)),
      [
        [2, 0],
        [1, 4],
      ],
    );
    assert.equal(perCharacter(line(0, 0, 0)), 0);
    const blank = { ...line(0, 5), blank: true };
    assert.deepEqual(mostChanged({ lines: [blank] }), { more: [], less: [] });
    assert.deepEqual([reachOf({ lines: [blank] }), strengthOf(blank, 0.3)], [0.3, 0]);
  });

  it('is as strong as it is among the changes of its text, and not strong where nothing changed much', () => {
    const lines = Array.from({ length: 100 }, (_, at) => line(at, at / 50));
    const reach = reachOf({ lines });
    assert.ok(Math.abs(reach - 1.9) < 0.05, String(reach));
    assert.deepEqual(
      [0, 10, 50, 99].map((at) => strengthOf(lines[at] as never, reach)),
      [0, 1, 2, 3],
    );
    assert.equal(reachOf({ lines: [line(0, 0.01)] }), 0.3);
    assert.equal(reachOf({ lines: [] }), 0.3);
  });
});
