/** Collects the steps into which operations turn, each cut into shares for the threads. */
import type { View } from '../../../engine/backend';
import { panelWidth } from '../kernels/gemm';
import type { Placement } from './placeValues';
import { newRegion, type Place, type Region } from './region';
import type { Extent, Step } from './step';

export class Lowering {
  readonly steps: Step[] = [];
  /** Taken by one thread when state was written, before the next run: what depends on nothing that a run changes. */
  readonly preparation: Step[] = [];
  private readonly shared = new Map<string, Region>();
  private readonly owned = new Map<string, Region>();

  constructor(
    private readonly placement: Placement,
    readonly threads: number,
    private readonly wide: boolean,
    /** Values that no run changes, by id. */
    private readonly fixed: ReadonlySet<number> = new Set(),
  ) {}

  /** How wide the panels of a product are. */
  get panel(): number {
    return panelWidth(this.wide);
  }

  isFixed({ value }: View): boolean {
    return this.fixed.has(value.id);
  }

  at({ value, row, column }: View): Place {
    const { region, offset } = this.placement.get(value.id) as Place;
    return { region, offset: offset + row * value.columns + column };
  }

  extent(view: View): Extent {
    return { place: this.at(view), rows: view.rows, columns: view.columns, stride: view.value.columns };
  }

  /** Cuts rows or columns evenly, in multiples of a unit; always in the same way, so that threads stay on what they wrote. */
  share(total: number, unit: number, work: (thread: number, start: number, count: number) => void): void {
    const each = Math.ceil(total / this.threads / unit) * unit;
    for (let start = 0; start < total; start += each) work(start / each, start, Math.min(each, total - start));
  }

  call(step: Step): void {
    this.steps.push(step);
  }

  /** Made where it is first needed, for all threads: weights are packed once, however often they multiply. */
  once(key: string, floats: number, make: (to: Place) => void): Place {
    const known = this.shared.get(key);
    if (known) return { region: known, offset: 0 };
    const place = { region: newRegion(key, floats), offset: 0 };
    this.shared.set(key, place.region);
    make(place);
    return place;
  }

  /** Made when state was written, and kept from run to run. */
  prepared(key: string, floats: number, make: (to: Place) => Step): Place {
    const known = this.shared.get(key);
    if (known) return { region: known, offset: 0 };
    const place = { region: newRegion(key, floats, true), offset: 0 };
    this.shared.set(key, place.region);
    this.preparation.push(make(place));
    return place;
  }

  /** A thread's own room: used at once, and then for the next. */
  own(thread: number, purpose: string, floats: number): Place {
    const key = `${purpose} of thread ${thread}`;
    const region = this.owned.get(key) ?? newRegion(key, 0, true);
    this.owned.set(key, region);
    region.high = Math.max(region.high, floats);
    return { region, offset: 0 };
  }
}
