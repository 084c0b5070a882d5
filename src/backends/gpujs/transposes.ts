/**
 * The weights that every time step multiplies by transposed are transposed once a run: then neighbouring threads read
 * neighbouring numbers, which is what a GPU's memory is fast at.
 */
import type { Graph, View } from '../../engine/backend';
import { isFilled, type Operand, type Place, wholeBuffer } from './deviceBuffer';
import type { KernelLibrary } from './kernelLibrary';
import { transpose } from './kernels/rows';

export class Transposes {
  private readonly uses = new Map<string, number>();
  private readonly made = new Map<string, Operand>();

  constructor(
    graph: Graph,
    private readonly library: KernelLibrary,
  ) {
    for (const operation of graph.operations) {
      if (operation.op === 'gemm' && operation.transposeB) this.uses.set(keyOf(operation.b), (this.uses.get(keyOf(operation.b)) ?? 0) + 1);
    }
  }

  /** The transposed matrix, where that is worth a copy. */
  of(view: View, place: Place): Operand | undefined {
    const key = keyOf(view);
    if (isFilled(place) || (this.uses.get(key) ?? 0) < 2) return undefined;
    const operand = this.made.get(key) ?? wholeBuffer(transpose(this.library, place));
    this.made.set(key, operand);
    return operand;
  }
}

function keyOf({ value, row, column, rows, columns }: View): string {
  return [value.id, row, column, rows, columns].join(' ');
}
