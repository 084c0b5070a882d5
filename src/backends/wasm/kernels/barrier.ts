/** Where threads wait for each other: spinning for a moment, then asleep. */

import type { FunctionBuilder } from '../assembler/functionBuilder';
import { atomic, I32, i32, UNREACHABLE } from '../assembler/instructions';

const ARRIVED = i32.constant(8);
const GENERATION = i32.constant(12);
const SPINS = 4000;
/** Milliseconds of one sleep. Many short ones, for a machine that was asleep itself must not count that as waiting. */
const NAP = 100;

/**
 * A thread that the others wait for in vain is gone: they stop, with a trap.
 * @param patience in milliseconds
 */
export function writeBarrier(f: FunctionBuilder, threads: number, patience: number): void {
  const generation = f.let(atomic.load(GENERATION), I32);
  const stillThere = i32.equal(atomic.load(GENERATION), generation);
  const last = f.let(i32.equal(atomic.add(ARRIVED, i32.constant(1)), i32.constant(threads - 1)), I32);
  f.when(last, () => {
    f.emit(
      atomic.store(ARRIVED, i32.constant(0)),
      [...atomic.add(GENERATION, i32.constant(1)), 0x1a],
      atomic.wake(GENERATION, i32.constant(threads)),
    );
  });
  f.when(stillThere, () => {
    const left = f.local(I32);
    f.emit(left.set(i32.constant(SPINS)));
    f.repeatWhile(i32.and(stillThere, i32.lessUnsigned(i32.constant(0), left.get)), () =>
      f.emit(left.set(i32.subtract(left.get, i32.constant(1)))),
    );
    f.when(stillThere, () => {
      f.emit(left.set(i32.constant(Math.ceil(patience / NAP))));
      f.repeatWhile(stillThere, () => {
        // Nothing else may lie on the stack: V8 11 (Node 20) forgets it over an `atomic.wait`.
        f.when(i32.equal(atomic.wait(GENERATION, generation, BigInt(NAP) * 1_000_000n), i32.constant(2)), () => {
          f.emit(left.set(i32.subtract(left.get, i32.constant(1))));
          f.when(i32.equal(left.get, i32.constant(0)), () => f.emit(UNREACHABLE));
        });
      });
    });
  });
}
