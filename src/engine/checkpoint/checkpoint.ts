/**
 * A checkpoint is all that a run is at one moment, in one safetensors file: learned weights by readable names
 * (`layers.0.W_xi`), the optimizer's moments and the carried state beside them (`optimizer/m/…`, `carry.0.h`), and as
 * metadata the experiment, the cell, the vocabulary and where training stands.
 */
import { z } from 'zod';
import { type Experiment, ExperimentError } from '../experimentSchema';
import { readStoredExperiment } from '../storedExperiment';
import { taskWords } from '../tasks/words';
import { shortened } from '../text/shortened';
import { UNKNOWN } from '../text/units';
import { CheckpointError } from './checkpointError';
import { namesOf } from './namesOf';
import {
  decodeSafetensors,
  encodeSafetensors,
  type Safetensors,
  type SafetensorsInMaking,
  startSafetensors,
  type TensorRoom,
} from './safetensors';
import type { Tensor } from './tensor';

const VERSION = '1';

/** A mean of so many tells whether a network learns at all. */
export const LOSSES_KEPT = 20;

/** What resuming needs beyond the tensors. */
const progressSchema = z.strictObject({
  /** The next window of this epoch. */
  cursor: z.int().nonnegative(),
  /** The state of each random generator (xoroshiro128+: four words), by what it decides. */
  random: z.record(z.string(), z.array(z.int()).length(4).readonly()).readonly(),
  /** The best validation so far. */
  best: z.strictObject({ loss: z.number(), accuracy: z.number().optional() }).optional(),
  /** Validations since then. */
  validationsSinceBest: z.int().nonnegative().default(0),
  /** The last validation's loss, and the losses of the last updates: what the end of training is told by. */
  validation: z.number().optional(),
  losses: z.array(z.number()).max(LOSSES_KEPT).readonly().optional(),
  /** Where a stop came before a look that was due (validation, sample): it comes first then. */
  lookDue: z.literal(true).optional(),
  /** Seconds of training. */
  elapsed: z.number().nonnegative(),
  /** How chance is used: see `data/chance.ts`. Absent: 1. */
  chance: z.literal(2).optional(),
  /** Where the run was given another end, and what the learning rate was there: its schedule runs from there to that end. */
  stretch: z.strictObject({ from: z.int().nonnegative(), rate: z.number().nonnegative() }).readonly().optional(),
});
const positionSchema = z.strictObject({ update: z.int().nonnegative(), epoch: z.int().nonnegative(), progress: progressSchema });

export type Progress = z.infer<typeof progressSchema>;
export type Stretch = NonNullable<Progress['stretch']>;

/** What a model is, beside its weights. */
export interface Described {
  readonly experiment: Experiment;
  /** The equations, as they were when training began. */
  readonly cellSource: string;
  /** Of what is read (for translate: the source). Code points or words, and the symbol for what is unknown; a symbol is its index. */
  readonly vocabulary: readonly string[];
  /** What is told apart: characters, tags or labels. */
  readonly targets: readonly string[];
  /** What a text of generate-from-label begins with; else none. */
  readonly labels: readonly string[];
}

export interface Checkpoint extends Described {
  readonly update: number;
  readonly epoch: number;
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly progress: Progress;
}

/** The bytes of the file; the same checkpoint gives the same bytes. */
export function writeCheckpoint(checkpoint: Checkpoint): Uint8Array {
  return encodeSafetensors(checkpoint.tensors, metadataOf(checkpoint));
}

/** The same, whose tensors come one after another: not all of them are held beside it. */
export function startCheckpoint(checkpoint: Omit<Checkpoint, 'tensors'>, rooms: ReadonlyMap<string, TensorRoom>): SafetensorsInMaking {
  return startSafetensors(rooms, metadataOf(checkpoint));
}

function metadataOf({ update, epoch, progress, ...described }: Omit<Checkpoint, 'tensors'>): Record<string, string> {
  return {
    'unroll.version': VERSION,
    ...descriptionOf(described),
    'unroll.progress': JSON.stringify({ update, epoch, progress }),
  };
}

/** What a model is as metadata of its weights. */
export function descriptionOf({ experiment, cellSource, vocabulary, targets, labels }: Described): Record<string, string> {
  const [characters, names] = [JSON.stringify(vocabulary), JSON.stringify(targets)];
  return {
    'unroll.experiment': JSON.stringify(experiment),
    'unroll.cell': cellSource,
    'unroll.vocabulary': characters,
    ...(names !== characters && { 'unroll.targets': names }),
    ...(labels.length > 0 && { 'unroll.labels': JSON.stringify(labels) }),
  };
}

/** Whether it is metadata of a checkpoint, of whatever version. */
export const isCheckpoint = (metadata: Readonly<Record<string, string>>): boolean => 'unroll.version' in metadata;

/** @throws CheckpointError for anything but a whole checkpoint */
export function readCheckpoint(bytes: Uint8Array): Checkpoint {
  return checkpointIn(decodeSafetensors(bytes));
}

/** @throws CheckpointError for anything but a whole checkpoint */
export function checkpointIn({ tensors, metadata }: Safetensors): Checkpoint {
  const version = metadata['unroll.version'];
  if (version === undefined) {
    throw new CheckpointError(
      "This file has weights but no experiment: Unroll did not write it. Weights with PyTorch's names can start a new run, with --init.",
    );
  }
  if (version !== VERSION)
    throw new CheckpointError(
      `This checkpoint has format ${shortened(version, 20)}; this version of Unroll reads format ${VERSION}. Update Unroll.`,
    );
  return { ...describedIn(metadata), ...parsed(metadata, 'unroll.progress', positionSchema), tensors };
}

/** The inverse of `descriptionOf`. @throws CheckpointError */
export function describedIn(metadata: Readonly<Record<string, string>>): Described {
  const experiment = experimentIn(metadata);
  const vocabulary = namesIn(metadata, 'unroll.vocabulary');
  if (vocabulary.includes('')) throw new CheckpointError('This checkpoint is damaged: its unroll.vocabulary has an empty name in it.');
  requireUnits(vocabulary, experiment);
  const hasLabels = taskWords(experiment).begins === 'label' || 'unroll.labels' in metadata;
  return {
    experiment,
    cellSource: textOf(metadata, 'unroll.cell'),
    vocabulary,
    targets: 'unroll.targets' in metadata ? namesIn(metadata, 'unroll.targets') : vocabulary,
    labels: hasLabels ? namesIn(metadata, 'unroll.labels') : [],
  };
}

/** Of characters each is one code point, but for the symbol of unknown ones. */
function requireUnits(vocabulary: readonly string[], { units }: Experiment): void {
  const strange = units === 'characters' ? vocabulary.find((name) => name !== UNKNOWN && [...name].length !== 1) : undefined;
  if (strange !== undefined)
    throw new CheckpointError(
      `This checkpoint is damaged: its unroll.vocabulary cannot be used (“${shortened(strange, 20)}” is not one character).`,
    );
}

function experimentIn(metadata: Readonly<Record<string, string>>): Experiment {
  const key = 'unroll.experiment';
  try {
    return readStoredExperiment(jsonOf(textOf(metadata, key), key));
  } catch (error) {
    if (!(error instanceof ExperimentError)) throw error;
    throw new CheckpointError(`This checkpoint is damaged: its ${key} cannot be used (${error.message}).`);
  }
}

function parsed<T>(metadata: Readonly<Record<string, string>>, key: string, schema: z.ZodType<T>): T {
  const result = schema.safeParse(jsonOf(textOf(metadata, key), key));
  if (result.success) return result.data;
  const where = result.error.issues
    .map((issue) => `${issue.path.join('.') || 'it'}: ${issue.message}`)
    .slice(0, 5)
    .join('; ');
  throw new CheckpointError(`This checkpoint is damaged: its ${key} cannot be used (${where}).`);
}

function namesIn(metadata: Readonly<Record<string, string>>, key: string): readonly string[] {
  const names = namesOf(textOf(metadata, key, MOST.names));
  if (names) return names;
  throw new CheckpointError(`This checkpoint is damaged: its ${key} is no list of names that are all different.`);
}

function jsonOf(text: string, key: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new CheckpointError(`This checkpoint is damaged: its ${key} is not JSON.`);
  }
}

/** In UTF-16 units, far above what Unroll writes: of JSON many times as much memory is made. */
const MOST = { text: 1 << 20, names: 1 << 25 } as const;

function textOf(metadata: Readonly<Record<string, string>>, key: string, most: number = MOST.text): string {
  const text = metadata[key];
  if (text === undefined) throw new CheckpointError(`This checkpoint is damaged: it has no ${key}.`);
  if (text.length > most)
    throw new CheckpointError(`This checkpoint is damaged: its ${key} has ${text.length.toLocaleString('en')} characters.`);
  return text;
}
