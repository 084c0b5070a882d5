/** Files of weights looked into: numbers against brute force and numpy, of every type, and nothing read that was not asked for. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { numbersOf } from '../../../../src/engine/checkpoint/dtypes';
import { encodeSafetensors } from '../../../../src/engine/checkpoint/safetensors';
import { tensorHistogram } from '../../../../src/engine/inspect/weights/tensorHistogram';
import { tensorSpectrum } from '../../../../src/engine/inspect/weights/tensorSpectrum';
import { Tally, tensorStatistics } from '../../../../src/engine/inspect/weights/tensorStatistics';
import { weightAxes } from '../../../../src/engine/inspect/weights/weightAxes';
import { matrixShape, weightMap } from '../../../../src/engine/inspect/weights/weightMap';
import { type Bytes, openWeights, WeightsError } from '../../../../src/engine/inspect/weights/weightsFile';
import { readCheckpointFacts } from '../../../../src/engine/inspect/weights/weightsSummary';
import { CancelledError } from '../../../../src/engine/interruption';

/** Of version 0.1.0, one of every task. */
const RUNS = 'test/runs/version-0.1.0/runs';
const running = { stop: { aborted: false } };

describe('files of weights', () => {
  it('have the numbers of every type as numpy and PyTorch have them', async () => {
    const golden = JSON.parse(readFileSync('test/golden/dtypes.json', 'utf8')) as readonly {
      readonly dtype: string;
      readonly bytes: readonly number[];
      readonly values: readonly (number | string)[];
    }[];
    assert.ok(golden.length >= 12);
    for (const { dtype, bytes, values } of golden)
      assert.deepEqual([...numbersOf(dtype, Uint8Array.from(bytes))], values.map(Number), dtype);
    const e4m3 = numbersOf('F8_E4M3', Uint8Array.of(0x00, 0x01, 0x08, 0x38, 0x7e, 0x7f, 0xb8));
    assert.deepEqual([...e4m3], [0, 2 ** -9, 2 ** -6, 1, 448, Number.NaN, -1]); // the table of the OCP specification
    const e5m2 = numbersOf('F8_E5M2', Uint8Array.of(0x01, 0x3c, 0x7b, 0x7c, 0x7d));
    assert.deepEqual([...e5m2], [2 ** -16, 1, 57344, Number.POSITIVE_INFINITY, Number.NaN]);
    assert.deepEqual([...numbersOf('F8_E8M0', Uint8Array.of(127, 128, 255))], [1, 2, Number.NaN]);
    assert.throws(() => numbersOf('F4', Uint8Array.of(1)), RangeError);
  });

  it('have statistics as brute force tells them, in blocks of any length', () => {
    const value = fc.oneof(fc.float(), fc.constantFrom(0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e300, -1e308));
    fc.assert(
      fc.property(fc.array(value, { maxLength: 60 }), fc.integer({ min: 1, max: 20 }), (values, length) => {
        const tally = new Tally();
        for (let at = 0; at < values.length; at += length) tally.add(values.slice(at, at + length));
        const { count, least, most, zeros, nan, infinite, mean, deviation } = tally.told;
        const finite = values.filter(Number.isFinite);
        assert.equal(count, values.length);
        assert.equal(zeros, values.filter((one) => one === 0).length);
        assert.equal(nan, values.filter(Number.isNaN).length);
        assert.equal(infinite, values.length - finite.length - nan);
        if (finite.length === 0) return assert.deepEqual([least, most, mean, deviation], [NaN, NaN, NaN, NaN]);
        assert.equal(least, Math.min(...finite));
        assert.equal(most, Math.max(...finite));
        const big = Math.max(...finite.map(Math.abs)) || 1;
        const scaled = finite.map((one) => one / big);
        const expected = scaled.reduce((sum, one) => sum + one / finite.length, 0);
        const squares = scaled.reduce((sum, one) => sum + (one - expected) ** 2 / finite.length, 0);
        assert.ok(Math.abs(mean / big - expected) < 1e-12, `${mean} is not ${expected * big}`);
        assert.ok(Math.abs(deviation / big - Math.sqrt(squares)) < 1e-7, `${deviation} is not ${Math.sqrt(squares) * big}`);
      }),
      { numRuns: 500 },
    );
  });

  it('are counted into equal parts of their range, all that are finite', async () => {
    const data = Float64Array.of(-1, -0.5, 0, 0.5, 1, Number.NaN, Number.POSITIVE_INFINITY, 0.999);
    const { bytes, file } = await opened({
      a: { shape: [8], data },
      same: { shape: [2], data: Float64Array.of(3, 3) },
      none: { shape: [0], data: new Float64Array() },
    });
    const { counts, low, high, statistics } = await tensorHistogram(bytes, file, { tensor: 0, bins: 4 }, running);
    assert.deepEqual([low, high, counts], [-1, 1, [1, 1, 1, 3]]);
    assert.deepEqual([statistics.nan, statistics.infinite, statistics.zeros], [1, 1, 1]);
    assert.deepEqual((await tensorHistogram(bytes, file, { tensor: 1, bins: 3 }, running)).counts, [0, 2, 0]);
    assert.deepEqual((await tensorHistogram(bytes, file, { tensor: 2, bins: 3 }, running)).counts, []);
    const wide = await opened({ a: { shape: [3], data: Float64Array.of(-Number.MAX_VALUE, 0, Number.MAX_VALUE) } });
    assert.deepEqual((await tensorHistogram(wide.bytes, wide.file, { tensor: 0, bins: 3 }, running)).counts, [1, 1, 1]);
  });

  it('are drawn in cells that have each number once, with its mean and extremes', async () => {
    const cells = fc.record({
      rows: fc.integer({ min: 1, max: 13 }),
      columns: fc.integer({ min: 1, max: 17 }),
      height: fc.integer({ min: 1, max: 15 }),
      width: fc.integer({ min: 1, max: 15 }),
      cut: fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat()),
    });
    await fc.assert(
      fc.asyncProperty(cells, async ({ rows, columns, height, width, cut }) => {
        const data = Float32Array.from({ length: rows * columns }, (_, at) => Math.sin(at * 37) * at);
        const { bytes, file } = await opened({ a: { shape: [rows, columns], data } });
        const stretch = (count: number, from: number, length: number) => {
          const begin = from % count;
          return [begin, begin + 1 + (length % (count - begin))] as const;
        };
        const wanted = { rows: stretch(rows, cut[0], cut[1]), columns: stretch(columns, cut[2], cut[3]) };
        const map = await weightMap(bytes, file, { tensor: 0, ...wanted, height, width }, running);
        const [down, across] = [wanted.rows[1] - wanted.rows[0], wanted.columns[1] - wanted.columns[0]];
        assert.deepEqual([map.height, map.width], [Math.min(height, down), Math.min(width, across)]);
        const seen: number[] = [];
        for (let i = 0; i < map.height; i++)
          for (let j = 0; j < map.width; j++) {
            const inside: number[] = [];
            for (let r = Math.floor((i * down) / map.height); r < Math.floor(((i + 1) * down) / map.height); r++)
              for (let c = Math.floor((j * across) / map.width); c < Math.floor(((j + 1) * across) / map.width); c++)
                inside.push(data[(wanted.rows[0] + r) * columns + wanted.columns[0] + c] as number);
            seen.push(...inside);
            const cell = i * map.width + j;
            assert.equal(map.mean[cell], Math.fround(inside.reduce((sum, one) => sum + one, 0) / inside.length));
            assert.deepEqual([map.least[cell], map.most[cell]], [Math.min(...inside), Math.max(...inside)]);
          }
        assert.equal(seen.length, down * across);
      }),
      { numRuns: 200 },
    );
  });

  it('say where a cell hides a number that is not finite', async () => {
    const data = Float32Array.of(1, 2, Number.NaN, 4, Number.POSITIVE_INFINITY, Number.NaN);
    const { bytes, file } = await opened({ a: { shape: [1, 6], data } });
    const map = await weightMap(bytes, file, { tensor: 0, rows: [0, 1], columns: [0, 6], height: 1, width: 3 }, running);
    assert.deepEqual(
      [[...map.mean], [...map.broken]],
      [
        [1.5, 4, Number.NaN],
        [0, 1, 1],
      ],
    );
  });

  it('name as many rows and columns as there are, in checkpoints of every task', async () => {
    const runs = readdirSync(RUNS).filter((name) => existsSync(`${RUNS}/${name}/last.safetensors`));
    assert.ok(runs.length >= 6, runs.join());
    const kinds = new Set<string>();
    for (const run of runs) {
      const content = readFileSync(`${RUNS}/${run}/last.safetensors`);
      const bytes: Bytes = { size: content.length, read: async (start, end) => content.subarray(start, end) };
      const file = await openWeights(bytes, run);
      const { checkpoint, problem } = readCheckpointFacts(file);
      assert.equal(problem, undefined);
      for (const entry of file.entries) {
        const { rows, columns } = weightAxes(file, entry, checkpoint);
        const [down, across] = matrixShape(entry);
        if (rows.names) assert.equal(rows.names.length, down, `${run} ${entry.name}`);
        if (columns.names) assert.equal(columns.names.length, across, `${run} ${entry.name}`);
        for (const { one, names } of [rows, columns]) if (names) kinds.add(one);
      }
    }
    assert.deepEqual([...kinds].sort(), ['character', 'label', 'target']);
  });

  it('of PyTorch have the rows of their gates', async () => {
    const zeros = (...shape: number[]) => ({ shape, data: new Float32Array(shape.reduce((a, b) => a * b)) });
    const { file } = await opened({ 'rnn.weight_hh_l0': zeros(12, 4), 'rnn.bias_ih_l0': zeros(12), 'fc.weight': zeros(5, 4) });
    const axes = (name: string) => {
      const entry = file.entries.find((one) => one.name === name);
      return entry && weightAxes(file, entry, undefined);
    };
    const gates = ['r', 'z', 'n'].map((name, at) => ({ name, from: 4 * at, to: 4 * at + 4 }));
    assert.deepEqual(axes('rnn.weight_hh_l0'), { rows: { one: 'unit', gates }, columns: { one: 'unit a step before' } });
    assert.deepEqual(axes('rnn.bias_ih_l0'), { rows: { one: 'row' }, columns: { one: 'unit', gates } });
    assert.deepEqual(axes('fc.weight'), { rows: { one: 'row' }, columns: { one: 'column' } });
  });

  it('are not read where nobody looks: of a wide matrix a few columns, of a long file its header', async () => {
    const columns = 200_000;
    const data = Float32Array.from({ length: 4 * columns }, (_, at) => at);
    const { bytes, file, read } = await opened({ wide: { shape: [4, columns], data } });
    assert.ok(read() < 1000, `${read()} bytes for a header`);
    const map = await weightMap(bytes, file, { tensor: 0, rows: [1, 3], columns: [10, 14], height: 2, width: 4 }, running);
    assert.deepEqual([...map.mean], [10, 11, 12, 13].flatMap((c) => columns + c).concat([10, 11, 12, 13].map((c) => 2 * columns + c)));
    assert.ok(read() < 2000, `${read()} bytes for eight numbers`);
  });

  it('refuse in words what cannot be told, and end when asked to', async () => {
    const { bytes, file } = await opened({
      a: { shape: [2, 2], data: Float32Array.of(1, 2, 3, Number.NaN) },
      vector: { shape: [4], data: new Float32Array(4) },
      large: { shape: [1100, 1100], data: new Float32Array(1100 * 1100) },
    });
    const spectrum = (tensor: number, rows?: [number, number]) => tensorSpectrum(bytes, file, { tensor, rows }, running);
    await assert.rejects(spectrum(0), /a has numbers that are not finite/);
    await assert.rejects(spectrum(1), /vector is no matrix/);
    await assert.rejects(spectrum(2), /large is too large for a spectrum: 1,100 × 1,100, where the smaller side may have 1,024/);
    await assert.rejects(spectrum(2, [5, 4]), WeightsError);
    await assert.rejects(spectrum(7), /There is no tensor 7: the file has 3/);
    const map = (rows: [number, number]) => weightMap(bytes, file, { tensor: 0, rows, columns: [0, 1], height: 1, width: 1 }, running);
    await assert.rejects(map([0, 3]), /There are no rows 0 to 3: the tensor has 2/);
    await assert.rejects(tensorStatistics(bytes, file, 2, { stop: { aborted: true } }), CancelledError);
  });

  it('have the spectrum of one gate, and that of a square matrix with its eigenvalues', async () => {
    const turning = [0, -1, 1, 0];
    const { bytes, file } = await opened({ hh: { shape: [4, 2], data: Float64Array.from([3, 0, 0, 2, ...turning]) } });
    const all = await tensorSpectrum(bytes, file, { tensor: 0 }, running);
    assert.equal(all.eigenvalues, undefined);
    const gate = await tensorSpectrum(bytes, file, { tensor: 0, rows: [2, 4] }, running);
    assert.deepEqual(
      [...gate.singularValues].map((one) => one.toFixed(9)),
      ['1.000000000', '1.000000000'],
    );
    assert.deepEqual([...(gate.eigenvalues?.imaginary ?? [])].map((one) => one.toFixed(9)).sort(), ['-1.000000000', '1.000000000']);
  });
});

type Named = Parameters<typeof encodeSafetensors>[0] extends ReadonlyMap<string, infer One> ? Readonly<Record<string, One>> : never;

async function opened(tensors: Named) {
  const content = encodeSafetensors(new Map(Object.entries(tensors)), {});
  let read = 0;
  const bytes: Bytes = {
    size: content.length,
    read: async (start, end) => {
      read += end - start;
      return content.subarray(start, end);
    },
  };
  return { bytes, file: await openWeights(bytes, 'test.safetensors'), read: () => read };
}
