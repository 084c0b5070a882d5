/** What one step back multiplies by, in words for each cell: the lecture's matrix for a vanilla network, else the derived equations. */
import type { CellProgram } from '../../cell/cellProgram';
import { printBackward } from '../../cell/printBackward';

export interface StepBack {
  readonly cell: string;
  /** `diag(1 − h²) W_hh`, where it is as simple as that. */
  readonly factor?: string;
  /** The backward equations; those that begin with # say what follows. */
  readonly equations: readonly string[];
}

/** Each cell once, from the lowest layer up. */
export function stepsBack(cells: readonly CellProgram[]): StepBack[] {
  return [...new Set(cells)].map((cell) => {
    const factor = vanillaFactor(cell);
    return { cell: cell.name, ...(factor !== undefined && { factor }), equations: printBackward(cell) };
  });
}

function vanillaFactor({ states, activations, parameters }: CellProgram): string | undefined {
  const [state] = states;
  const [only, ...others] = activations;
  const recurrent = parameters.filter(({ kind }) => kind === 'recurrent-matrix');
  const [matrix] = recurrent;
  if (states.length > 1 || others.length > 0 || recurrent.length !== 1 || !matrix || !only) return undefined;
  const linear = new RegExp(`^tanh\\([^*()]*${matrix.name} ${state}[^*()]*\\)$`, 'u');
  return linear.test(only.equation) ? `diag(1 − ${state}²) ${matrix.name}` : undefined;
}
