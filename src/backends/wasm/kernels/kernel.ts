/** A function of the generated module. Two of one key are one function, called with other addresses. */
import type { FunctionBuilder } from '../assembler/functionBuilder';

export interface Kernel {
  /** Everything that the code depends on. */
  readonly key: string;
  /** For profilers. */
  readonly name: string;
  /** How many addresses it takes. */
  readonly parameters: number;
  /** Roughly how many vector operations it takes. */
  readonly cost: number;
  write(f: FunctionBuilder): void;
}

export const FLOAT = 4;
/** Floats in a vector. */
export const LANES = 4;
