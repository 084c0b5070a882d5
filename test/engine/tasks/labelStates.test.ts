/** What texts of a label begin with is not copied for each of them. */
import assert from 'node:assert/strict';
import { labelStates } from '../../../src/engine/tasks/generateFromLabel/labelStates';
import { modelOf, rowsOf } from './modelOf';

describe('the states of a label', () => {
  it('are its rows of the tables, and the tables’ own memory', async () => {
    const model = await modelOf({ task: 'generate-from-label', cell: 'lstm', hidden: 5 }, rowsOf(['anna', 'German'], ['ivan', 'Russian']));
    const states = labelStates(model.shape, model.weights, 1);
    const tables = [...model.weights].filter(([name]) => name.startsWith('label.')).map(([, { data }]) => data);
    assert.equal(Object.keys(states).length, tables.length);
    for (const [index, state] of Object.values(states).entries()) {
      assert.deepEqual([...state], [...(tables[index] as Float32Array).subarray(5, 10)]);
      assert.equal((state as Float32Array).buffer, tables[index]?.buffer);
    }
    model.dispose();
  });
});
