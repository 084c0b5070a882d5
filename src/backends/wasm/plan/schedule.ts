/**
 * Puts barriers between steps: before a step that reads what another thread has written since the last one, or writes
 * what another has read or written. Judged by addresses, so that regions which share memory are safe as well.
 */
import { FLOAT } from '../kernels/kernel';
import type { Allocation } from './allocate';
import type { Extent, Step } from './step';

export const BARRIER = 'barrier';

export interface Schedule {
  /** What each thread leaves out is the others' steps. */
  readonly steps: readonly (Step | typeof BARRIER)[];
  /** Roughly the time, in vector operations. */
  readonly cost: number;
  /** The same were one thread to take all steps. */
  readonly costAlone: number;
}

/** What waiting for each other, and waking up, is worth. */
const BARRIER_COST = 2e4;
const START_COST = 4e5;

export function schedule(steps: readonly Step[], { addresses }: Allocation, threads: number): Schedule {
  const scheduled: (Step | typeof BARRIER)[] = [];
  const recent = new Accesses();
  const phase = new Array<number>(threads).fill(0);
  let cost = threads > 1 ? START_COST : 0;
  const wait = () => {
    scheduled.push(BARRIER);
    recent.clear();
    cost += Math.max(...phase) + BARRIER_COST;
    phase.fill(0);
  };
  for (const step of steps) {
    const accesses = threads > 1 ? accessesOf(step, addresses) : [];
    if (accesses.some((access) => recent.clash(access))) wait();
    for (const access of accesses) recent.add(access);
    phase[step.thread] = (phase[step.thread] as number) + step.kernel.cost;
    scheduled.push(step);
  }
  if (threads > 1) wait();
  return { steps: scheduled, cost: cost + Math.max(...phase), costAlone: steps.reduce((sum, { kernel }) => sum + kernel.cost, 0) };
}

interface Access {
  readonly thread: number;
  readonly writes: boolean;
  /** In floats. */
  readonly start: number;
  readonly end: number;
  readonly rows: number;
  readonly columns: number;
  readonly stride: number;
}

function accessesOf({ thread, reads, writes }: Step, addresses: Allocation['addresses']): readonly Access[] {
  const access = ({ place, rows, columns, stride }: Extent, writing: boolean): Access => {
    const start = (addresses.get(place.region) as number) / FLOAT + place.offset;
    return { thread, writes: writing, start, end: start + (rows - 1) * stride + columns, rows, columns, stride };
  };
  return [...reads.map((extent) => access(extent, false)), ...writes.map((extent) => access(extent, true))];
}

/** Found by the blocks of memory that they touch; what a thread does again and again is noted once. */
class Accesses {
  private readonly blocks = new Map<number, Access[]>();
  private readonly noted = new Set<string>();

  clear(): void {
    this.blocks.clear();
    this.noted.clear();
  }

  add(access: Access): void {
    const key = `${access.thread} ${access.writes} ${access.start} ${access.end} ${access.columns}`;
    if (this.noted.has(key)) return;
    this.noted.add(key);
    for (let block = blockOf(access.start); block <= blockOf(access.end - 1); block++) {
      const list = this.blocks.get(block);
      if (list) list.push(access);
      else this.blocks.set(block, [access]);
    }
  }

  clash(access: Access): boolean {
    const unsafe = (other: Access) => other.thread !== access.thread && (other.writes || access.writes) && overlap(other, access);
    for (let block = blockOf(access.start); block <= blockOf(access.end - 1); block++) {
      if (this.blocks.get(block)?.some(unsafe)) return true;
    }
    return false;
  }
}

const BLOCK = 16384;

function blockOf(float: number): number {
  return Math.floor(float / BLOCK);
}

/** Rectangles of one stride are compared exactly, others by their ends. */
function overlap(a: Access, b: Access): boolean {
  if (a.end <= b.start || b.end <= a.start) return false;
  const stride = a.rows > 1 ? a.stride : b.stride;
  if ((b.rows > 1 && b.stride !== stride) || a.columns > stride || b.columns > stride) return true;
  const [first, second] = a.start <= b.start ? [a, b] : [b, a];
  const across = (second.start - first.start) % stride;
  const down = Math.floor((second.start - first.start) / stride);
  const besides = across >= first.columns && across + second.columns <= stride;
  return !besides && down < first.rows;
}
