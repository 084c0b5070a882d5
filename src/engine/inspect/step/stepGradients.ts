/** The backward equations of a cell with the numbers of one unit in them, as the step's own loss makes them. */
import type { CellProgram } from '../../cell/cellProgram';
import { backwardSections, gradientNames } from '../../cell/printBackward';
import type { Tensor } from '../../checkpoint/tensor';
import { Marks } from './marks';
import { HANDED_ON, type OneStep } from './stepNumbers';
import type { StepGradient, StepValue, UnrolledStep } from './unrolledStep';

/** `key`: whose gradient it is. */
type Marked = StepValue & { readonly key?: string };

/**
 * @param numberAt what stands for a key of the forward pass
 * @param matrix a weight by its name in the equations, (H, in or H)
 */
export function stepGradients(
  cell: CellProgram,
  { gradients }: OneStep,
  unit: number,
  numberAt: (key: string) => StepValue,
  matrix: (name: string) => Tensor,
): Pick<UnrolledStep, 'arriving' | 'backward'> {
  const names = gradientNames(cell);
  const at = (key: string): number => gradients.get(key)?.[unit] ?? 0;
  /** From step t + 1, which this loss lies before, nothing arrives. */
  const fromOutside = (key: string): number => (key === cell.output ? at(HANDED_ON) : 0);
  const back = (name: string, product: string): number => {
    const { data, shape } = matrix(name);
    let sum = 0;
    for (const [row, slope] of (gradients.get(product) ?? []).entries()) sum += (data[row * (shape[1] as number) + unit] as number) * slope;
    return sum;
  };

  const marks = new Marks<Marked>();
  const gradient = (key: string) =>
    marks.of(`gradient ${key}`, () => ({ words: names.gradient(key).text, kind: 'gradient', value: at(key), key }));
  const sections = backwardSections(cell, {
    value: (key) => marks.of(key, () => numberAt(key)),
    gradient,
    through: (name, product) =>
      marks.of(`${name} ${product}`, () => ({ words: names.through(name, product).text, kind: 'back', value: back(name, product) })),
    outer: (product, vector) => ({ text: `${gradient(product).text} ${vector}ᵀ`, binding: 'product' }),
  });
  const backward = sections.map(({ words, equations }) => ({
    words,
    gradients: equations.map(({ targets, text }): StepGradient => {
      const summed = targets.some((key) => key.startsWith('sum:'));
      const pieces = marks.apart(text).map((piece): string | StepValue => {
        if (typeof piece === 'string') return piece;
        const { key, ...value } = piece;
        // In its own equation it is what arrived from outside, to which the rest is added.
        return key !== undefined && targets.includes(key) ? { ...value, value: fromOutside(key) } : value;
      });
      return {
        targets: targets.map((key) => names.gradient(key).text),
        ...(!summed && { value: at(targets[0] as string) }),
        // What goes back to x is a vector of the layer below: none of its numbers is this unit's.
        pieces: targets.includes('sum:x') ? [pieces.map((piece) => (typeof piece === 'string' ? piece : piece.words)).join('')] : pieces,
      };
    }),
  }));
  const entering = new Set([...cell.states.map((state) => `activation:${state}'`), cell.output]);
  return { arriving: [...entering].map((key) => ({ target: names.gradient(key).text, value: fromOutside(key) })), backward };
}
