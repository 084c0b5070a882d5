/** A function of the generated module. Two of one key are one function, called with other addresses. */
import type { FunctionBuilder } from '../assembler/functionBuilder';

export interface Kernel {
  /** Everything that the code depends on. */
  readonly key: `${(typeof KERNELS)[number]} ${string}`;
  /** For profilers. */
  readonly name: string;
  /** How many addresses it takes. */
  readonly parameters: number;
  /** Roughly how many vector operations it takes. */
  readonly cost: number;
  write(f: FunctionBuilder): void;
}

/** All kinds, as their keys begin: a closed list, by which `everyKernel.ts` is tested to leave none out. */
export const KERNELS = [
  'gemm',
  'few rows',
  'few rows transposed',
  'pack panels',
  'pack tiles',
  'pointwise',
  'gather',
  'scatterAdd',
  'copy',
  'zero',
  'sum rows',
  'sum squares',
  'log-sum-exp',
  'cross-entropy',
  'cross-entropy gradient',
] as const;

export const FLOAT = 4;
/** Floats in a vector. */
export const LANES = 4;
