/** One call of a kernel by one thread, with what it reads and writes: enough to place memory and to know who must wait. */
import type { Kernel } from '../kernels/kernel';
import type { Place } from './region';

/** A rectangle of memory; the stride in floats. */
export interface Extent {
  readonly place: Place;
  readonly rows: number;
  readonly columns: number;
  readonly stride: number;
}

export interface Step {
  readonly thread: number;
  readonly kernel: Kernel;
  /** One for each of the kernel's addresses; undefined where it will not look. */
  readonly at: readonly (Place | undefined)[];
  readonly reads: readonly Extent[];
  readonly writes: readonly Extent[];
}

/** So many floats, one after another. */
export function run(place: Place, floats: number): Extent {
  return { place, rows: 1, columns: floats, stride: floats };
}
