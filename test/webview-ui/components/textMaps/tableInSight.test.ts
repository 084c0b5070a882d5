// A table of a picture over a text: each row has the values of the column that its first character is in.
import assert from 'node:assert/strict';
import { tableInSight, valuesIn } from '../../../../webview-ui/components/textMaps/tableInSight';

describe('the table of a picture over a text', () => {
  for (const step of [1, 2, 4, 8])
    for (const from of [-1, 0])
      it(`has the values of the columns of ${step} characters whose tile begins at ${from}`, () => {
        const [columns, rows, count] = [5, 3, 5 * step - 1];
        const of = (column: number, row: number) => 100 * column + row;
        const values = Float32Array.from({ length: columns * rows }, (_, at) => of(Math.floor(at / rows), at % rows));
        const told = valuesIn([{ from, step, columns, values }], { step });
        // Each character looks for its column, the way a picture lays them out.
        for (let character = 0; character < count; character++) {
          let column = 0;
          while (from + (column + 1) * step <= character) column++;
          for (let row = 0; row < rows; row++) assert.equal(told(character, row), of(column, row), `character ${character}`);
        }
        const look = { first: 0, end: count, step, count, kept: 1 };
        const table = tableInSight(look, [...'x'.repeat(count)], [{ name: 'unit 2', at: (character) => told(character, 2) }]);
        assert.deepEqual(
          table.rows.map(([, , value]) => value),
          table.rows.map((_, column) => of(from === -1 && step === 1 ? column + 1 : column, 2)),
        );
      });
});
