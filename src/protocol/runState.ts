/**
 * How a run stands: one fold of its events, in the order of their numbers. The list of runs, the panel, the command line
 * and the summary on disk are views of it. Pure.
 */
import type { DoneReason, ExperimentOrigin, MetricEvent, Started, Updated, Validated } from '../engine/trainingEvent';

/** Training ended by an error. Only on disk: a host learns of it by the rejected promise. */
export interface Failed {
  readonly kind: 'failed';
  readonly message: string;
}

/**
 * Events of a run count from 1, also where it is resumed: who joins late is given what was folded up to some number, and
 * then events, and passes over those that it has.
 */
export interface Numbered {
  readonly seq: number;
}

export type RunEvent = MetricEvent & Numbered;
/** All that is in a run's log. */
export type LoggedEvent = RunEvent | (Failed & Numbered);

export type RunStatus = 'training' | 'stopped' | 'done' | 'interrupted' | 'failed' | 'unlearned';

/** Whether a run made all the updates that were planned, whatever came of it: it can be trained further, not resumed. */
export const reachedEnd = (status: RunStatus): boolean => status === 'done' || status === 'unlearned';

/** What a validation found. */
export type HeldOut = Pick<Validated, 'update' | 'loss' | 'accuracy'>;

export interface RunState extends Numbered {
  readonly status: RunStatus;
  /** Updates made. */
  readonly update: number;
  /** The last one. */
  readonly latest?: Updated;
  /** The last validation. */
  readonly validation?: HeldOut;
  /** The best one: its model answers. */
  readonly best?: HeldOut;
  readonly validationsSinceBest: number;
  /** The update since which the model only learns by heart: see `overfits`. */
  readonly overfittingSince?: number;
  /** For a person. */
  readonly device?: string;
  readonly parameters?: number;
  readonly ended?: DoneReason;
  /** Why it stopped or failed. */
  readonly message?: string;
  /** The experiment file that it was trained from, where it was from one. */
  readonly experimentFile?: ExperimentOrigin | undefined;
}

export const BEGUN: RunState = { seq: 0, status: 'training', update: 0, validationsSinceBest: 0 };

/** Validations without a better one, and how far above the best the last one is, before it is called overfitting. */
const LONG = 5;
const CLEARLY = 1.02;

/**
 * Overfitting: in five validations or more none was better than the best, and the last one's loss is 2 % or more above
 * the best one's. It is said to have begun at the best one. (Five of the usual twenty are a quarter of a run.)
 */
function overfits({ loss }: HeldOut, best: HeldOut, validationsSinceBest: number): boolean {
  return validationsSinceBest >= LONG && !(loss < CLEARLY * best.loss);
}

/** The state after an event. */
export function fold<State extends RunState>(state: State, event: LoggedEvent): State {
  const next = { ...state, seq: event.seq };
  switch (event.kind) {
    case 'started':
      return begun(next, event);
    case 'update':
      return { ...next, status: 'training', update: event.update, latest: event };
    case 'validation':
      return validated(next, event);
    case 'done':
      return { ...next, status: statusAfter(event.reason), update: event.update, ended: event.reason, message: event.message };
    case 'failed':
      return { ...next, status: 'failed', message: event.message };
    case 'sample':
      return next;
  }
}

/** The state after those of the events that are not in it yet. */
export function foldNew<State extends RunState>(state: State, events: readonly LoggedEvent[]): State {
  return after(state.seq, events).reduce(fold, state);
}

export function after<Event extends Numbered>(seq: number, events: readonly Event[]): readonly Event[] {
  return events.filter((event) => event.seq > seq);
}

/** A run that is resumed goes on from its checkpoint: what came after it is no more. */
function begun<State extends RunState>(
  state: State,
  { update, device, parameters, experimentFile = state.experimentFile }: Started,
): State {
  const kept = <T extends { readonly update: number }>(known: T | undefined) => (known && known.update <= update ? known : undefined);
  const best = kept(state.best);
  return {
    ...state,
    status: 'training',
    update,
    device: device.label,
    parameters,
    experimentFile,
    latest: kept(state.latest),
    validation: kept(state.validation),
    best,
    validationsSinceBest: best ? state.validationsSinceBest : 0,
    overfittingSince: best && state.overfittingSince,
    ended: undefined,
    message: undefined,
  };
}

function validated<State extends RunState>(state: State, { update, loss, accuracy, best: isBest }: Validated): State {
  const validation: HeldOut = { update, loss, accuracy };
  const best = isBest ? validation : state.best;
  const validationsSinceBest = isBest ? 0 : state.validationsSinceBest + 1;
  const overfittingSince = best && overfits(validation, best, validationsSinceBest) ? best.update : undefined;
  return { ...state, validation, best, validationsSinceBest, overfittingSince };
}

/** One that is stopped has updates left that were planned. */
function statusAfter(reason: DoneReason): RunStatus {
  if (reason === 'diverged') return 'failed';
  if (reason === 'unlearned') return 'unlearned';
  return reason === 'stopped' || reason === 'overtime' ? 'stopped' : 'done';
}

/**
 * What is known of the model that answers: the best validation, whose checkpoint does; where nothing is held out, the loss
 * of the last update, whose checkpoint does.
 */
export function lossOfAnswers({
  best,
  validation,
  latest,
}: RunState): { readonly loss: number; readonly heldOut: boolean; readonly update: number } | undefined {
  const held = best ?? validation;
  if (held) return { loss: held.loss, heldOut: true, update: held.update };
  return latest && { loss: latest.loss, heldOut: false, update: latest.update };
}
