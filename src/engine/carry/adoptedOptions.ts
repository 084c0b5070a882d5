/** What a run that starts from given weights takes over from where they come, and what it cannot have otherwise. */
import { builtinCells } from '../cell/builtin/builtinCells';
import { cellNames } from '../cell/cellSources';
import { pyTorchSettings } from '../checkpoint/pyTorchNames';
import { type Experiment, ExperimentError, type ExperimentOptions } from '../experimentSchema';
import type { GivenWeights } from './givenWeights';

/** What decides which parameters a network has, and what its symbols are. Side heads can be drawn anew or left out. */
const OF_NETWORK = [
  'task',
  'rule',
  'units',
  'cell',
  'hidden',
  'layers',
  'bidirectional',
  'residual',
  'attention',
  'decoderHidden',
  'embedding',
] as const satisfies readonly (keyof Experiment)[];

/**
 * The options with what was not said taken from where the weights come.
 * @param said with the names of cells resolved, where any was said
 * @throws ExperimentError naming all that is said otherwise
 */
export function adoptedOptions(said: ExperimentOptions, { name, checkpoint, pyTorch, tensors }: GivenWeights): ExperimentOptions {
  if (!checkpoint) return { ...(pyTorch && pyTorchSettings(tensors)), ...onlySaid(said) };
  const theirs = checkpoint.experiment;
  const wrong = OF_NETWORK.filter((setting) => said[setting] !== undefined && !agrees(setting, said[setting], theirs));
  if (wrong.length > 0) {
    const each = wrong.map((setting) => `${setting} ${String(theirValue(setting, theirs))} (and ${String(said[setting])} was said)`);
    throw new ExperimentError(`${name} is of a network with ${each.join(', ')}. Leave it out, or train without these weights.`);
  }
  const adopted = Object.fromEntries(OF_NETWORK.flatMap((setting) => (theirs[setting] === undefined ? [] : [[setting, theirs[setting]]])));
  return { ...adopted, ...onlySaid(said), ...cellOf(said, checkpoint) };
}

/** A cell of one's own may be tried with the weights of another that has the same parameters; a built-in one is as it was. */
function cellOf({ cell, cellSource }: ExperimentOptions, { experiment, cellSource: learned }: NonNullable<GivenWeights['checkpoint']>) {
  const own = cell !== undefined && cellNames(cell).some((name) => builtinCells.every((builtin) => builtin.name !== name));
  return { cell: experiment.cell, cellSource: own && cellSource ? cellSource : learned };
}

function agrees(setting: (typeof OF_NETWORK)[number], said: unknown, theirs: Experiment): boolean {
  if (setting === 'cell') return cellNames(String(said)).join() === cellNames(theirs.cell).join();
  return said === theirValue(setting, theirs);
}

const theirValue = (setting: (typeof OF_NETWORK)[number], theirs: Experiment) =>
  setting === 'decoderHidden' ? (theirs.decoderHidden ?? theirs.hidden) : theirs[setting];

const onlySaid = (said: ExperimentOptions): ExperimentOptions =>
  Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
