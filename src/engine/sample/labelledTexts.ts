/** Texts of labels read side by side: each begins with the states of its label. */
import type { Numbers } from '../backend';
import type { Model } from '../model/model';
import { carrySlot, head } from '../model/network';
import { type Stack, stacksOf } from '../model/stack';
import type { Choice, Expectation, SideBySide } from './beamSearch';
import { Branches } from './branches';
import { statesOf } from './generateFromLabel';
import { logSoftmax } from './logSoftmax';
import { rowOf } from './paddedTexts';

export class LabelledTexts implements SideBySide<Expectation> {
  private constructor(
    private readonly model: Model,
    private readonly branches: Branches,
  ) {}

  static async open(model: Model, width: number): Promise<LabelledTexts> {
    const [stack] = stacksOf(model.shape) as [Stack];
    const branches = await Branches.open(model, stack, width, (builder, parameters, outputs) => {
      builder.output('logits', head(builder, parameters, outputs));
    });
    return new LabelledTexts(model, branches);
  }

  /** @param labels by number, one for each row: at most the width */
  begin(labels: readonly number[]): void {
    const { hidden } = this.model.shape;
    const states = labels.map((label) => statesOf(this.model, label));
    this.branches.restart((layer, state) => {
      const rows = new Float64Array(this.branches.width * hidden);
      states.forEach((of, row) => {
        rows.set(of[carrySlot(layer, state)] as Numbers, row * hidden);
      });
      return rows;
    });
  }

  async step(choices: readonly Choice[]): Promise<Expectation[]> {
    const { logits } = await this.branches.step(choices);
    return choices.map((_, row) => ({ logProbabilities: logSoftmax(rowOf(logits as Numbers, this.model.shape.targets, row)) }));
  }

  dispose(): void {
    this.branches.dispose();
  }
}
