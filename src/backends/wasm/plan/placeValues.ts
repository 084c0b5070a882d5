/**
 * Decides which values share a region. The parts of a `stack` are written where the stack will be read, so that
 * stacking costs nothing; a state's next value overwrites the state where nobody reads the old one any more.
 */
import type { Graph, Operation, Value, View } from '../../../engine/backend';
import { readsOf, writesOf } from '../../../engine/graph/validateGraph';
import { newRegion, type Place, type Region, samePlace } from './region';

export type Placement = ReadonlyMap<number, Place>;

export function placeValues(graph: Graph): Placement {
  const places = new Map<number, Place>();
  const lasting = [
    ...Object.values(graph.inputs),
    ...Object.values(graph.state).map((slot) => slot.value),
    ...graph.constants.map(({ value }) => value),
  ];
  for (const value of lasting) places.set(value.id, alone(value, true));
  const claims = new Map<Region, Claim[]>();
  for (const operation of graph.operations) if (operation.op === 'stack') placeStack(operation.parts, operation.out, places, claims);
  for (const { value, next } of Object.values(graph.state)) {
    if (next && !places.has(next.value.id) && mayReplace(graph, value, next)) places.set(next.value.id, places.get(value.id) as Place);
  }
  for (const operation of graph.operations) {
    for (const { value } of writesOf(operation)) if (!places.has(value.id)) places.set(value.id, alone(value, false));
  }
  for (const { value } of Object.values(graph.outputs)) (places.get(value.id) as Place).region.lasting = true;
  return places;
}

/** Part of a region that is written by one value, or by the copying of one part. */
interface Claim {
  readonly start: number;
  readonly end: number;
}

function placeStack(parts: readonly View[], stack: Value, places: Map<number, Place>, claims: Map<Region, Claim[]>): void {
  const starts = parts.map((_, index) => parts.slice(0, index).reduce((sum, part) => sum + sizeOf(part), 0));
  const start = (index: number) => starts[index] as number;
  const anchor = parts.findIndex((part) => isWhole(part) && claims.has((places.get(part.value.id) as Place | undefined)?.region as Region));
  const anchored = anchor < 0 ? undefined : (places.get((parts[anchor] as View).value.id) as Place);
  const shared = anchored && { region: anchored.region, offset: anchored.offset - start(anchor) };
  const at = shared && fits(shared) ? shared : { region: newRegion(stack.label, 0), offset: 0 };
  const { region } = at;
  const taken = claims.get(region) ?? [];
  claims.set(region, taken);
  region.low = Math.min(region.low, at.offset);
  region.high = Math.max(region.high, at.offset + stack.rows * stack.columns);
  places.set(stack.id, at);
  parts.forEach((part, index) => {
    const place = { region, offset: at.offset + start(index) };
    const placed = places.get(part.value.id);
    if (placed && isWhole(part) && samePlace(placed, place)) return;
    if (!placed && isWhole(part)) places.set(part.value.id, place);
    taken.push({ start: place.offset, end: place.offset + sizeOf(part) });
  });

  /** Every part is there already, or its room is free. */
  function fits({ region, offset }: Place): boolean {
    return parts.every((part, index) => {
      const from = offset + start(index);
      const placed = places.get(part.value.id);
      if (placed && isWhole(part) && samePlace(placed, { region, offset: from })) return true;
      return (claims.get(region) ?? []).every((claim) => claim.end <= from || from + sizeOf(part) <= claim.start);
    });
  }
}

/** Whether `next`, written element by element over `value`, leaves nobody without the old value. */
function mayReplace(graph: Graph, value: Value, next: View): boolean {
  if (!isWhole(next)) return false;
  const writer = graph.operations.findIndex((operation) => writesOf(operation).some((view) => view.value === next.value));
  const operation = graph.operations[writer] as Operation | undefined;
  if (operation?.op !== 'pointwise' || !operation.outputs.some((view) => view.value === next.value && isWhole(view))) return false;
  const readLater = graph.operations.some((later, index) => index > writer && readsOf(later).some((view) => view.value === value));
  const readInPlace = operation.inputs.every((view) => view.value !== value || isWhole(view));
  const readAtEnd = [...Object.values(graph.outputs), ...Object.values(graph.state).map((slot) => slot.next)].some(
    (view) => view?.value === value,
  );
  return !readLater && readInPlace && !readAtEnd;
}

function alone(value: Value, lasting: boolean): Place {
  return { region: newRegion(value.label, value.rows * value.columns, lasting), offset: 0 };
}

function sizeOf(view: View): number {
  return view.rows * view.columns;
}

function isWhole({ value, rows, columns }: View): boolean {
  return rows === value.rows && columns === value.columns;
}
