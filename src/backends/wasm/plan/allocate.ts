/**
 * Gives every region its address, once; nothing is allocated in a run. Room that is free again goes to regions of the
 * very same size, so that a thread finds its rows where it had them before and need not wait for others.
 */
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
export function allocate(steps: readonly Step[], kept: readonly Region[], start: number): Allocation {
  const addresses = new Map<Region, number>();
  const free = new Map<number, number[]>();
  let end = start;
  const take = (region: Region) => {
    const size = bytesOf(region);
    const reused = region.lasting ? undefined : free.get(size)?.pop();
    addresses.set(region, (reused ?? end) - region.low * FLOAT);
    if (reused === undefined) end += size;
  };
  const uses = steps.map(regionsOf);
  const lastUse = new Map<Region, number>();
  uses.forEach((regions, index) => {
    for (const region of regions) lastUse.set(region, index);
  });
  for (const region of [...kept, ...lastUse.keys()]) if (region.lasting && !addresses.has(region)) take(region);
  uses.forEach((regions, index) => {
    for (const region of regions) if (!addresses.has(region)) take(region);
    for (const region of regions) {
      if (region.lasting || lastUse.get(region) !== index) continue;
      const size = bytesOf(region);
      free.set(size, [...(free.get(size) ?? []), (addresses.get(region) as number) + region.low * FLOAT]);
    }
  });
  return { addresses, bytes: end };
}

function regionsOf({ reads, writes }: Step): ReadonlySet<Region> {
  return new Set([...reads, ...writes].map(({ place }) => place.region));
}

function bytesOf(region: Region): number {
  return Math.ceil(((region.high - region.low) * FLOAT) / ALIGNMENT) * ALIGNMENT + STAGGER;
}
