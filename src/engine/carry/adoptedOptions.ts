/** What a run that starts from given weights takes over from where they come, and what it cannot have otherwise. */
import { builtinCells } from '../cell/builtin/builtinCells';
import { cellNames } from '../cell/cellSources';
import { pyTorchSettings } from '../checkpoint/pyTorchNames';
import { type Experiment, ExperimentError, type ExperimentOptions } from '../experimentSchema';
import { taskOf } from '../tasks/tasks';
import { USUAL_TASK } from '../tasks/words';
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
export function adoptedOptions(said: ExperimentOptions, given: GivenWeights): ExperimentOptions {
  const { checkpoint } = given;
  if (!checkpoint) return ofTensors(said, given);
  const theirs = checkpoint.experiment;
  refuseOthers(
    given,
    OF_NETWORK.filter((setting) => said[setting] !== undefined && !agrees(setting, said[setting], theirs)),
    (setting) => theirValue(setting, theirs),
    said,
  );
  const adopted = Object.fromEntries(OF_NETWORK.flatMap((setting) => (theirs[setting] === undefined ? [] : [[setting, theirs[setting]]])));
  return { ...adopted, ...onlySaid(said), ...cellOf(said, checkpoint) };
}

/** What can be read off tensors; a cell that does not fit is refused with what would, where they are taken in. */
function ofTensors(said: ExperimentOptions, given: GivenWeights): ExperimentOptions {
  if (!given.pyTorch) return said;
  const found: ExperimentOptions = pyTorchSettings(given.tensors, taskOf({ task: said.task ?? USUAL_TASK }).network.modules);
  const sizes = (['hidden', 'layers', 'embedding'] as const).filter((size) => found[size] !== undefined && said[size] !== undefined);
  refuseOthers(
    given,
    sizes.filter((size) => found[size] !== said[size]),
    (size) => found[size],
    said,
  );
  return { ...found, ...onlySaid(said) };
}

/** @throws ExperimentError naming all that is said otherwise than it is */
function refuseOthers<Setting extends keyof ExperimentOptions>(
  { name }: GivenWeights,
  wrong: readonly Setting[],
  theirs: (setting: Setting) => unknown,
  said: ExperimentOptions,
): void {
  if (wrong.length === 0) return;
  const each = wrong.map((setting) => `${setting} ${String(theirs(setting))} (not ${String(said[setting])})`);
  throw new ExperimentError(
    `${name} is of a network with ${each.join(', ')}. Leave ${each.length === 1 ? 'that setting' : 'those settings'} out, or train without these weights.`,
  );
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
