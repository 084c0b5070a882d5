/** Loads and stores of one to four neighbouring floats, so that the end of a row needs no code of another kind. */
import type { FunctionBuilder } from '../assembler/functionBuilder';
import { type Code, v128 } from '../assembler/instructions';
import { FLOAT, LANES } from './kernel';

/** Lanes beyond `count` are those of `rest`, or zero. */
export function loadLanes(f: FunctionBuilder, address: Code, count: number, offset = 0, rest?: Code): Code {
  if (count === LANES) return v128.load(address, offset);
  const into = rest ?? f.splat(0);
  if (count === 1) return v128.loadLane32(address, into, 0, offset);
  const pair = v128.loadLane64(address, into, 0, offset);
  return count === 2 ? pair : v128.loadLane32(address, pair, 2, offset + 2 * FLOAT);
}

export function storeLanes(address: Code, value: Code, count: number, offset = 0): Code {
  if (count === LANES) return v128.store(address, value, offset);
  if (count === 1) return v128.storeLane32(address, value, 0, offset);
  const pair = v128.storeLane64(address, value, 0, offset);
  return count === 2 ? pair : [...pair, ...v128.storeLane32(address, value, 2, offset + 2 * FLOAT)];
}

/** A row of so many floats, cut into vectors: whole ones, and what is left. */
export function cut(columns: number): { readonly whole: number; readonly rest: number } {
  return { whole: Math.floor(columns / LANES), rest: columns % LANES };
}
