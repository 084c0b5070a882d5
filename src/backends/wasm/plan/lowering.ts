/** Turns operations into steps, and remembers what has been packed already. */
import type { View } from '../../../engine/backend';
import type { Kernel } from '../kernels/kernel';
import { copyKernel } from '../kernels/rows';
import type { Placement } from './placeValues';
import { newRegion, type Place, type Region, shifted } from './region';
import type { Step } from './step';

export class Lowering {
  readonly steps: Step[] = [];
  private readonly made = new Map<string, Region>();

  constructor(private readonly placement: Placement) {}

  at({ value, row, column }: View): Place {
    return shifted(this.placement.get(value.id) as Place, row * value.columns + column);
  }

  call(kernel: Kernel, ...places: readonly (Place | undefined)[]): void {
    this.steps.push({ kernel, arguments: places });
  }

  scratch(label: string, floats: number): Place {
    return { region: newRegion(label, floats), offset: 0 };
  }

  copyDense(from: Place, to: Place, floats: number): void {
    this.call(copyKernel(1, floats, floats, floats), from, to);
  }

  /** Something derived from a value, made where it is first needed: weights are packed once, however often they multiply. */
  once(key: string, floats: number, make: (to: Place) => void): Place {
    const known = this.made.get(key);
    if (known) return { region: known, offset: 0 };
    const place = this.scratch(key, floats);
    this.made.set(key, place.region);
    make(place);
    return place;
  }
}
