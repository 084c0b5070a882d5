/** `inspect …`: what goes on inside a trained model, a question a subcommand. */
import type { Command } from 'commander';
import { addClamp } from './clamp';
import { addMemory } from './memory';
import { addUnits } from './units';

export function addInspect(program: Command): void {
  const inspect = program
    .command('inspect')
    .description('Looks inside a trained model: what it remembers, what its units know, what if they were others.');
  for (const add of [addClamp, addMemory, addUnits]) add(inspect);
}
