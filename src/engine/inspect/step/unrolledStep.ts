/** What is told of one step: the cell's equations with the numbers of one unit in them, forwards and backwards. */
import type { Direction } from '../../model/stack';

export interface StepWanted {
  readonly layer: number;
  readonly direction: Direction;
  readonly unit: number;
  /** Column of the source. */
  readonly at: number;
}

/** Something that has a value at this step. */
export interface StepValue {
  /** As the equations have it: `z`, `h`, `b_z`, `W_hn (r * h)`, `dz`, `W_hzᵀ d(W_hz h)`. */
  readonly words: string;
  /** before: a state as the step finds it; gradient: of the loss with respect to what its words name; back: what comes back through a matrix. */
  readonly kind: 'activation' | 'before' | 'product' | 'parameter' | 'gradient' | 'back';
  /** The activation whose map has it, where one has. */
  readonly name?: string;
  /** Of the unit; of a product the unit's element, a row of the matrix times a vector, and back a column times one. */
  readonly value: number;
}

/** The right-hand side from left to right; what has no value is a string. */
type Pieces = readonly (string | StepValue)[];

export interface StepEquation {
  /** `h'`; `name` is that of its map: h. */
  readonly target: string;
  readonly name: string;
  readonly value: number;
  readonly pieces: Pieces;
}

export interface StepGradient {
  /** `dc'`; several that are equal: `d(W_xi x)`, `db_i`. */
  readonly targets: readonly string[];
  /** Of the unit. Undefined for what is no number of one unit: `dx`, and a matrix, of which the unit's row is told. */
  readonly value?: number;
  readonly pieces: Pieces;
}

/** Where the gradient comes from. */
export interface StepLoss {
  /** What was to be told here; the boundary is empty. */
  readonly symbol: string;
  /** False where the text does not say what is right: its likeliest symbol is taken for it. */
  readonly known: boolean;
  /** −ln p of the symbol, in nats. */
  readonly nats: number;
}

export interface UnrolledStep {
  readonly cell: string;
  readonly equations: readonly StepEquation[];
  readonly loss: StepLoss;
  /** What the unit's output and states receive from the loss at this step, by `dh'`: 0 but for the output. */
  readonly arriving: readonly { readonly target: string; readonly value: number }[];
  /** The derived equations, in sections; their words say what follows. */
  readonly backward: readonly { readonly words: string; readonly gradients: readonly StepGradient[] }[];
  /** Whether the loss also depends on this layer by way of other steps, of layers above that read both ways: these are held. */
  readonly around: boolean;
}
