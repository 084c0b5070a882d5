/** The loss of a character when a state before it is moved: its equation gets a bias that is there at one character only. */
import { openReference } from '../../../../src/backends/reference/referenceBackend';
import type { Model } from '../../../../src/engine/abilities';
import type { Numbers } from '../../../../src/engine/backend';
import { compileCell } from '../../../../src/engine/cell/compileCell';
import type { Tensor } from '../../../../src/engine/checkpoint/tensor';
import { surprise } from '../../../../src/engine/infer/distribution';
import { Stepper } from '../../../../src/engine/infer/stepper';

export interface Place {
  /** The character whose loss it is. */
  readonly t: number;
  /** The state is moved after this one. */
  readonly s: number;
  readonly layer: number;
  readonly state: string;
}

/** @returns the loss in nats when the state is moved by so much in each unit */
export async function nudged(model: Model, text: string, { t, s, layer, state }: Place): Promise<(by: Float64Array) => Promise<number>> {
  const cells = model.shape.cells.map((cell, each) => {
    if (each !== layer) return cell;
    const equation = new RegExp(`^(\\s*${state}'?\\s*=)(.*)$`, 'mu');
    return compileCell(cell.source.replace(equation, '$1 ($2) + b_nudge'), cell.name);
  });
  const { hidden } = model.shape;
  const tokens = model.vocabulary.encode(text).tokens;
  const stepper = await Stepper.open({ ...model.shape, cells }, openReference());
  const nudge = (by: Float64Array) =>
    stepper.setWeights(new Map<string, Tensor>([...model.weights, [`layers.${layer}.b_nudge`, { shape: [hidden], data: by }]]));
  nudge(new Float64Array(hidden));
  stepper.reset();
  for (const token of tokens.subarray(0, s)) await stepper.step(token);
  const before = await stepper.save();
  return async (by) => {
    stepper.restore(before);
    nudge(by);
    let logits = (await stepper.step(tokens[s] as number)).logits as Numbers;
    nudge(new Float64Array(hidden));
    for (const token of tokens.subarray(s + 1, t)) logits = (await stepper.step(token)).logits as Numbers;
    return surprise(logits, tokens[t] as number);
  };
}
