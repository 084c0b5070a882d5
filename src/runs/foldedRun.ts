/**
 * What a run's log comes to: its state (summary.json) and its curve (curve.json), each kept beside the log with how far in
 * it that goes. What came after is folded in when they are read; where one is missing, or the log is another one by now, it
 * is made anew of the whole log. They are only ever written by the process that trains.
 */
import { z } from 'zod';
import { DONE_REASONS } from '../engine/trainingEvent';
import { extend, NO_CURVE, type RunCurve } from '../protocol/runCurve';
import { BEGUN, fold, foldNew, type LoggedEvent, type RunState } from '../protocol/runState';
import { doneSchema, sampledSchema, startedSchema, updatedSchema, validatedSchema } from './metricLine';
import { exists, MOST, readRunFile, statusOf } from './runFile';
import { runFiles } from './runFolder';
import { goesOnAt, readLog } from './runLog';
import { writeWhole } from './writeWhole';

const count = z.number().int().nonnegative();
/** Bytes of the two logs that are folded. */
const positionSchema = z.object({ metrics: count, samples: count });
const measured = validatedSchema.shape.loss;
const heldOut = z.object({ update: count, loss: measured, accuracy: measured.optional() });

const summarySchema = z.object({
  version: z.literal(1),
  /** Milliseconds since 1970. */
  begun: z.number(),
  position: positionSchema,
  state: z.object({
    seq: count,
    status: z.enum(['training', 'stopped', 'done', 'interrupted', 'failed', 'unlearned']),
    update: count,
    latest: updatedSchema.optional(),
    validation: heldOut.optional(),
    best: heldOut.optional(),
    validationsSinceBest: count,
    overfittingSince: count.optional(),
    device: z.string().optional(),
    parameters: count.optional(),
    ended: z.enum(DONE_REASONS).optional(),
    message: z.string().optional(),
    experimentFile: startedSchema.shape.experimentFile,
  }),
});

const curveSchema = z.object({
  version: z.literal(2),
  position: positionSchema,
  curve: z.object({
    seq: count,
    started: startedSchema.optional(),
    done: doneSchema.optional(),
    updates: z.array(updatedSchema),
    clips: z.array(count),
    stride: z.number().int().positive(),
    grouped: count,
    validations: z.array(validatedSchema),
    samples: z.array(sampledSchema),
  }),
});

export type LogPosition = z.infer<typeof positionSchema>;

export interface Folded {
  readonly state: RunState;
  /** When it was begun, where that is known: milliseconds since 1970. */
  readonly begun?: number;
}

/** States that were made of whole logs: for as long as these are the same. */
export type RebuiltStates = Map<string, { readonly log: string; readonly state: RunState }>;

/** @throws StorageError */
export async function readState(folder: string, rebuilt: RebuiltStates = new Map()): Promise<Folded> {
  const files = runFiles(folder);
  const stored = await readStored(files.summary, MOST.summary, summarySchema);
  const status = await statusOf(files.metrics);
  const size = status?.size ?? 0;
  if (stored && (await goesOnAt(files.metrics, size, stored.position.metrics, stored.state.seq))) {
    const { state, begun, position } = stored;
    return { state: size === position.metrics ? state : await foldFrom(files.metrics, position.metrics, state), begun };
  }
  const log = `${size} ${status?.mtimeMs} ${status?.ino}`;
  const known = rebuilt.get(folder);
  const state = known?.log === log ? known.state : await foldFrom(files.metrics, 0, BEGUN);
  rebuilt.set(folder, { log, state });
  return { state, ...(stored && { begun: stored.begun }) };
}

async function foldFrom(file: string, from: number, state: RunState): Promise<RunState> {
  let folded = state;
  const { seq } = await readLog(file, from, state.seq, (events) => {
    folded = events.reduce(fold, folded);
  });
  return { ...folded, seq };
}

export interface FoldedWhole extends Folded {
  readonly curve: RunCurve;
  /** How far the logs go. */
  readonly position: LogPosition;
}

/** State and curve, in one reading of what is new in the log. @throws StorageError */
export async function readFolded(folder: string): Promise<FoldedWhole> {
  const files = runFiles(folder);
  const summary = await readStored(files.summary, MOST.summary, summarySchema);
  const stored = await readStored(files.curve, MOST.curve, curveSchema);
  const goesOn = async (name: 'metrics' | 'samples', position: LogPosition, seq: number) =>
    await goesOnAt(files[name], (await statusOf(files[name]))?.size ?? 0, position[name], seq);
  // The summary is written more often: it may have what the curve has not, and never the other way round. Where a run was
  // rewound and then crashed, either may be of what is no more.
  const usable =
    stored &&
    summary &&
    summary.state.seq >= stored.curve.seq &&
    (await goesOn('metrics', stored.position, stored.curve.seq)) &&
    (await goesOn('samples', stored.position, stored.curve.seq)) &&
    (await goesOn('metrics', summary.position, summary.state.seq));
  const from = usable ? stored.position : { metrics: 0, samples: 0 };
  let curve: RunCurve = usable ? stored.curve : NO_CURVE;
  let state: RunState = usable ? summary.state : BEGUN;
  const { seq } = curve;
  const take = (events: readonly LoggedEvent[]) => {
    curve = extend(curve, events);
    state = foldNew(state, events);
  };
  const metrics = await readLog(files.metrics, from.metrics, seq, take);
  // Samples have a list of their own in the curve and are nothing to the state: it does not matter that they come last.
  const samples = await readLog(files.samples, from.samples, seq, (events) => {
    curve = extend(curve, events);
  });
  state = { ...state, seq: Math.max(state.seq, curve.seq) };
  return { state, curve, position: { metrics: metrics.end, samples: samples.end }, begun: summary?.begun };
}

/** Undefined where there is none, or none that could be used: it can be made anew. @throws StorageError */
async function readStored<T>(file: string, most: number, schema: z.ZodType<T>): Promise<T | undefined> {
  if (!(await exists(file))) return undefined;
  const text = (await readRunFile(file, most)).toString('utf8');
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** @param ready as for `writeWhole` @throws StorageError */
export async function writeSummary(
  folder: string,
  begun: number,
  position: LogPosition,
  state: RunState,
  ready?: () => Promise<unknown>,
): Promise<void> {
  await writeWhole(runFiles(folder).summary, `${JSON.stringify({ version: 1, begun, position, state })}\n`, ready);
}

/** @param ready as for `writeWhole` @throws StorageError */
export async function writeCurve(folder: string, position: LogPosition, curve: RunCurve, ready?: () => Promise<unknown>): Promise<void> {
  await writeWhole(runFiles(folder).curve, `${JSON.stringify({ version: 2, position, curve })}\n`, ready);
}
