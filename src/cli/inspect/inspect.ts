/** `inspect …`: what goes on inside a trained model, a question a subcommand. */
import type { Command } from 'commander';
import { addUnits } from './units';

export function addInspect(program: Command): void {
  const inspect = program.command('inspect').description('Looks inside a trained model: what its units know.');
  for (const add of [addUnits]) add(inspect);
}
