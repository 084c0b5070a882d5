/**
 * Compiling a large graph leaves a hundred megabytes of small objects behind. In training hardly any are made, so that V8
 * would see no reason to collect them: it is told when the graph first runs, for then all graphs of a training are compiled.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Operations of a graph that leaves enough behind to be worth some 30 ms. */
const MANY = 300;

type Collect = (how: { readonly type: 'major'; readonly execution: 'sync'; readonly flavor: 'last-resort' }) => void;

export class Litter {
  private compiled = 0;

  add(operations: number): void {
    this.compiled += operations;
  }

  collect(): void {
    if (this.compiled < MANY) return;
    this.compiled = 0;
    setFlagsFromString('--expose-gc');
    const collect: Collect = runInNewContext('gc');
    setFlagsFromString('--no-expose-gc');
    // The last resort hands memory back to the system; a common collection keeps it at hand.
    collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  }
}
