/** Texts of labels read side by side: each begins with the states of its label. */
import type { Numbers } from '../../backend';
import type { Choice, Expectation, SideBySide } from '../../infer/beamSearch';
import { Branches } from '../../infer/branches';
import { logSoftmax } from '../../infer/distribution';
import { rowOf } from '../../infer/paddedTexts';
import { stackStepGraph } from '../../infer/stackStepGraph';
import type { Model } from '../../model/model';
import { labelStates } from './labelStates';

export class LabelledTexts implements SideBySide<Expectation> {
  private constructor(
    private readonly model: Model,
    private readonly branches: Branches,
  ) {}

  static async open(model: Model, width: number): Promise<LabelledTexts> {
    const branches = await Branches.open(model, stackStepGraph(model.shape, 'forward', width));
    return new LabelledTexts(model, branches);
  }

  /** @param labels by number, one for each row: at most the width */
  begin(labels: readonly number[]): void {
    const { width } = this.branches;
    const rows: Record<string, Float64Array> = {};
    for (const [row, label] of labels.entries())
      for (const [slot, state] of Object.entries(labelStates(this.model.shape, this.model.weights, label))) {
        rows[slot] ??= new Float64Array(width * state.length);
        rows[slot].set(state, row * state.length);
      }
    this.branches.write(rows);
  }

  async step(choices: readonly Choice[]): Promise<Expectation[]> {
    const { logits } = await this.branches.step(choices);
    return choices.map((_, row) => ({ logProbabilities: logSoftmax(rowOf(logits as Numbers, this.model.shape.targets, row)) }));
  }

  dispose(): void {
    this.branches.dispose();
  }
}
