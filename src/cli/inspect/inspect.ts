/** `inspect …`: what goes on inside a trained model, a question a subcommand. */
import type { Command } from 'commander';
import { addBaseline } from './baseline';
import { addClamp } from './clamp';
import { addConnect } from './connect';
import { addMatch } from './match';
import { addMemory } from './memory';
import { addStep } from './step';
import { addUnits } from './units';
import { takingWeights } from './weights';

const COUNTED =
  'Characters are counted from 1. Layers and units are counted from 0, as in their names (l0:h[3]), and so is all that --json prints.';

export function addInspect(program: Command): void {
  const inspect = program
    .command('inspect')
    .description(
      'Looks inside a trained model: what it remembers, what its units know, what if they were others, on what a prediction depends; or into any file of weights.',
    )
    .addHelpText('after', `\n${COUNTED}`);
  takingWeights(inspect);
  for (const add of [addBaseline, addClamp, addConnect, addMatch, addMemory, addStep, addUnits]) add(inspect);
}
