/** `compare RUN RUN…`: what runs differ in, and what came of them, the best first. */
import path from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { bestFirst, type Comparable, comparedColumns, comparisonFile, sortRuns } from '../protocol/comparedRuns';
import { csvOf } from '../protocol/csv';
import { folderOf, RunFolderError } from '../runs/runFolder';
import { readSummary } from '../runs/runSummary';
import { writeWhole } from '../runs/writeWhole';
import { comparisonLines } from './comparisonTable';

interface CompareFlags {
  readonly csv?: string;
  readonly json?: boolean;
  readonly sort?: string;
}

export function addCompare(program: Command): void {
  addTableFlags(
    program
      .command('compare')
      .description('Shows in a table what runs differ in and what came of them, the best first. What is the same in all is left out.')
      .argument('<run...>', 'Folders of runs, two or more; those of a sweep are .unroll/runs/NAME-*.'),
  )
    .option('--sort <column>', 'By this column, from the least on; with a minus before it from the greatest (default: the best first).')
    .action(async (named: readonly string[], flags: CompareFlags) => {
      const folders = [...new Set(named.map(folderOf))];
      if (folders.length < 2) throw new RunFolderError('One run alone differs from nothing: name another one too.');
      const runs = await Promise.all(folders.map((folder) => readSummary(folder)));
      await tellComparison(runs, flags);
    });
}

export function addTableFlags(command: Command): Command {
  return command
    .option('--csv <file>', 'Write the table there too, its numbers in full precision.')
    .option('--json', 'One JSON object a line.');
}

/** The table on standard output, and where it is asked for in a file. @throws InvalidArgumentError of no such column; StorageError */
export async function tellComparison(
  runs: readonly (Comparable & { readonly folder: string })[],
  { csv, json, sort }: CompareFlags,
): Promise<void> {
  const columns = comparedColumns(runs);
  const order = sort === undefined ? bestFirst(columns) : { by: sort.replace(/^-/, ''), descending: sort.startsWith('-') };
  if (order.by !== 'name' && sort !== undefined && !columns.some(({ name }) => name === order.by))
    throw new InvalidArgumentError(
      `They do not differ in ${order.by}. Sort by ${['name', ...columns.map(({ name }) => name)].join(', ')}.`,
    );
  const sorted = sortRuns(runs, columns, order);
  if (csv !== undefined) await writeWhole(path.resolve(csv), csvOf(comparisonFile(sorted, columns)));
  if (!json) {
    for (const line of comparisonLines(runs, order)) console.log(line);
    return;
  }
  for (const run of sorted) {
    const { folder, name, message } = run;
    const values = Object.fromEntries(columns.map((column) => [column.name, column.of(run)]));
    console.log(JSON.stringify({ run: folder, name, ...values, message }));
  }
}
