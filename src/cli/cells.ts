/** `cells list`, `cells show CELL`, `cells backward CELL`, `cells check FILE.cell`. */
import path from 'node:path';
import type { Command } from 'commander';
import { builtinCells } from '../engine/cell/builtin/builtinCells';
import { checkCell, compileCell } from '../engine/cell/compileCell';
import { printBackward } from '../engine/cell/printBackward';
import { readNamed } from '../sources/readNamed';
import { MOST_CELL_BYTES, readCell } from '../sources/resolveCell';

export function addCells(program: Command): void {
  const cells = program.command('cells').description('Recurrent cells, as their equations.');
  cells
    .command('list')
    .description('The built-in cells.')
    .action(() => {
      for (const { name, title } of builtinCells) console.log(`${name.padEnd(14)}${title}`);
    });
  cells
    .command('show')
    .description('The equations of a cell.')
    .argument('<cell>', 'A built-in name, or the path of a .cell file.')
    .action(async (cell: string) => {
      process.stdout.write((await readCell(cell)).source);
    });
  cells
    .command('backward')
    .description('The backward pass of a cell, as it is derived from its equations.')
    .argument('<cell>', 'A built-in name, or the path of a .cell file.')
    .action(async (cell: string) => {
      const { name, source } = await readCell(cell);
      for (const line of printBackward(compileCell(source, name))) console.log(line);
    });
  cells.command('check').description('Says what is wrong in a .cell file, and how to mend it.').argument('<file.cell>').action(check);
}

async function check(file: string): Promise<void> {
  const source = (await readNamed(file, MOST_CELL_BYTES)).toString('utf8');
  const problems = checkCell(source);
  for (const { line, column, message } of problems) console.log(`${file}:${line}:${column}: ${message}`);
  if (problems.length > 0)
    throw new CellCheckError(`${problems.length === 1 ? 'There is a mistake' : `There are ${problems.length} mistakes`} in ${file}.`);
  const { name, states, activations, parameters } = compileCell(source, path.basename(file));
  console.log(
    `${file} is right: cell ${name}, state ${states.join(', ')}; ${count(activations.length, 'named activation')}, ${count(parameters.length, 'parameter')}.`,
  );
}

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;

class CellCheckError extends Error {
  override readonly name = 'CellCheckError';
}
