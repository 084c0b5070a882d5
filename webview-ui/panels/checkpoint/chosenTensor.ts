// The tensor that is looked at: what its rows and columns are, its histogram, its map as far as it is in sight, its spectrum.
import { batch, computed, effect, signal } from '@preact/signals';
import type { TensorHistogram } from '../../../src/engine/inspect/weights/tensorHistogram';
import type { TensorSpectrum } from '../../../src/engine/inspect/weights/tensorSpectrum';
import type { WeightAxes } from '../../../src/engine/inspect/weights/weightAxes';
import type { WeightMap } from '../../../src/engine/inspect/weights/weightMap';
import { handedDown } from '../../components/handedDown';
import { Work } from '../../components/question';
import { mapRoom, matrixShape, type Stretch } from './mapView';
import type { Weights } from './weights';

const BINS = 80;
/** A spectrum takes the cube of the smaller side: up to this it comes unasked, in a second or so. */
const UNASKED_SIDE = 256;
/** The least that is shown of an axis when one zooms in. */
const NEAREST = 4;
const UNKNOWN_AXES: WeightAxes = { rows: { one: 'row' }, columns: { one: 'column' } };

export class ChosenTensor {
  readonly axes = signal<WeightAxes>(UNKNOWN_AXES);
  readonly histogram = signal<TensorHistogram>();
  readonly map = signal<WeightMap>();
  readonly spectrum = signal<TensorSpectrum>();
  /** What of the matrix is in sight. */
  readonly rows = signal<Stretch>([0, 1]);
  readonly columns = signal<Stretch>([0, 1]);
  /** Of the drawing, in CSS pixels. */
  readonly width = signal(0);
  /** Which of the gates has its spectrum told; where there are several. */
  readonly gate = signal(0);
  readonly aggregate = signal<'mean' | 'extreme'>('mean');
  readonly counting = new Work();
  readonly mapping = new Work();
  readonly decomposing = new Work();

  readonly listed = computed(() => this.weights.tensors.value[this.weights.chosen.value]);
  readonly shape = computed(() => matrixShape(this.listed.value?.shape ?? []));
  /** Whether there is a matrix that has a spectrum. */
  readonly isMatrix = computed(() => (this.listed.value?.shape.length ?? 0) > 1 && Math.min(...this.shape.value) > 1);
  /** Of the gate that is chosen, the rows; else all. */
  readonly block = computed<Stretch>(() => {
    const { gates } = this.axes.value.rows;
    const gate = gates?.[this.gate.value];
    return gate ? [gate.from, gate.to] : [0, this.shape.value[0]];
  });

  #shown = '';

  constructor(private readonly weights: Weights) {
    effect(() => {
      const { opened, chosen, tensors } = weights;
      const listed = tensors.value[chosen.value];
      const version = opened.value?.weights;
      if (listed && version !== undefined) this.#begin(`${listed.name} ${listed.shape.join()}`);
    });
    effect(() => {
      const [rows, columns, width] = [this.rows.value, this.columns.value, this.width.value];
      const { weights: version } = weights.opened.value ?? {};
      if (version !== undefined && width > 0) this.#readMap(rows, columns, width);
    });
  }

  /** As far as there is room, all of it. */
  readonly showAll = (): void => {
    const [rows, columns] = this.shape.peek();
    batch(() => {
      this.rows.value = [0, rows];
      this.columns.value = [0, columns];
    });
  };

  /** @param by less than 1: nearer @param row, column that stay where they are */
  zoom(by: number, row: number, column: number): void {
    const [rows, columns] = this.shape.peek();
    batch(() => {
      this.rows.value = zoomed(this.rows.peek(), by, row, rows);
      this.columns.value = zoomed(this.columns.peek(), by, column, columns);
    });
  }

  /** Moves what is in sight so that a row and a column are in it. */
  bringIntoSight(row: number, column: number): void {
    batch(() => {
      this.rows.value = around(this.rows.peek(), row);
      this.columns.value = around(this.columns.peek(), column);
    });
  }

  chooseGate(gate: number): void {
    this.gate.value = gate;
    void this.decompose();
  }

  readonly decompose = (): Promise<void> =>
    this.decomposing.ask(
      (attending) => {
        const { gates } = this.axes.peek().rows;
        return this.#ask('tensorSpectrum', { ...(gates && { rows: this.block.peek() }) }, attending);
      },
      (spectrum) => {
        this.spectrum.value = spectrum;
      },
    );

  /** Another tensor, or the same as it is now: what was seen of it stays in sight till then. */
  #begin(name: string): void {
    const { readable } = this.listed.peek() ?? {};
    const again = name === this.#shown;
    this.#shown = name;
    for (const work of [this.counting, this.decomposing]) work.cancel();
    if (!again)
      batch(() => {
        this.axes.value = UNKNOWN_AXES;
        this.histogram.value = this.map.value = this.spectrum.value = undefined;
        this.gate.value = 0;
        this.showAll();
      });
    if (readable) void this.#read();
  }

  async #read(): Promise<void> {
    await this.counting.ask(
      async (attending) => {
        const axes = await this.#ask('tensorAxes', {}, attending);
        if (!attending.signal.aborted) this.axes.value = axes;
        return await this.#ask('tensorHistogram', { bins: BINS }, attending);
      },
      (histogram) => {
        this.histogram.value = histogram;
        const [from, to] = this.block.peek();
        if (this.isMatrix.peek() && Math.min(to - from, this.shape.peek()[1]) <= UNASKED_SIDE) void this.decompose();
      },
    );
  }

  #readMap(rows: Stretch, columns: Stretch, width: number): void {
    const { readable } = this.listed.peek() ?? {};
    if (!readable || rows[1] <= rows[0] || columns[1] <= columns[0]) return;
    const { frame } = mapRoom(rows, columns, width);
    const wanted = { rows, columns, height: Math.max(1, Math.floor(frame.height)), width: Math.max(1, Math.floor(frame.width)) };
    void this.mapping.ask(
      (attending) => this.#ask('tensorMap', wanted, attending),
      (map) => {
        this.map.value = map;
      },
    );
  }

  readonly #ask = <K extends 'tensorAxes' | 'tensorHistogram' | 'tensorMap' | 'tensorSpectrum'>(
    kind: K,
    given: Omit<Parameters<Weights['ask']>[1], 'tensor'>,
    attending: Parameters<Weights['ask']>[2],
  ) => this.weights.ask<K>(kind, { tensor: this.weights.chosen.peek(), ...given } as never, attending as never);
}

function zoomed([from, to]: Stretch, by: number, stays: number, count: number): Stretch {
  const length = Math.max(Math.min(NEAREST, count), Math.min(count, Math.round((to - from) * by)));
  const share = (stays + 0.5 - from) / (to - from);
  const begin = Math.max(0, Math.min(count - length, Math.round(stays + 0.5 - share * length)));
  return [begin, begin + length];
}

function around([from, to]: Stretch, at: number): Stretch {
  if (at < from) return [at, at + to - from];
  return at >= to ? [at + 1 - (to - from), at + 1] : [from, to];
}

/** The tensor that a component tells of. */
export const [withChosenTensor, useChosenTensor] = handedDown<ChosenTensor>('chosen tensor');
