/** One call of a kernel. */
import type { Kernel } from '../kernels/kernel';
import type { Place } from './region';

export interface Step {
  readonly kernel: Kernel;
  /** One for each of the kernel's addresses; undefined where it will not look. */
  readonly arguments: readonly (Place | undefined)[];
}
