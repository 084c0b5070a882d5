/** What a network remembers of a text, and why it forgets: gradients back through it, one step's Jacobian, Lyapunov exponents. */
import type { Feed, Numbers } from '../../backend';
import type { Following } from '../../interruption';
import { carrySlot } from '../../model/carriedStack';
import type { Model } from '../../model/model';
import type { TraceReading } from '../../tasks/task';
import type { ActivationTable } from '../activationTable';
import { shownActivations, shownName } from '../place';
import type { Traced } from '../readings';
import { type Eigenvalues, eigenvaluesAt, largestAlong } from './eigenvalues';
import { BackwardReader } from './gradientNorms';
import { LayerJacobian, type Rows } from './layerJacobian';
import { BETWEEN, EXPONENTS, lyapunovExponents } from './lyapunov';
import { type Positions, type Stepped, StepReader } from './steppedText';
import { type StepBack, stepsBack } from './stepsBack';
import type { Line } from './stepTemplate';

/** Memory cannot be told of this model, this text or this place; the message says why. */
export class MemoryError extends Error {
  override readonly name = 'MemoryError';
}

/** Steps back, and losses asked for at once. */
export const MOST_REACH = 128;
export const MOST_LOSSES = 4096;
/** All eigenvalues of a larger matrix take too long (some D³ · 25 operations). */
const MOST_EIGENVALUES = 512;
/** Positions whose largest eigenvalue is looked for at once. */
const ROWS = 64;

export interface GradientsBack {
  /** The characters whose losses these are: from the first up to, not including, `to`. */
  readonly from: number;
  readonly to: number;
  readonly reach: number;
  /** How many characters before its own a loss is told, and 0 characters back is: 1 where the next one is predicted. */
  readonly ahead: number;
  /** What each layer's states receive from the step after them, as equations. */
  readonly steps: readonly StepBack[];
  /** Characters that training lets a gradient flow back. */
  readonly window: number;
  readonly lines: readonly (Line & {
    /** (to − from, reach + 1): ‖∂ℓ/∂state‖ so many characters back over its value where the loss is (where that is 0, over the first that is not); NaN where there is no loss or no state. */
    readonly left: Float32Array;
    /** (to − from): the norm that the others are told in. */
    readonly at: Float32Array;
    /** (reach + 1): the mean of `left` over the losses that have a state so far back; NaN where none has. */
    readonly mean: Float32Array;
  })[];
}

/** ln 2 / −λ₁: characters in which a gradient halves; undefined where it does not fade. */
export function halvesIn(exponents: Float64Array): number | undefined {
  const [first = 0] = exponents;
  return first < 0 ? Math.LN2 / -first : undefined;
}

export class Memory {
  readonly #reading: TraceReading;
  readonly #table: ActivationTable;

  constructor(
    private readonly model: Model,
    private readonly traced: Traced,
  ) {
    this.#reading = traced.reading;
    this.#table = traced.source.table;
  }

  /** @param from characters whose losses go back, up to, not including, `to`. @throws MemoryError, CancelledError */
  async gradientsBack({ from, to, reach }: { from: number; to: number; reach: number }, following: Following): Promise<GradientsBack> {
    this.#require();
    const end = Math.min(to, this.#table.length);
    if (!(from >= 0 && from < end && end - from <= MOST_LOSSES && reach >= 1 && reach <= MOST_REACH))
      throw new MemoryError(`Ask for up to ${MOST_LOSSES} losses within the text, up to ${MOST_REACH} characters back.`);
    if (!this.#reading.truths)
      throw new MemoryError(
        'What the right tag is at each character is not known here, so there is no mistake whose gradient could flow back.',
      );
    // The loss of a character is told at the one before it, where it is predicted.
    const shift = this.#reading.tells === 'next' ? 1 : 0;
    const [first, last] = [Math.max(0, from - shift), Math.max(1, end - shift)];
    const base = Math.max(0, first - reach);
    const reader = await this.#reader();
    const text = await this.#stepped(base, last, following);
    const backward = await this.model.keep('gradients back', () => BackwardReader.open(this.model, reader.template));
    const norms = await backward.norms(text, first - base, last - base, reach, following);
    const lines = reader.template.lines.map((line, which) => {
      const left = new Float32Array((end - from) * (reach + 1)).fill(Number.NaN);
      const at = new Float32Array(end - from).fill(Number.NaN);
      for (let character = from; character < end; character++) {
        const position = character - shift;
        if (position < 0 || (this.#reading.truths?.[character] ?? -1) < 0) continue;
        const row = (norms[which] as Float64Array).subarray((position - first) * (reach + 1), (position - first + 1) * (reach + 1));
        const whole = row.find((norm) => norm > 0) ?? 0;
        at[character - from] = whole;
        for (let back = 0; back <= Math.min(reach, position); back++)
          left[(character - from) * (reach + 1) + back] = whole > 0 ? (row[back] as number) / whole : 0;
      }
      return { ...line, left, at, mean: meanLeft(left, reach) };
    });
    return { from, to: end, reach, ahead: shift, steps: stepsBack(this.model.shape.cells), window: this.model.experiment.window, lines };
  }

  /** Of ∂(states after)/∂(states before) the step that reads a character. @throws MemoryError, CancelledError */
  async eigenvalues({ layer, at }: { layer: number; at: number }, following: Following): Promise<Eigenvalues> {
    this.#requirePlace(layer, at, at + 1);
    const { hidden } = this.model.shape;
    const jacobian = await this.#jacobian(layer, { rows: hidden, steps: 1, apart: false });
    if (jacobian.size > MOST_EIGENVALUES)
      throw new MemoryError(
        `A layer of ${jacobian.size} states has more eigenvalues than can be found while you wait (${MOST_EIGENVALUES}). The largest one along the text can.`,
      );
    return await eigenvaluesAt(jacobian, await this.#stepped(at, at + 1, following), 0, hidden);
  }

  /** The largest |λ| at each character of a stretch. @throws MemoryError, CancelledError */
  async largestEigenvalues({ layer, from, to }: { layer: number; from: number; to: number }, following: Following): Promise<Float32Array> {
    const end = Math.min(to, this.#table.length);
    this.#requirePlace(layer, from, end);
    const jacobian = await this.#jacobian(layer, { rows: ROWS, steps: 1, apart: true });
    return await largestAlong(jacobian, ROWS, await this.#stepped(from, end, following), [0, end - from], following);
  }

  /** In nats a character, the largest ones of a layer over a stretch, largest first. @throws MemoryError, CancelledError */
  async exponents({ layer, from, to }: { layer: number; from: number; to: number }, following: Following): Promise<Float64Array> {
    const end = Math.min(to, this.#table.length);
    this.#requirePlace(layer, from, end);
    const rows = Math.min(EXPONENTS, this.model.shape.hidden);
    const jacobian = await this.#jacobian(layer, { rows, steps: BETWEEN, apart: false });
    return await lyapunovExponents(jacobian, rows, await this.#stepped(from, end, following), following);
  }

  async #stepped(from: number, to: number, following: Following): Promise<Stepped> {
    const reader = await this.#reader();
    return await reader.read(await this.#positions(from, to, following), following);
  }

  async #jacobian(layer: number, its: Rows): Promise<LayerJacobian> {
    const { template } = await this.#reader();
    return await this.model.keep(`jacobian ${layer} ${its.rows} ${its.steps} ${its.apart}`, () =>
      LayerJacobian.open(this.model, template, layer, its),
    );
  }

  #requirePlace(layer: number, from: number, to: number): void {
    this.#require();
    if (!(layer < this.model.shape.cells.length && from >= 0 && from < to && to <= this.#table.length && to - from <= MOST_LOSSES))
      throw new MemoryError(`Ask for a layer that there is, and up to ${MOST_LOSSES} characters of the text.`);
  }

  #reader(): Promise<StepReader> {
    return this.model.keep('step reader', () => StepReader.open(this.model));
  }

  /** Positions from `base` up to `last`, with the states that the trace kept. */
  async #positions(base: number, last: number, following: Following): Promise<Positions> {
    const { tells, truths, feed, start = {} } = this.#reading;
    const count = last - base;
    const { hidden } = this.model.shape;
    const shift = tells === 'next' ? 1 : 0;
    const entering: Record<string, Numbers> = {};
    for (const [index, { layer, cell }] of this.#table.places.entries()) {
      const shown = shownActivations(cell).map(shownName);
      for (const state of cell.states) {
        const before = new Float32Array(count * hidden);
        const from = Math.max(0, base - 1);
        if (last - 1 > from) {
          const asked = { place: index, activation: shown.indexOf(state), from, to: last - 1, step: 1 };
          const { mean } = await this.#table.columns(asked, following);
          before.set(mean, (from + 1 - base) * hidden);
        }
        if (base === 0) before.set((start as Feed)[carrySlot(layer, state)] ?? new Float32Array(hidden));
        entering[carrySlot(layer, state)] = before;
      }
    }
    const tokens = (feed.tokens as Numbers).slice(base, last);
    const targets = Float32Array.from({ length: count }, (_, at) => truths?.[base + at + shift] ?? -1);
    return { count, tokens, targets, entering };
  }

  #require(): void {
    if (this.traced.changes)
      throw new MemoryError(
        'Something was changed while this text was read, and no gradient flows through that. Look at the unchanged text.',
      );
    const { architecture } = this.model.shape;
    const stacks = architecture.stacks(this.model.shape);
    const [stack] = stacks;
    if (architecture.tells === 'once')
      throw new MemoryError('This model answers once, when all is read. Memory follows a loss at each character: train a language-model.');
    if (stacks.length > 1 || !stack || stack.directions.length > 1 || stack.directions[0] !== 'forward')
      throw new MemoryError(
        'This model reads in both directions, so no state comes before all others. Memory needs one that reads forwards only: a language-model, or tag with bidirectional “no”.',
      );
  }
}

function meanLeft(left: Float32Array, reach: number): Float32Array {
  return Float32Array.from({ length: reach + 1 }, (_, back) => {
    let [sum, count] = [0, 0];
    for (let at = back; at < left.length; at += reach + 1) {
      const share = left[at] as number;
      if (Number.isNaN(share)) continue;
      sum += share;
      count++;
    }
    return sum / count;
  });
}
