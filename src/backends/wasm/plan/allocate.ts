/** Gives every region its address, once: regions whose lives do not overlap share memory. Nothing is allocated in a run. */
import { FLOAT } from '../kernels/kernel';
import type { Region } from './region';
import type { Step } from './step';

const ALIGNMENT = 64;
/** Keeps values of one size from falling on the same lines of the cache: they are used together. */
const STAGGER = 192;

export interface Allocation {
  /** In bytes, of offset 0 of the region. */
  readonly addresses: ReadonlyMap<Region, number>;
  readonly bytes: number;
}

/** @param start the first free byte */
export function allocate(steps: readonly Step[], lasting: readonly Region[], start: number): Allocation {
  const addresses = new Map<Region, number>();
  const space = new Space(start);
  const take = (region: Region) => addresses.set(region, space.take(bytesOf(region)) - region.low * FLOAT);
  for (const region of lasting) if (!addresses.has(region)) take(region);
  const lastUse = new Map<Region, number>();
  steps.forEach((step, index) => {
    for (const region of regionsOf(step)) lastUse.set(region, index);
  });
  steps.forEach((step, index) => {
    const regions = regionsOf(step);
    for (const region of regions) if (!addresses.has(region)) take(region);
    for (const region of regions) {
      if (lastUse.get(region) === index && !lasting.includes(region))
        space.give((addresses.get(region) as number) + region.low * FLOAT, bytesOf(region));
    }
  });
  return { addresses, bytes: space.end };
}

function regionsOf(step: Step): ReadonlySet<Region> {
  return new Set(step.arguments.flatMap((place) => (place ? [place.region] : [])));
}

function bytesOf(region: Region): number {
  return Math.ceil(((region.high - region.low) * FLOAT) / ALIGNMENT) * ALIGNMENT + STAGGER;
}

/** Free gaps in order of address; the smallest that fits is taken, and neighbours grow together again. */
class Space {
  private gaps: { start: number; size: number }[] = [];

  constructor(public end: number) {}

  take(size: number): number {
    const fitting = this.gaps.filter((gap) => gap.size >= size);
    if (fitting.length === 0) {
      this.end += size;
      return this.end - size;
    }
    const gap = fitting.reduce((best, each) => (each.size < best.size ? each : best));
    const { start } = gap;
    gap.start += size;
    gap.size -= size;
    if (gap.size === 0) this.gaps.splice(this.gaps.indexOf(gap), 1);
    return start;
  }

  give(start: number, size: number): void {
    const after = this.gaps.findIndex((gap) => gap.start > start);
    const index = after < 0 ? this.gaps.length : after;
    this.gaps.splice(index, 0, { start, size });
    for (const left of [index, index - 1]) {
      const [gap, next] = [this.gaps[left], this.gaps[left + 1]];
      if (!gap || !next || gap.start + gap.size !== next.start) continue;
      gap.size += next.size;
      this.gaps.splice(left + 1, 1);
    }
  }
}
