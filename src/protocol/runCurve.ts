/**
 * What a chart draws of a run, folded of its events: bounded however long it trains. It is kept beside the log, so that a
 * long run opens at once. Pure.
 */
import type { Done, Sampled, Started, Updated, Validated } from '../engine/trainingEvent';
import { fold, type LoggedEvent, type Numbered, type RunState } from './runState';

/** A screen has fewer columns. */
export const MOST_UPDATES = 5_000;
const MOST_VALIDATIONS = 2_000;
const MOST_SAMPLES = 200;

export interface RunCurve extends Numbered {
  readonly started?: Started;
  readonly done?: Done;
  /** One of each `stride`, in order; the last is of a group that may not be full yet. */
  readonly updates: readonly Updated[];
  /** Of the group that each of them stands for: how many were clipped. */
  readonly clips: readonly number[];
  readonly stride: number;
  /** Of the last group: how many updates it stands for. */
  readonly grouped: number;
  /** The confusion of the last one only. */
  readonly validations: readonly Validated[];
  /** The last ones. */
  readonly samples: readonly Sampled[];
}

export const NO_CURVE: RunCurve = { seq: 0, updates: [], clips: [], stride: 1, grouped: 0, validations: [], samples: [] };

/** The curve after events that are not in it yet; many at a time, as lists are copied. */
export function extend(curve: RunCurve, events: readonly LoggedEvent[]): RunCurve {
  const grown = new GrowingCurve(curve);
  for (const event of events) grown.add(event);
  return grown.curve;
}

/** Of many curves that are drawn together, more updates of each would not be seen. */
const MOST_OF_MANY = 300;

/** The curve with no more updates than that, evenly and with those that were judged; and without what is not drawn of many. */
export function thinned(curve: RunCurve): RunCurve {
  const { updates, clips, validations } = curve;
  const judged = new Set(validations.map(({ update }) => update));
  const every = Math.ceil(updates.length / MOST_OF_MANY);
  const kept = updates.flatMap((_, at) => ((updates.length - 1 - at) % every === 0 || judged.has(updates[at]?.update ?? 0) ? [at] : []));
  return {
    ...curve,
    updates: kept.map((at) => updates[at] as Updated),
    clips: kept.map((at) => clips[at] ?? 0),
    validations: validations.map(({ confusion, ...validation }) => validation),
    samples: [],
  };
}

/**
 * The state of a run after it was resumed from before its last validation: what is known of validations is folded anew of
 * those that the curve still has. A run that lost none stands as it is.
 * @param before how it stood, without the last event @param state with it @param curve with it
 */
export function withoutUndone<State extends RunState>(before: RunState, state: State, curve: RunCurve): State {
  if ((before.validation?.update ?? 0) <= state.update) return state;
  const unjudged = { ...state, validation: undefined, best: undefined, validationsSinceBest: 0, overfittingSince: undefined };
  return curve.validations.reduce((judged, known) => fold(judged, { ...known, seq: state.seq }), unjudged);
}

class GrowingCurve {
  #seq: number;
  #started: Started | undefined;
  #done: Done | undefined;
  #updates: Updated[];
  #clips: number[];
  #stride: number;
  #grouped: number;
  #validations: Validated[];
  #samples: Sampled[];

  constructor({ seq, started, done, updates, clips, stride, grouped, validations, samples }: RunCurve) {
    this.#seq = seq;
    this.#started = started;
    this.#done = done;
    this.#updates = [...updates];
    this.#clips = [...clips];
    this.#stride = stride;
    this.#grouped = grouped;
    this.#validations = [...validations];
    this.#samples = [...samples];
  }

  get curve(): RunCurve {
    return {
      seq: this.#seq,
      ...(this.#started && { started: this.#started }),
      ...(this.#done && { done: this.#done }),
      updates: this.#updates,
      clips: this.#clips,
      stride: this.#stride,
      grouped: this.#grouped,
      validations: this.#validations,
      samples: this.#samples,
    };
  }

  add({ seq, ...event }: LoggedEvent): void {
    this.#seq = Math.max(this.#seq, seq);
    switch (event.kind) {
      case 'started':
        return this.#begin(event);
      case 'update':
        return this.#update(event);
      case 'validation':
        return this.#validate(event);
      case 'sample':
        this.#samples.push(event);
        if (this.#samples.length > 2 * MOST_SAMPLES) this.#samples = this.#samples.slice(-MOST_SAMPLES);
        return;
      case 'done':
        this.#done = event;
    }
  }

  /** A run that is resumed goes on from its checkpoint: what came after that moment is no more. */
  #begin(event: Started): void {
    const before = <T extends { readonly update: number }>(list: readonly T[]) => list.filter(({ update }) => update <= event.update);
    this.#started = event;
    this.#done = undefined;
    const updates = before(this.#updates);
    if (updates.length < this.#updates.length) this.#grouped = this.#stride;
    this.#updates = updates;
    this.#clips = this.#clips.slice(0, updates.length);
    this.#validations = before(this.#validations);
    this.#samples = before(this.#samples);
  }

  #update(event: Updated): void {
    const last = this.#updates.at(-1);
    if (last && this.#grouped < this.#stride) {
      this.#updates[this.#updates.length - 1] = ofTwo(last, event);
      if (event.clipped) this.#clips.push((this.#clips.pop() ?? 0) + 1);
      this.#grouped++;
      return;
    }
    this.#updates.push(event);
    this.#clips.push(event.clipped ? 1 : 0);
    this.#grouped = 1;
    if (this.#updates.length <= MOST_UPDATES) return;
    // The newest stays alone, the first of its group.
    this.#updates = inPairs(this.#updates, ofTwo);
    this.#clips = inPairs(this.#clips, (a, b) => a + b);
    this.#stride *= 2;
  }

  #validate(event: Validated): void {
    const last = this.#validations.at(-1);
    if (last?.confusion && event.confusion) {
      const { confusion, ...rest } = last;
      this.#validations[this.#validations.length - 1] = rest;
    }
    this.#validations.push(event);
    if (this.#validations.length > MOST_VALIDATIONS) this.#validations = inPairs(this.#validations, (a, b) => (a.best && !b.best ? a : b));
  }
}

/** The later one; but clipped gradients are rare and worth a look. */
const ofTwo = (a: Updated, b: Updated): Updated => (a.clipped && !b.clipped ? a : b);

/** Half as many, evenly; the last one stays where its fellow is missing. */
function inPairs<T>(list: readonly T[], choose: (a: T, b: T) => T): T[] {
  const halved: T[] = [];
  for (let at = 0; at < list.length; at += 2) {
    const [a, b] = [list[at] as T, list[at + 1]];
    halved.push(b === undefined ? a : choose(a, b));
  }
  return halved;
}
