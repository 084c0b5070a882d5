/**
 * How many numbers a device holds for a graph, reckoned without making anything: what outlives a run, and what lives at once in
 * it where room that is free again goes to values of the same size. A stack costs nothing beside its parts, a state is written in
 * place, and the right operand of a product is packed once for all products with it, as the wasm device does
 * (`backends/wasm/plan`): of that the tests hold it to a quarter.
 */
import type { Graph, Operation, Value, View } from '../backend';
import { readsOf, writesOf } from './validateGraph';
import { keyOf } from './views';

/** Products of so few rows read their operand as it is. */
const FEW_ROWS = 3;

/** What lies in one place from its first use to its last. */
interface Room {
  size: number;
  lasting: boolean;
}

export function reckonedSize(graph: Graph): number {
  const rooms = roomsOf(graph);
  const packed = new Map<string, Room>();
  const uses = graph.operations.map((operation) => {
    const views = [...readsOf(operation), ...writesOf(operation)].map(({ value }) => rooms.get(value) as Room);
    const operand = packedOperand(operation);
    if (!operand) return new Set(views);
    const key = `${keyOf(operand)} ${operation.op === 'gemm' && operation.transposeB}`;
    const room = packed.get(key) ?? { size: operand.rows * operand.columns, lasting: false };
    packed.set(key, room);
    return new Set([...views, room]);
  });
  return sizeOfLasting(rooms) + mostAtOnce(uses);
}

function packedOperand(operation: Operation): View | undefined {
  return operation.op === 'gemm' && !operation.transposeA && operation.out.rows > FEW_ROWS ? operation.b : undefined;
}

function roomsOf(graph: Graph): ReadonlyMap<Value, Room> {
  const rooms = new Map<Value, Room>();
  const sizeOf = ({ rows, columns }: { readonly rows: number; readonly columns: number }) => rows * columns;
  for (const value of [
    ...Object.values(graph.inputs),
    ...Object.values(graph.state).map(({ value }) => value),
    ...graph.constants.map(({ value }) => value),
  ])
    rooms.set(value, { size: sizeOf(value), lasting: true });
  const shared = new Set<Room>();
  for (const operation of graph.operations) {
    if (operation.op !== 'stack') continue;
    const whole = operation.parts.filter((part) => sizeOf(part) === sizeOf(part.value));
    const apart = whole.filter(({ value }) => !rooms.has(value));
    // What another stack has already put side by side is shared: the states before and after each step are nearly the same.
    const beside = whole.map(({ value }) => rooms.get(value)).find((room) => room !== undefined && shared.has(room));
    const room = beside ?? { size: sizeOf(operation.out), lasting: false };
    if (beside) beside.size += apart.reduce((sum, part) => sum + sizeOf(part), 0) + copied(operation.parts, rooms, beside);
    shared.add(room);
    rooms.set(operation.out, room);
    for (const { value } of apart) rooms.set(value, room);
  }
  const inPlace = new Map(Object.values(graph.state).flatMap(({ value, next }) => (next ? [[next.value, value] as const] : [])));
  for (const operation of graph.operations)
    for (const { value } of writesOf(operation)) {
      if (rooms.has(value)) continue;
      const state = operation.op === 'pointwise' ? inPlace.get(value) : undefined;
      rooms.set(
        value,
        state && state.rows === value.rows && state.columns === value.columns
          ? (rooms.get(state) as Room)
          : { size: sizeOf(value), lasting: false },
      );
    }
  for (const { value } of Object.values(graph.outputs)) (rooms.get(value) as Room).lasting = true;
  return rooms;
}

/** Parts that lie elsewhere have to be copied to where the others are. */
function copied(parts: readonly View[], rooms: ReadonlyMap<Value, Room>, room: Room): number {
  return parts.reduce((sum, { value, rows, columns }) => {
    const at = rooms.get(value);
    return at === undefined || at === room ? sum : sum + rows * columns;
  }, 0);
}

function sizeOfLasting(rooms: ReadonlyMap<Value, Room>): number {
  return [...new Set(rooms.values())].reduce((sum, { size, lasting }) => (lasting ? sum + size : sum), 0);
}

/** Of what does not last. */
function mostAtOnce(uses: readonly ReadonlySet<Room>[]): number {
  const lastUse = new Map<Room, number>();
  uses.forEach((rooms, index) => {
    for (const room of rooms) if (!room.lasting) lastUse.set(room, index);
  });
  const taken = new Set<Room>();
  const free = new Map<number, number>();
  let size = 0;
  uses.forEach((rooms, index) => {
    for (const room of rooms) {
      if (room.lasting || taken.has(room)) continue;
      taken.add(room);
      const left = free.get(room.size) ?? 0;
      if (left > 0) free.set(room.size, left - 1);
      else size += room.size;
    }
    for (const room of rooms) if (lastUse.get(room) === index) free.set(room.size, (free.get(room.size) ?? 0) + 1);
  });
  return size;
}
