/** A network that knows one symbol more, which reads as the average of a text's symbols: what occlusion puts in a character's place. */
import type { Feed } from '../../backend';
import type { Tensor } from '../../checkpoint/tensor';
import type { Architecture } from '../../model/architecture';
import type { Model } from '../../model/model';
import type { NetworkShape } from '../../model/networkShape';
import { parameterSlots } from '../../model/parameterSlots';
import { toSlots } from '../../model/parameters';
import { blockSlot, embeddingSlot, type Stack } from '../../model/stack';

export interface AveragedModel extends Pick<Model, 'weights' | 'backend'> {
  readonly shape: NetworkShape;
  /** The number of the average symbol: V. */
  readonly average: number;
  /** (V + 1, E or k·H): what each symbol reads as, an embedding's row, or those of all matrices that multiply x. */
  readonly table: Feed[string];
  readonly columns: number;
}

/**
 * @param model that goes from one character to the next
 * @param tokens the text: each symbol counts as often as it stands there
 */
export function withAverageInput({ shape, weights, backend }: Model, tokens: Feed[string]): AveragedModel {
  const symbols = shape.vocabulary;
  const shares = new Float64Array(symbols);
  for (const token of tokens) shares[token] = (shares[token] as number) + 1 / tokens.length;
  const averaged: NetworkShape = { ...shape, vocabulary: symbols + 1, architecture: shape.architecture.stepping as Architecture };
  const slots = parameterSlots(averaged);
  const added = new Map(
    slots
      .flatMap(({ members }) => members)
      .map(({ name, shape: wanted }): [string, Tensor] => [name, fitted(weights.get(name) as Tensor, wanted, shares)]),
  );
  const [stack] = averaged.architecture.stacks(averaged) as [Stack];
  const name = stack.embedding > 0 ? embeddingSlot(stack) : blockSlot(stack, 0, 'forward', 0);
  const table = toSlots(slots, added)[name] ?? new Float32Array();
  return { shape: averaged, weights: added, backend, average: symbols, table, columns: table.length / (symbols + 1) };
}

/** A table of symbols gets a further row, a matrix over symbols a further column: the average of the others. */
function fitted(tensor: Tensor, [rows = 1, columns = 1]: readonly number[], shares: Float64Array): Tensor {
  const [before, across = 1] = tensor.shape as [number, number?];
  const from = { rows: before, columns: across };
  if (from.rows === rows && from.columns === columns) return tensor;
  const data = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      data[row * columns + column] =
        row < from.rows && column < from.columns
          ? (tensor.data[row * from.columns + column] as number)
          : shares.reduce((sum, share, symbol) => {
              const at = row < from.rows ? row * from.columns + symbol : symbol * from.columns + column;
              return sum + share * (tensor.data[at] as number);
            }, 0);
  return { shape: [rows, columns], data: tensor.data instanceof Float64Array ? data : Float32Array.from(data) };
}
