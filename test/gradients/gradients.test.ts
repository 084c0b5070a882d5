/** The symbolic reverse of every cell, through time, layers, embedding and head, against finite differences. */
import fc from 'fast-check';
import { builtinCells } from '../../src/engine/cell/builtin/builtinCells';
import { compileCell } from '../../src/engine/cell/compileCell';
import { assertGradients } from './finiteDifferences';
import { oddCells } from './oddCells';

const networks = fc.record({
  vocabulary: fc.integer({ min: 2, max: 5 }),
  hidden: fc.integer({ min: 1, max: 3 }),
  layers: fc.integer({ min: 1, max: 3 }),
  embedding: fc.constantFrom(0, 2, 3),
  batch: fc.integer({ min: 1, max: 3 }),
  window: fc.integer({ min: 1, max: 4 }),
  dropout: fc.boolean(),
  seed: fc.nat(),
});
/** The deep one that a random choice may miss. */
const deep = { vocabulary: 4, hidden: 3, layers: 2, embedding: 2, batch: 2, window: 4, dropout: true, seed: 1 };

describe('gradients against finite differences', () => {
  const cells = { ...Object.fromEntries(builtinCells.map(({ name, source }) => [name, source])), ...oddCells };
  for (const [name, source] of Object.entries(cells)) {
    it(name, async () => {
      const cell = compileCell(source, `${name}.cell`);
      await fc.assert(
        fc.asyncProperty(networks, (network) => assertGradients({ ...network, cell })),
        { numRuns: 6, examples: [[deep]] },
      );
    });
  }
});
