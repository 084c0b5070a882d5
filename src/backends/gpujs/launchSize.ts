/** How many runs one launch carries: enough to make up for its upload and read-back, too few to look hung to the driver. */
import type { Graph } from '../../engine/backend';

/** Floating-point operations: a second on a weak GPU, after which some drivers reset it. */
const MOST_WORK = 1e11;

export function runsPerLaunch(graph: Graph, most: number): number {
  return Math.max(1, Math.min(most, Math.floor(MOST_WORK / Math.max(1, workOf(graph)))));
}

/** Matrix products are nearly all of it. */
function workOf({ operations }: Graph): number {
  return operations.reduce((work, operation) => {
    if (operation.op !== 'gemm') return work;
    const inner = operation.transposeA ? operation.a.rows : operation.a.columns;
    return work + 2 * operation.out.rows * operation.out.columns * inner;
  }, 0);
}
