/** A short text from the network as it is now: how the samples evolve while it trains. */
import type { Backend, Feed, Numbers } from '../backend';
import type { LanguageModelData } from '../data/languageModel';
import type { NetworkShape } from '../model/networkShape';
import { fromSlots } from '../model/parameters';
import { parameterSlots } from '../model/parameterSlots';
import { Stepper } from '../model/stepper';
import { Random } from '../random';
import { draw } from '../sample/distribution';
import type { Sampled } from '../trainingEvent';

/** Of a short text no more than it has itself. */
const LENGTH = 160;
const CUT = { temperature: 0.8, topK: 0, topP: 1 };

export class Sampler {
  private constructor(
    private readonly shape: NetworkShape,
    private readonly data: LanguageModelData,
    private readonly stepper: Stepper,
    private readonly seed: number,
  ) {}

  static async open(shape: NetworkShape, data: LanguageModelData, backend: Backend, seed: number): Promise<Sampler> {
    return new Sampler(shape, data, await Stepper.open(shape, backend), seed);
  }

  /** @param parameters slots, as read from a device */
  async sample(parameters: Feed, update: number): Promise<Sampled> {
    const { stepper, data, shape } = this;
    stepper.setWeights(fromSlots(parameterSlots(shape), parameters));
    stepper.reset();
    const random = Random.fromSeed(this.seed);
    let token = data.vocabulary.encode(data.opening).tokens[0] as number;
    let text = '';
    for (let index = 0; index < Math.min(LENGTH, data.trainCharacters - 1); index++) {
      const { logits } = await stepper.step(token);
      token = draw(logits as Numbers, CUT, random);
      text += data.vocabulary.characters[token];
    }
    return { kind: 'sample', update, prompt: data.opening, text };
  }

  dispose(): void {
    this.stepper.dispose();
  }
}
