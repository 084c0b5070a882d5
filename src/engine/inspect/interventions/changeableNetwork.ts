/** Any network, made so that each activation of its layers can be changed at each step: what it reads for that, and what changes nothing. */
import type { Feed, Numbers } from '../../backend';
import type { CellProgram } from '../../cell/cellProgram';
import type { GraphBuilder } from '../../graph/graphBuilder';
import type { NetworkShape } from '../../model/networkShape';
import type { Given } from '../../model/runStack';
import type { Stack } from '../../model/stack';
import type { Place } from '../place';
import { changeableCell, changeKeys, equationsApart } from './changeableCell';

/** With the same parameters, by name; graphs of it read `givenInputs`. */
export function changeableShape(shape: NetworkShape): NetworkShape {
  return { ...shape, cells: shape.cells.map((cell) => changeableCell(equationsApart(cell))) };
}

/** What a layer is given at each step beside what it reads, (steps, H). */
export function givenName({ part, layer, direction }: Pick<Place, 'part' | 'layer' | 'direction'>, key: string): string {
  return `${part === undefined ? '' : `${part} `}${direction} ${layer} ${key}`;
}

/** Inputs for all that can be changed, by `givenName`. */
export function givenInputs(builder: GraphBuilder, shape: NetworkShape): Given {
  return (place, rows) =>
    new Map(
      changeKeys(shape.cells[place.layer] as CellProgram).map((key) => {
        const { hidden } = stackOf(shape, place.part);
        return [key, builder.input(givenName(place, key), rows, hidden)] as const;
      }),
    );
}

/** Those inputs of all stacks, or of one part, where nothing is changed. @param rows of what a stack reads */
export function unchanged(shape: NetworkShape, rows: (stack: Stack) => number, part?: Stack['part']): Feed {
  const feed: Record<string, Numbers> = {};
  for (const stack of shape.architecture.stacks(shape)) {
    if (part !== undefined && stack.part !== part) continue;
    const length = rows(stack) * stack.hidden;
    for (const direction of stack.directions)
      for (const [layer, cell] of stack.cells.entries())
        for (const key of changeKeys(cell))
          feed[givenName({ ...stack, layer, direction }, key)] = new Float32Array(length).fill(key.startsWith('scale:') ? 1 : 0);
  }
  return feed;
}

const stackOf = (shape: NetworkShape, part: Stack['part']) =>
  shape.architecture.stacks(shape).find((stack) => stack.part === part) as Stack;
