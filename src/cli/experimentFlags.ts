/** The flags that set an experiment. What they may be, and what they are by default, is said by the experiment's schema. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { defaultWords, FOUND } from '../engine/defaultWords';
import { type Experiment, type ExperimentOptions, experimentSchema } from '../engine/experimentSchema';
import { allowedWords, rangeWords } from '../engine/optionWords';

interface Flag {
  readonly flag: string;
  readonly setting: keyof Experiment;
  /** Where the flag says something else than the setting is. */
  readonly description?: string;
}

const COLUMNS: readonly Flag[] = [
  { flag: '--input-column <name|n>', setting: 'inputColumn' },
  { flag: '--target-column <name|n>', setting: 'targetColumn' },
  { flag: '--header', setting: 'header' },
  { flag: '--no-header', setting: 'header', description: 'The first row is one like the others.' },
];
const TASK: readonly Flag[] = [
  { flag: '--task <name>', setting: 'task' },
  ...COLUMNS,
  { flag: '--rule <name>', setting: 'rule' },
  { flag: '--encoding <name>', setting: 'encoding' },
  { flag: '--line-ends <form>', setting: 'lineEnds' },
  { flag: '--normalization <form>', setting: 'normalization' },
  { flag: '--units <kind>', setting: 'units' },
  { flag: '--vocabulary <count>', setting: 'vocabulary' },
  { flag: '--keep-vocabulary', setting: 'keepVocabulary' },
];
const NETWORK: readonly Flag[] = [
  { flag: '--cell <name|file.cell>', setting: 'cell' },
  { flag: '--hidden <units>', setting: 'hidden' },
  { flag: '--layers <count>', setting: 'layers' },
  { flag: '--bidirectional <way>', setting: 'bidirectional' },
  { flag: '--residual', setting: 'residual' },
  { flag: '--embedding <size>', setting: 'embedding' },
  { flag: '--attention <kind>', setting: 'attention' },
  { flag: '--decoder-hidden <units>', setting: 'decoderHidden' },
  { flag: '--teacher-forcing <probability>', setting: 'teacherForcing' },
];
const DATA: readonly Flag[] = [
  { flag: '--batch <streams>', setting: 'batch' },
  { flag: '--window <characters|words>', setting: 'window' },
  { flag: '--validation <fraction>', setting: 'validation' },
  { flag: '--seed <number>', setting: 'seed' },
  { flag: '--initializer <law>', setting: 'initializer' },
  { flag: '--optimizer <name>', setting: 'optimizer' },
];
const LEARNING: readonly Flag[] = [
  { flag: '--dropout <probability>', setting: 'dropout' },
  { flag: '--input-dropout <probability>', setting: 'inputDropout' },
  { flag: '--lr <rate>', setting: 'learningRate' },
  { flag: '--schedule <kind>', setting: 'schedule' },
  { flag: '--momentum <fraction>', setting: 'momentum' },
  { flag: '--clip <norm>', setting: 'clip' },
];
const SIDE_HEADS: readonly Flag[] = [
  { flag: '--side-heads', setting: 'sideHeads' },
  { flag: '--no-side-heads', setting: 'sideHeads', description: 'Both directions tell a character together only (infill).' },
];
const RUNNING: readonly Flag[] = [
  { flag: '--device <name>', setting: 'device' },
  { flag: '--updates <n>', setting: 'updates' },
  { flag: '--epochs <n>', setting: 'epochs' },
  { flag: '--minutes <n>', setting: 'minutes' },
  { flag: '--patience <validations>', setting: 'patience' },
  { flag: '--checkpoint-every <updates>', setting: 'checkpointEvery' },
  { flag: '--keep-checkpoints <n>', setting: 'keepCheckpoints' },
  { flag: '--validate-every <updates>', setting: 'validateEvery' },
];

const RESUME = [...SIDE_HEADS, ...LEARNING, ...RUNNING];
const TRAIN = [...TASK, ...NETWORK, ...DATA, ...RESUME];

/** All settings, with their defaults. */
export function addTrainFlags(command: Command): Command {
  for (const flag of TRAIN) command.addOption(option(flag, flag.flag.includes('<') ? defaultWords(flag.setting) : undefined));
  return command;
}

/** Those that a run may change on its way; what is not said stays as it was. */
export function addResumeFlags(command: Command): Command {
  for (const flag of RESUME) command.addOption(option(flag));
  return command;
}

/** Where the columns of a table are, and whether its first row names them. */
export function addColumnFlags(command: Command): Command {
  for (const flag of COLUMNS) command.addOption(option(flag));
  return command;
}

/** What was said, as settings of an experiment. */
export function experimentOptions(command: Command): ExperimentOptions {
  const said = TRAIN.map((flag) => [flag.setting, command.getOptionValue(option(flag).attributeName())] as const);
  return Object.fromEntries(said.filter(([, value]) => value !== undefined));
}

/** A default is only told: it depends on the task, and what is not said is filled in with the experiment. */
function option({ flag, setting, description }: Flag, byDefault?: string): Option {
  const schema = experimentSchema.shape[setting];
  const bounds = [rangeWords(setting), byDefault && `default: ${byDefault}`].filter((words) => words !== undefined).join('; ');
  const made = new Option(flag, `${description ?? schema.description}${bounds && ` (${bounds})`}`);
  if (!made.required) return made; // Set or not.
  return made.argParser((text) => {
    // What is a name or a number is a number where it is written as one.
    const asText = schema.safeParse(FOUND.includes(setting) && /^[-+]?\d+$/.test(text.trim()) ? Number(text) : text);
    const parsed = asText.success ? asText : schema.safeParse(text.trim() === '' ? Number.NaN : Number(text));
    if (parsed.success) return parsed.data;
    const allowed = allowedWords(setting);
    throw new InvalidArgumentError(allowed === undefined ? String(asText.error?.issues[0]?.message) : `Give ${allowed}.`);
  });
}
