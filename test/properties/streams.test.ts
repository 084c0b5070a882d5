/** Batching covers the text exactly once, each stream in order: the arithmetic of ARCHITECTURE's training semantics. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Streams } from '../../src/engine/data/streams';
import { languageModelData } from '../../src/engine/tasks/languageModel/data';

describe('batching', () => {
  it('reads stream b from b·L on, each symbol once, with its successor as the target', () => {
    const sizes = fc.record({
      symbols: fc.integer({ min: 2, max: 300 }),
      batch: fc.integer({ min: 1, max: 9 }),
      window: fc.integer({ min: 1, max: 20 }),
    });
    fc.assert(
      fc.property(sizes, ({ symbols, batch, window }) => {
        const positions = Uint32Array.from({ length: symbols }, (_, position) => position); // each symbol is its position
        const streams = new Streams({ tokens: positions.subarray(0, symbols - 1), targets: positions.subarray(1) }, batch, window);
        const [B, T] = [streams.batch, streams.window];
        const L = Math.floor((symbols - 1) / B);
        assert.equal(streams.perEpoch, Math.floor(L / T));
        assert.ok(streams.perEpoch >= 1);
        if (Math.floor((symbols - 1) / batch) >= window) assert.deepEqual([B, T], [batch, window]);
        const read: number[][] = Array.from({ length: B }, () => []);
        for (let k = 0; k < streams.perEpoch; k++) {
          const { tokens = [], targets = [] } = streams.get(k).feed;
          assert.equal(tokens.length, B * T);
          tokens.forEach((position, index) => {
            assert.equal(targets[index], position + 1);
            read[index % B]?.push(position);
          });
        }
        for (const [b, positions] of read.entries())
          assert.deepEqual(
            positions,
            Array.from({ length: streams.perEpoch * T }, (_, k) => b * L + k),
          );
        assert.equal(new Set(read.flat()).size, streams.perEpoch * T * B);
        assert.ok(symbols - 1 - read.flat().length < B * T + B, 'less than one window of each stream is left over');
      }),
      { numRuns: 500 },
    );
  });

  it('never trains on what it validates on', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 400 }),
        fc.double({ min: 0, max: 0.5, noNaN: true }),
        fc.integer({ min: 1, max: 8 }),
        (length, validation, batch) => {
          const text = Array.from({ length }, (_, position) => String.fromCodePoint(0x4e00 + position)).join(''); // each character once
          const data = languageModelData(text, { units: 'characters', vocabulary: 0, batch, window: 7, validation });
          const seen = (streams: Streams | undefined) => {
            const all = new Set<number>();
            for (let k = 0; k < (streams?.perEpoch ?? 0); k++)
              for (const part of Object.values(streams?.get(k).feed ?? {})) for (const position of part) all.add(position);
            return all;
          };
          const train = seen(data.train);
          const judged = data.validation?.kind === 'text' ? (data.validation.columns.targets?.subarray(data.validation.from) ?? []) : [];
          for (const position of judged) assert.ok(!train.has(position) && position >= data.trainCharacters);
          assert.equal(judged.length, data.validationCharacters);
          assert.equal(data.trainCharacters + data.validationCharacters, length);
          if (data.validation) assert.equal(data.validationCharacters, Math.floor(length * validation));
        },
      ),
    );
  });
});
