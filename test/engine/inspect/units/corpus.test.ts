/** Units in a corpus: read side by side, their peaks, and places where the same units are on, against slow definitions. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { openTrace } from '../../../../src/engine/inspect/openTrace';
import type { Place } from '../../../../src/engine/inspect/place';
import type { UnitAt } from '../../../../src/engine/inspect/traceShape';
import { CorpusBits, KnownBits } from '../../../../src/engine/inspect/units/corpusBits';
import { corpusReader, corpusText } from '../../../../src/engine/inspect/units/corpusReader';
import { APART, CorpusUnits } from '../../../../src/engine/inspect/units/corpusUnits';
import { ENOUGH, matchCorpus, placesOf } from '../../../../src/engine/inspect/units/matchUnits';
import { sweepCorpus } from '../../../../src/engine/inspect/units/sweepCorpus';
import { unitWeights } from '../../../../src/engine/inspect/units/unitWeights';
import type { Model } from '../../../../src/engine/model/model';
import { modelOf, REVERSALS, rowsOf, VERSE } from '../../tasks/modelOf';
import { running } from '../../trainOnce';

const CORPUS = VERSE.repeat(4).slice(0, 2_500);
const h = (unit: number): UnitAt => ({ layer: 0, direction: 'forward', name: 'h', unit });

async function valuesOf(model: Model, text: string, unit: number): Promise<Float32Array> {
  const trace = await openTrace(model, text, running);
  const field = { kind: 'activation', layer: 0, direction: 'forward', name: 'h', unit } as const;
  return (await trace.field({ part: 'source', from: 0, to: text.length, step: 1, field }, running)).mean as Float32Array;
}

describe('units in a corpus', function () {
  this.timeout(60_000);
  let model: Model;
  before(async () => {
    model = await modelOf({ task: 'language-model', cell: 'lstm' }, VERSE);
  });
  after(() => model.dispose());

  it('are those of the text read in one go, but for what the states keep from far back; each character is told once', async () => {
    for (const text of ['a', CORPUS.slice(0, 200), CORPUS]) {
      const told = new Float32Array(text.length).fill(Number.NaN);
      const seen = new Set<number>();
      const length = await sweepCorpus(model, text, running, ({ positions, values }) => {
        const [[output]] = values as [[Float32Array]];
        positions.forEach((position, row) => {
          if (position < 0) return;
          assert.ok(!seen.has(position));
          seen.add(position);
          told[position] = output[row * 6 + 2] as number;
        });
      });
      assert.deepEqual([length, seen.size], [text.length, text.length]);
      const exact = await valuesOf(model, text, 2);
      assert.ok(exact.every((value, at) => Math.abs(value - (told[at] as number)) < 1e-3));
    }
  });

  it('have their highest and lowest values apart from each other, the extremes among them, and a histogram of all', async () => {
    const corpus = await CorpusUnits.read(model, CORPUS, running);
    const values = await valuesOf(model, CORPUS, 1);
    const { highest, lowest, histogram } = corpus.of(h(1));
    assert.ok(Math.abs((highest[0]?.value as number) - values.reduce((a, b) => Math.max(a, b))) < 1e-3);
    assert.ok(Math.abs((lowest[0]?.value as number) - values.reduce((a, b) => Math.min(a, b))) < 1e-3);
    for (const peaks of [highest, lowest]) {
      assert.equal(peaks.length, 20);
      const places = peaks.map(({ position }) => position).sort((a, b) => a - b);
      for (let at = 1; at < places.length; at++) assert.ok((places[at] as number) - (places[at - 1] as number) >= APART);
    }
    assert.equal(
      histogram.counts.reduce((sum, count) => sum + count, 0),
      CORPUS.length,
    );
    assert.throws(() => corpus.of({ ...h(1), name: 'i' }), /only the output and the states are/);
  });

  it('are on over a span and off around it, and found again where they are on together', async () => {
    const trace = await openTrace(model, CORPUS.slice(0, 300), running);
    const all = await Promise.all([0, 1, 2, 3, 4, 5].map((unit) => valuesOf(model, CORPUS.slice(0, 300), unit)));
    let found: readonly UnitAt[] = [];
    let span = { from: 0, to: 0 };
    for (let from = 5; from < 290 && found.length < 2; from++)
      for (const to of [from + 1, from + 2, from + 3]) {
        const units = await trace.unitsOver({ part: 'source', from, to, threshold: 0.05 }, running);
        const expected = all.flatMap((values, unit) => {
          const inside = [...values.subarray(from, to)].every((value) => value > 0.05);
          return inside && (values[from - 1] as number) <= 0.05 && (values[to] as number) <= 0.05 ? [h(unit)] : [];
        });
        assert.deepEqual(units, expected);
        if (units.length > found.length) [found, span] = [units, { from, to }];
      }
    assert.ok(found.length > 0, 'some unit goes on and off');
    const matches = await matchCorpus(model, CORPUS, { units: found, threshold: 0.05, length: span.to - span.from }, running);
    const itself = matches.find(({ from, to }) => from <= span.from && to >= span.to);
    assert.ok(itself && itself.on >= ENOUGH);
    assert.equal(matches[0]?.score, Math.max(...matches.map(({ score }) => score)));
  });

  it('are known again at the same threshold without another reading; what was cancelled is not kept', async () => {
    const other = await modelOf({ task: 'language-model', cell: 'lstm', layers: 2, hidden: 37 }, VERSE);
    const on: number[][] = CORPUS.split('').map(() => []);
    await sweepCorpus(other, CORPUS, running, ({ positions, values }) => {
      const [, [output]] = values as [unknown, [Float32Array]];
      positions.forEach((position, row) => {
        if (position >= 0)
          on[position] = [...output.subarray(row * 37, (row + 1) * 37).keys()].filter((u) => (output[row * 37 + u] as number) > 0.1);
      });
    });
    const read = { stop: { aborted: false }, progress: () => void told++ };
    let told = 0;
    const stop = { aborted: false };
    const progress = (fraction: number) => {
      stop.aborted = fraction > 0.3;
    };
    for (const [step, units] of [[0, 5, 31, 32, 36], [3], [...Array(37).keys()]].entries()) {
      const wanted = { units: units.map((unit) => ({ ...h(unit), layer: 1 })), threshold: 0.1, length: 3 };
      if (step === 0) await assert.rejects(matchCorpus(other, CORPUS, wanted, { stop, progress }), { name: 'CancelledError' });
      const counts = Uint16Array.from(on, (some) => some.filter((unit) => units.includes(unit)).length);
      assert.ok(counts.some((count) => count > 0));
      assert.deepEqual(await matchCorpus(other, CORPUS, wanted, read), placesOf(counts, units.length, 3));
      assert.equal(told > 0, step === 0, 'only the first reads');
      told = 0;
    }
    const few = { units: [{ ...h(1), layer: 1 }], length: 3 };
    await matchCorpus(other, CORPUS, { ...few, threshold: 0.2 }, read);
    assert.ok(told > 0, 'another threshold is another reading');
    other.dispose();
  });

  it('are kept within a bound, the least recently used threshold going first, and of one text alone', () => {
    const places = [{ layer: 0, direction: 'forward', units: 33 }] as unknown as readonly Place[];
    const bytes = CorpusBits.bytes(places, 10); // two words a character
    assert.equal(bytes, 80);
    const known = new KnownBits(2 * bytes);
    const [a, b, c] = [1, 2, 3].map((threshold) => new CorpusBits(places, 10, threshold)) as [CorpusBits, CorpusBits, CorpusBits];
    known.keep('text', 1, a);
    known.keep('text', 2, b);
    assert.equal(known.of('text', 1), a);
    known.keep('text', 3, c);
    assert.deepEqual([known.of('text', 1), known.of('text', 2), known.of('text', 3)], [a, undefined, c]);
    assert.equal(known.of('other', 1), undefined);
    known.keep('other', 1, b);
    assert.equal(known.of('text', 3), undefined);
  });

  it('match in places that are as the definition says', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 40 }), fc.integer({ min: 1, max: 6 }), (counts, length) => {
        const on = counts.map((count) => count >= ENOUGH * 4);
        const places = placesOf(Uint16Array.from(counts), 4, length);
        const inside = counts.map((_, t) => places.some(({ from, to }) => t >= from && t < to));
        assert.deepEqual(inside, on);
        for (const { from, to, on: mean, score } of places) {
          assert.ok(!on[from - 1] && !on[to]);
          assert.ok(Math.abs(mean - counts.slice(from, to).reduce((sum, count) => sum + count / 4, 0) / (to - from)) < 1e-12);
          assert.ok(Math.abs(score - mean * Math.min(length / (to - from), (to - from) / length)) < 1e-12);
        }
        assert.deepEqual(
          places.map(({ score }) => score),
          places.map(({ score }) => score).sort((a, b) => b - a),
        );
      }),
    );
  });

  it('tell what they are wired to, by the names of the equations', () => {
    const { raises, lowers, matrices } = unitWeights(model, h(3));
    const head = model.weights.get('head.weight');
    const weights = model.targets.map((symbol, at) => ({ to: symbol, weight: head?.data[at * 6 + 3] as number }));
    const [most] = [...weights].sort((a, b) => b.weight - a.weight);
    const [least] = [...weights].sort((a, b) => a.weight - b.weight);
    assert.deepEqual([raises[0], lowers[0]], [most, least]);
    const recurrent = matrices.find(({ name }) => name === 'W_hi');
    const data = model.weights.get('layers.0.W_hi')?.data as Float32Array;
    const strongest = [0, 1, 2, 3, 4, 5].sort(
      (a, b) => Math.abs(data[3 * 6 + b] as number) - Math.abs(data[3 * 6 + a] as number),
    )[0] as number;
    assert.deepEqual(recurrent?.in[0], { to: `[${strongest}]`, weight: data[3 * 6 + strongest] });
    assert.deepEqual(matrices.find(({ name }) => name === 'W_xi')?.out, []);
  });

  it('of rows are those of each row read alone; no place reaches from one into the next', async () => {
    const long = Array.from({ length: 130 }, (_, at) => `${'an'.repeat(at % 23)}${'na'.repeat(at % 7)}a`);
    for (const [options, label] of [
      [{ task: 'classify', layers: 2, bidirectional: 'concat', window: 30 }, undefined],
      [{ task: 'tag', layers: 2, bidirectional: 'sum' }, undefined],
      [{ task: 'generate-from-label', cell: 'lstm' }, 'German'],
    ] as const) {
      const tagged = options.task === 'tag';
      const trained = tagged ? rowsOf(['anna', 'xyyx'], ['ivan', 'yxyx']) : rowsOf(['anna', 'German'], ['ivan', 'Russian']);
      const other = await modelOf(options, trained);
      const rows = long.map((input) => ({ input, target: label ?? 'x' }));
      const told = new Map<number, number>();
      const length = await sweepCorpus(other, rows, running, ({ positions, values }, places) => {
        const outputs = values[places.length - 1]?.[0] as Float32Array;
        positions.forEach((position, row) => {
          if (position < 0) return;
          assert.ok(!told.has(position));
          told.set(position, outputs[row * 6 + 2] as number);
        });
      });
      let [offset, characters] = [0, 0];
      for (const [at, { input }] of rows.entries()) {
        const trace = at % 13 === 0 ? await openTrace(other, input, running, { ...(label && { label }) }) : undefined;
        const read = Math.min(input.length, options.task === 'classify' ? 30 : input.length);
        if (trace) {
          const { layers, boundary } = trace.shape.source;
          const [{ layer, direction }] = layers.slice(-1) as [(typeof layers)[number]];
          const field = { kind: 'activation', layer, direction, name: 'h', unit: 2 } as const;
          const lead = boundary === 'before' ? 1 : 0;
          const { mean } = await trace.field({ part: 'source', from: lead, to: lead + read, step: 1, field }, running);
          mean?.forEach((value, t) => assert.ok(Math.abs(value - (told.get(offset + t) as number)) < 1e-6, `${options.task} ${at}:${t}`));
        }
        offset += input.length + 1;
        characters += read;
      }
      assert.deepEqual([length, told.size], [characters, characters]);
      const places = await matchCorpus(other, rows, { units: [h(0)], threshold: -2, length: 4 }, running);
      const text = corpusText(rows);
      assert.ok(places.length > 40 && places.every(({ from, to }) => !text.slice(from, to).includes('\n')), 'all are on everywhere');
      const stop = { aborted: false };
      const progress = () => {
        stop.aborted = true;
      };
      await assert.rejects(CorpusUnits.read(other, rows, { stop, progress }), { name: 'CancelledError' });
      other.dispose();
    }
  });

  it('are not looked for in translations, nor in another kind of files', async () => {
    const translator = await modelOf({ task: 'translate' }, REVERSALS);
    await assert.rejects(CorpusUnits.read(translator, [{ input: 'ab', target: 'ba' }], running), /This run translates/);
    await assert.rejects(CorpusUnits.read(model, [{ input: 'ab', target: 'ba' }], running), /another kind of files/);
    translator.dispose();
  });

  it('are none where no row can be read, which is said', async () => {
    const classifier = await modelOf({ task: 'generate-from-label' }, rowsOf(['anna', 'German'], ['ivan', 'Russian']));
    const said = { name: 'CorpusError', message: /^No row .* could be read/ };
    for (const rows of [[], [{ input: '', target: 'German' }], [{ input: 'ab', target: 'Greek' }]])
      await assert.rejects(CorpusUnits.read(classifier, rows, running), said);
    classifier.dispose();
  });

  it('are read in long chunks where a network reads backwards, as the states between all of them are held', async () => {
    const other = await modelOf({ task: 'infill', layers: 2 }, VERSE);
    const [forwards, backwards] = await Promise.all([corpusReader(model), corpusReader(other)]);
    assert.deepEqual([forwards.steps, backwards.steps], [16, 64]);
    other.dispose();
  });

  it('are found in every network that reads running text', async () => {
    for (const options of [
      { task: 'infill', layers: 2 },
      { task: 'tag', rule: 'case', bidirectional: 'concat', layers: 2 },
    ] as const) {
      const other = await modelOf(options, VERSE);
      const corpus = await CorpusUnits.read(other, CORPUS.slice(0, 600), running);
      assert.equal(corpus.length, 600);
      assert.equal(corpus.of({ layer: 1, direction: 'backward', name: 'h', unit: 0 }).highest.length > 5, true);
      other.dispose();
    }
  });
});
