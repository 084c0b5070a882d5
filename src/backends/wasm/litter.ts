/**
 * Compiling a large graph leaves a hundred megabytes of small objects behind. In training hardly any are made, so that the
 * JavaScript engine would see no reason to collect them: it is told when the graph first runs, for then all graphs of a
 * training are compiled.
 */

/** Operations of a graph that leaves enough behind to be worth some 30 ms. */
const MANY = 300;

export class Litter {
  private compiled = 0;

  /** @param collectGarbage absent where the engine does not let itself be told */
  constructor(private readonly collectGarbage?: () => void) {}

  add(operations: number): void {
    this.compiled += operations;
  }

  collect(): void {
    if (this.compiled < MANY) return;
    this.compiled = 0;
    this.collectGarbage?.();
  }
}
