/** The flags that set an experiment. What they may be, and what they are by default, is said by the experiment's schema. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Experiment, type ExperimentOptions, experimentSchema } from '../engine/experimentSchema';

interface Flag {
  readonly flag: string;
  readonly setting: keyof Experiment;
  /** Where the schema's own description does not do for a command line. */
  readonly description?: string;
}

const CELL: Flag = {
  flag: '--cell <name|file.cell>',
  setting: 'cell',
  description: 'A built-in cell (see `cells list`), or the path of your own .cell file.',
};
const SHAPE: readonly Flag[] = [
  { flag: '--hidden <units>', setting: 'hidden' },
  { flag: '--layers <count>', setting: 'layers' },
  { flag: '--embedding <size>', setting: 'embedding' },
];
const DATA: readonly Flag[] = [
  { flag: '--batch <streams>', setting: 'batch' },
  { flag: '--window <characters>', setting: 'window' },
  { flag: '--validation <fraction>', setting: 'validation' },
  { flag: '--seed <number>', setting: 'seed', description: 'Decides everything that is random.' },
  { flag: '--initializer <law>', setting: 'initializer' },
  { flag: '--optimizer <name>', setting: 'optimizer', description: 'adam, sgd, rmsprop or adagrad.' },
];
const LEARNING: readonly Flag[] = [
  { flag: '--dropout <probability>', setting: 'dropout' },
  { flag: '--lr <rate>', setting: 'learningRate', description: 'Learning rate.' },
  {
    flag: '--schedule <kind>',
    setting: 'schedule',
    description: 'How the learning rate falls: constant; cosine: along a half cosine to a tenth; step: by half at each quarter of the run.',
  },
  { flag: '--momentum <fraction>', setting: 'momentum' },
  { flag: '--clip <norm>', setting: 'clip' },
];
const RUNNING: readonly Flag[] = [
  {
    flag: '--device <name>',
    setting: 'device',
    description: 'auto measures those that are here; or wasm, webgpu, webasm, cpu, reference (see `devices`).',
  },
  { flag: '--updates <n>', setting: 'updates' },
  { flag: '--epochs <n>', setting: 'epochs' },
  { flag: '--minutes <n>', setting: 'minutes' },
  { flag: '--patience <n>', setting: 'patience' },
  { flag: '--checkpoint-every <updates>', setting: 'checkpointEvery' },
  { flag: '--validate-every <updates>', setting: 'validateEvery' },
];

const TRAIN = [CELL, ...SHAPE, ...DATA, ...LEARNING, ...RUNNING];
const RESUME = [...LEARNING, ...RUNNING];
const DEFAULTS = experimentSchema.parse({});

/** All settings, with their defaults. */
export function addTrainFlags(command: Command): Command {
  for (const { setting, ...flag } of TRAIN) command.addOption(option({ setting, ...flag }).default(DEFAULTS[setting]));
  return command;
}

/** Those that a run may change on its way; what is not said stays as it was. */
export function addResumeFlags(command: Command): Command {
  for (const flag of RESUME) command.addOption(option(flag));
  return command;
}

/** What was said, as settings of an experiment. */
export function experimentOptions(command: Command): ExperimentOptions {
  const said = [...TRAIN].map((flag) => [flag.setting, command.getOptionValue(option(flag).attributeName())] as const);
  return Object.fromEntries(said.filter(([, value]) => value !== undefined));
}

function option({ flag, setting, description }: Flag): Option {
  const schema = experimentSchema.shape[setting];
  return new Option(flag, description ?? schema.description).argParser((text) => {
    const isText = typeof DEFAULTS[setting] === 'string';
    const parsed = schema.safeParse(isText ? text : text.trim() === '' ? Number.NaN : Number(text));
    if (parsed.success) return parsed.data;
    throw new InvalidArgumentError(`${parsed.error.issues.map(({ message }) => message).join('. ')}.`);
  });
}
