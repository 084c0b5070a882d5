/** Any number of runs as a table: which columns, which order, and what goes into a file. */
import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { parseExperiment } from '../../src/engine/parseExperiment';
import { bestFirst, type Comparable, comparedColumns, comparisonFile, sortRuns } from '../../src/protocol/comparedRuns';
import { csvOf } from '../../src/protocol/csv';
import { BEGUN } from '../../src/protocol/runState';

const run = (name: string, settings: object, state: Partial<Comparable> = {}): Comparable => ({
  ...BEGUN,
  status: 'done',
  name,
  experiment: { ...parseExperiment({}), ...settings },
  ...state,
});
const judged = (loss: number, accuracy?: number) => ({ best: { update: 1, loss, accuracy } });
const names = (runs: readonly Comparable[]) => comparedColumns(runs).map(({ name }) => name);
const order = (runs: readonly Comparable[]) => {
  const columns = comparedColumns(runs);
  return sortRuns(runs, columns, bestFirst(columns)).map(({ name }) => name);
};

describe('runs that are compared', () => {
  it('have the columns in which they differ, and always the loss on what was held out', () => {
    assert.deepEqual(names([run('a', { hidden: 8 }), run('b', { hidden: 16, dropout: 0.5 })]), ['hidden', 'dropout', 'validation']);
    assert.deepEqual(names([run('a', {}), run('b', {}, { status: 'failed', update: 3 })]), ['status', 'validation', 'update']);
    assert.deepEqual(names([run('a', {}), run('b', {})]), ['validation']);
  });

  it('tell of equations only where their cells have one name, and then that they are others', () => {
    const [first, second] = [run('a', { cell: 'my', cellSource: 'x' }), run('b', { cell: 'my', cellSource: 'y' })];
    const columns = comparedColumns([first, second]);
    const equations = columns.find(({ name }) => name === 'equations');
    assert.deepEqual([equations?.of(first), equations?.of(second)], ['version 1', 'version 2']);
    assert.deepEqual(names([run('a', { cell: 'gru', cellSource: 'x' }), run('b', { cell: 'lstm', cellSource: 'y' })]), [
      'cell',
      'validation',
    ]);
  });

  it('stand the best first: by accuracy where there is one, else by loss; what is not known comes last', () => {
    assert.deepEqual(order([run('a', {}, judged(2)), run('b', {}), run('c', {}, judged(1)), run('d', {}, judged(Number.NaN))]), [
      'c',
      'a',
      'b',
      'd',
    ]);
    assert.deepEqual(order([run('a', {}, judged(1, 0.5)), run('b', {}, judged(2, 0.9)), run('c', {})]), ['b', 'a', 'c']);
  });

  it('are sorted by any column, both ways, the unknown last; and run 2 stands before run 10', () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.double({ min: 0, max: 9, noNaN: true }), { nil: undefined }), { minLength: 2 }),
        fc.boolean(),
        (losses, descending) => {
          const runs = losses.map((loss, at) => run(`r-${at}`, {}, loss === undefined ? {} : judged(loss)));
          const sorted = sortRuns(runs, comparedColumns(runs), { by: 'validation', descending }).map(({ best }) => best?.loss);
          const known = losses.filter((loss) => loss !== undefined).sort((a, b) => (descending ? b - a : a - b));
          assert.deepEqual(sorted, [...known, ...losses.filter((loss) => loss === undefined)]);
        },
      ),
    );
    const runs = ['r-10', 'r-2', 'r-1'].map((name) => run(name, {}));
    assert.deepEqual(
      sortRuns(runs, comparedColumns(runs), { by: 'name', descending: false }).map(({ name }) => name),
      ['r-1', 'r-2', 'r-10'],
    );
  });

  it('come back from a file as they were: any name, and numbers in full', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.string({ minLength: 1 }), fc.double({ min: 1e-9, max: 9, noNaN: true })), { minLength: 2, maxLength: 6 }),
        (given) => {
          const runs = given.map(([name, loss]) => run(name, { learningRate: loss }, judged(loss)));
          const read = parse(csvOf(comparisonFile(runs, comparedColumns(runs))), {
            columns: true,
            relax_column_count: false,
            skip_empty_lines: false,
          }) as Record<string, string>[];
          assert.equal(read.length, runs.length);
          for (const [at, { name, best }] of runs.entries()) {
            const back = read[at]?.run ?? '';
            // What a spreadsheet would take for a formula is kept from being one.
            assert.ok(back === name || back === `'${name}`, JSON.stringify([back, name]));
            assert.equal(Number(read[at]?.validation), best?.loss);
          }
        },
      ),
    );
    const failed = run('a', {}, { status: 'failed', message: 'It diverged, "at once".\nTry less.' });
    assert.match(csvOf(comparisonFile([failed, run('b', {})], [])), /^run,reason\r\na,"It diverged, ""at once"".\nTry less."\r\nb,\r\n$/);
  });
});
