/**
 * What the compiler makes of a cell's equations, and all that the layer needs to run it through time.
 *
 * Quantities at one time step are named by strings ("keys"):
 *   `x:W_xi`          W_xi x, hoisted out of time (one GEMM for all steps)
 *   `product:W_hi·h`  a recurrent product, from the GEMM of the stage before
 *   `parameter:b_i`   a bias or peephole vector, (1, H)
 *   `previous:c`      a state at t − 1
 *   `activation:i`, `activation:c'`   a named activation at t (primed where it is a state)
 *   `operand:1`       an unnamed operand of a recurrent matrix, such as r * h
 */
import type { PointwiseProgram } from '../graph/pointwise';

export interface CellParameter {
  /** As written in the equations: W_xi, b_i, p_o. */
  readonly name: string;
  /** A matrix over the input is (H, input), one over anything else (H, H); vectors have H elements. */
  readonly kind: 'input-matrix' | 'recurrent-matrix' | 'bias' | 'vector';
  /** From an `init` line; otherwise the network's initializer decides. */
  readonly init?: number;
}

export interface Activation {
  /** i, f, n … or a state with its prime: h', c'. */
  readonly name: string;
  readonly key: string;
  /** The right-hand side's source as the user wrote it, whitespace normalised: `sigmoid(W_xi x + W_hi h + b_i)`. */
  readonly equation: string;
  /** gate: 0…1 (a sigmoid); signed: −1…1 (a tanh); real: unbounded. */
  readonly range: 'gate' | 'signed' | 'real';
  readonly state: boolean;
}

/** A run of matrices that share an operand: their products are one GEMM, (B, operand) · (operand, k·H). */
export interface GemmStage {
  readonly kind: 'gemm';
  /** Key of the operand, e.g. `previous:h`. */
  readonly operand: string;
  /** Index into `blocks`. */
  readonly block: number;
  /** Keys of the products, in column order: one for each matrix of the block. */
  readonly products: readonly string[];
}

export interface PointwiseStage {
  readonly kind: 'pointwise';
  readonly program: PointwiseProgram;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** Matrices stored side by side, each H columns wide, transposed: a product is `operand · block`. */
export interface MatrixBlock {
  readonly over: 'input' | 'hidden';
  /** Names of the matrices in column order. */
  readonly matrices: readonly string[];
}

export interface CellProgram {
  readonly name: string;
  readonly source: string;
  /** In declaration order; the first is usually h. */
  readonly states: readonly string[];
  /** Of the states, those by which a changed cell hands an activation to the next step: they begin at zero, and nothing is learned of them. */
  readonly held?: readonly string[];
  /** Key of the cell's output, `activation:h'` unless an `output` line says otherwise. */
  readonly output: string;
  readonly activations: readonly Activation[];
  readonly parameters: readonly CellParameter[];
  /** Block 0, if any matrix multiplies x, is the hoisted one (`over: 'input'`); the others belong to GEMM stages. */
  readonly blocks: readonly MatrixBlock[];
  /** Biases and peepholes, stored side by side in one (1, k·H) row. */
  readonly vectors: readonly string[];
  /** In the order of execution within a time step. Every activation is an output of one pointwise stage. */
  readonly stages: readonly (GemmStage | PointwiseStage)[];
}

/** The states that a network may learn to begin with. */
export const ownStates = ({ states, held = [] }: CellProgram): readonly string[] => states.filter((state) => !held.includes(state));
