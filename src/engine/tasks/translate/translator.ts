/** An encoder and a decoder compiled for sources up to some length: the source is read, then the target one symbol at a time. */
import type { Executable, Numbers } from '../../backend';
import type { Choice, Expectation, SideBySide } from '../../infer/beamSearch';
import { Branches } from '../../infer/branches';
import { logSoftmax } from '../../infer/distribution';
import { paddedTexts, rowOf } from '../../infer/paddedTexts';
import type { ChangedNetwork } from '../../model/changedNetwork';
import type { Model } from '../../model/model';
import { parameterSlots } from '../../model/parameterSlots';
import { toSlots } from '../../model/parameters';
import { decoderStepGraph, encoderGraph } from './stepGraphs';

export interface TranslatorStep extends Expectation {
  /** With attention: the weight of each source position (S). */
  readonly alignment?: Numbers;
}

export class Translator implements SideBySide<TranslatorStep> {
  private constructor(
    private readonly targets: number,
    private readonly encoder: Executable,
    private readonly decoder: Branches,
    private readonly window: number,
    private readonly changed: ChangedNetwork | undefined,
  ) {}

  /** Steps since the sources were read. */
  private taken = 0;

  /** @param width texts at once. @param window symbols of a source at most, its end among them */
  static async open(model: Model, width: number, window: number, changed?: ChangedNetwork): Promise<Translator> {
    const { weights, backend } = model;
    const shape = changed?.shape ?? model.shape;
    const size = { batch: width, window };
    const decoder = await Branches.open({ ...model, shape }, decoderStepGraph(shape, size, changed?.given));
    const encoder = await backend.compile(encoderGraph(shape, size, changed?.given));
    encoder.write(toSlots(parameterSlots(shape), weights));
    return new Translator(shape.targets, encoder, decoder, window, changed);
  }

  /** Reads the sources, one for each row: at most `width`. */
  async begin(sources: readonly Uint32Array[]): Promise<void> {
    const [handedOver = {}] = await this.encoder.run([
      { ...paddedTexts(sources, this.decoder.width, this.window), ...this.changed?.encoder(this.window) },
    ]);
    this.taken = 0;
    this.decoder.write(handedOver);
  }

  async step(choices: readonly Choice[]): Promise<TranslatorStep[]> {
    const { logits, alignment } = await this.decoder.step(choices, this.changed?.decoder(this.taken++));
    return choices.map((_, row) => ({
      logProbabilities: logSoftmax(rowOf(logits as Numbers, this.targets, row)),
      ...(alignment && { alignment: rowOf(alignment, this.window, row) }),
    }));
  }

  dispose(): void {
    this.encoder.dispose();
    this.decoder.dispose();
  }
}
