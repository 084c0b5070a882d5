/** THE STORY of this backend: graph → places of its values → steps → addresses → who waits for whom → one module. */
import type { Graph, StateSlot, Value, View } from '../../engine/backend';
import { whole } from '../../engine/graph/views';
import { addressOf, assemble } from './assemble';
import { FLOAT } from './kernels/kernel';
import { type Allocation, allocate } from './plan/allocate';
import { Lowering } from './plan/lowering';
import { lowerCopy, lowerMove, lowerOperation } from './plan/lowerOperation';
import { type Placement, placeValues } from './plan/placeValues';
import { newRegion, type Place, samePlace } from './plan/region';
import { type Schedule, schedule } from './plan/schedule';
import { run, type Step } from './plan/step';

/** Where numbers lie in the memory, in floats. */
export interface Rectangle {
  readonly start: number;
  readonly rows: number;
  readonly columns: number;
  readonly stride: number;
}

export interface CompiledGraph {
  /** A module that exports `prepare`, for after state was written, `run`, and for several threads what each does of it: `share0`, `share1`, … */
  readonly code: Uint8Array<ArrayBuffer>;
  readonly threads: number;
  readonly memoryBytes: number;
  /** Of inputs, state slots and constants. */
  startOf(value: Value): number;
  readonly outputs: Readonly<Record<string, Rectangle>>;
}

export interface Machine {
  readonly relaxedSimd: boolean;
  /** Two neighbouring vectors are worked on as one of 256 bits. */
  readonly wide: boolean;
  readonly threads: number;
  /** All threads for every graph, also where fewer would be faster. */
  readonly insist: boolean;
  /** Milliseconds that a thread is waited for beyond what its work may take; then it is given up. */
  readonly patience: number;
}

/** The first bytes are kept for faults and for the barrier. */
const RESERVED = 64;
/** Several threads must save at least a fifth of the time. */
const WORTH_IT = 0.8;

export function compileGraph(graph: Graph, { relaxedSimd, wide, threads, insist, patience }: Machine): CompiledGraph {
  const together = plan(graph, threads, wide);
  const keep = threads === 1 || insist || together.schedule.cost < WORTH_IT * together.schedule.costAlone;
  const { allocation, placement, outputs, preparation, schedule, ...chosen } = keep ? together : plan(graph, 1, wide);
  const start = (place: Place) => addressOf(allocation, place) / FLOAT;
  return {
    code: assemble({ preparation, schedule }, allocation, { relaxedSimd, threads: chosen.threads, patience }),
    threads: chosen.threads,
    memoryBytes: allocation.bytes,
    startOf: (value) => start(placement.get(value.id) as Place),
    outputs: Object.fromEntries(
      Object.entries(outputs).map(([name, { place, view, stride }]) => [
        name,
        { start: start(place), rows: view.rows, columns: view.columns, stride },
      ]),
    ),
  };
}

export interface Plan {
  readonly threads: number;
  readonly placement: Placement;
  readonly outputs: Readonly<Record<string, Output>>;
  readonly allocation: Allocation;
  readonly preparation: readonly Step[];
  readonly schedule: Schedule;
}

/** What only `write` changes: weights of a network that is not trained here, and constants. */
function fixedIn({ state, constants }: Graph): ReadonlySet<number> {
  const kept = Object.values(state).filter(({ next }) => !next);
  return new Set([...kept, ...constants].map(({ value }) => value.id));
}

export function plan(graph: Graph, threads: number, wide: boolean): Plan {
  const placement = placeValues(graph);
  const lowering = new Lowering(placement, threads, wide, fixedIn(graph));
  for (const operation of graph.operations) lowerOperation(lowering, operation);
  const outputs = keepOutputs(lowering, graph);
  advanceState(lowering, graph);
  const kept = [...placement.values(), ...Object.values(outputs).map(({ place }) => place)].map(({ region }) => region);
  const allocation = allocate([...lowering.preparation, ...lowering.steps], kept, RESERVED);
  return {
    threads,
    placement,
    outputs,
    allocation,
    preparation: lowering.preparation,
    schedule: schedule(lowering.steps, allocation, threads),
  };
}

interface Output {
  readonly place: Place;
  readonly view: View;
  readonly stride: number;
}

/** Outputs are read after the run; one that shows a state which moves on is copied before it does. */
function keepOutputs(lowering: Lowering, graph: Graph): Readonly<Record<string, Output>> {
  const moving = new Set(
    Object.values(graph.state)
      .filter((slot) => slot.next)
      .map((slot) => slot.value),
  );
  return Object.fromEntries(
    Object.entries(graph.outputs).map(([name, view]) => {
      if (!moving.has(view.value)) return [name, { place: lowering.at(view), view, stride: view.value.columns }];
      const place = { region: newRegion(name, view.rows * view.columns, true), offset: 0 };
      lowerCopy(lowering, view, place);
      return [name, { place, view, stride: view.columns }];
    }),
  );
}

/** Next values that are not written in place are copied, those that are states themselves by way of a scratch place. */
function advanceState(lowering: Lowering, graph: Graph): void {
  const slots = Object.values(graph.state).filter((slot): slot is Required<StateSlot> => slot.next !== undefined);
  const states = new Set(Object.values(graph.state).map((slot) => slot.value));
  const moves = slots.flatMap(({ value, next }) => {
    const to = lowering.at(whole(value));
    if (samePlace(lowering.at(next), to)) return [];
    if (!states.has(next.value)) return [() => lowerCopy(lowering, next, to)];
    const between = { region: newRegion(`next ${value.label}`, value.rows * value.columns), offset: 0 };
    lowerCopy(lowering, next, between);
    return [() => lowerMove(lowering, run(between, value.rows * value.columns), to)];
  });
  for (const move of moves) move();
}
