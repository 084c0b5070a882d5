/** THE STORY of this backend: graph → places of its values → steps → addresses → one function, `run`, in one module. */
import type { Graph, StateSlot, Value, View } from '../../engine/backend';
import { whole } from '../../engine/graph/validateGraph';
import { i32, unsignedLeb } from './assembler/instructions';
import { ModuleBuilder } from './assembler/moduleBuilder';
import { FLOAT } from './kernels/kernel';
import { type Allocation, allocate } from './plan/allocate';
import { Lowering } from './plan/lowering';
import { lowerCopy, lowerOperation } from './plan/lowerOperation';
import { placeValues } from './plan/placeValues';
import { type Place, samePlace } from './plan/region';
import type { Step } from './plan/step';

/** Where numbers lie in the memory, in floats. */
export interface Rectangle {
  readonly start: number;
  readonly rows: number;
  readonly columns: number;
  readonly stride: number;
}

export interface CompiledGraph {
  readonly code: Uint8Array<ArrayBuffer>;
  readonly memoryBytes: number;
  /** Of inputs, state slots and constants. */
  startOf(value: Value): number;
  readonly outputs: Readonly<Record<string, Rectangle>>;
}

/** The first bytes are kept for what a failing run has to say. */
const RESERVED = 64;

export function compileGraph(graph: Graph, relaxedSimd: boolean): CompiledGraph {
  const placement = placeValues(graph);
  const lowering = new Lowering(placement);
  for (const operation of graph.operations) lowerOperation(lowering, operation);
  const outputs = keepOutputs(lowering, graph);
  advanceState(lowering, graph);
  const lasting = [
    ...new Set([...placement.values(), ...Object.values(outputs).map(({ place }) => place)].map(({ region }) => region)),
  ].filter((region) => region.lasting);
  const allocation = allocate(lowering.steps, lasting, RESERVED);
  const start = (place: Place) => addressOf(allocation, place) / FLOAT;
  return {
    code: assemble(lowering.steps, allocation, relaxedSimd),
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
      const place = lowering.scratch(name, view.rows * view.columns);
      place.region.lasting = true;
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
    const between = lowering.scratch(`next ${value.label}`, value.rows * value.columns);
    lowerCopy(lowering, next, between);
    return [() => lowering.copyDense(between, to, value.rows * value.columns)];
  });
  for (const move of moves) move();
}

function assemble(steps: readonly Step[], allocation: Allocation, relaxedSimd: boolean): Uint8Array<ArrayBuffer> {
  const module = new ModuleBuilder(relaxedSimd);
  const functions = new Map<string, number>();
  for (const { kernel } of steps) {
    if (!functions.has(kernel.key)) functions.set(kernel.key, module.add(kernel.name, kernel.parameters, kernel.write));
  }
  module.add(
    'run',
    0,
    (f) => {
      for (const { kernel, arguments: places } of steps) {
        for (const place of places) f.emit(i32.constant(place ? addressOf(allocation, place) : 0));
        f.emit([0x10, ...unsignedLeb(functions.get(kernel.key) as number)]);
      }
    },
    true,
  );
  return module.build(allocation.bytes);
}

function addressOf({ addresses }: Allocation, { region, offset }: Place): number {
  return (addresses.get(region) as number) + offset * FLOAT;
}
