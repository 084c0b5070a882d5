/** What the network makes now, to be looked at while it trains: by its task a continuation, fillings, labels, tags or texts of a label. */
import type { Backend, Feed } from '../backend';
import type { Dataset } from '../data/dataset';
import { GAP } from '../data/languageModel';
import type { Row } from '../data/material';
import type { Experiment } from '../experimentSchema';
import { generate } from '../infer/generate';
import { Stepper } from '../infer/stepper';
import type { Model } from '../model/model';
import type { NetworkShape } from '../model/networkShape';
import { parameterSlots } from '../model/parameterSlots';
import { fromSlots } from '../model/parameters';
import { classify } from '../tasks/classify/classify';
import { fill } from '../tasks/infill/fill';
import { tag } from '../tasks/tag/tag';
import { translate } from '../tasks/translate/translate';
import type { Sampled } from '../trainingEvent';

/** Characters drawn at most. */
const LENGTH = 160;
/** Samples are few and short: nothing interrupts them. */
const UNSTOPPED = { stop: { aborted: false } };

export class Sampler {
  private constructor(
    private readonly experiment: Experiment,
    private readonly shape: NetworkShape,
    private readonly data: Dataset,
    private readonly backend: Backend,
    private readonly stepper: Stepper | undefined,
  ) {}

  static async open(experiment: Experiment, shape: NetworkShape, data: Dataset, backend: Backend): Promise<Sampler> {
    const stepper = Stepper.fits(shape) ? await Stepper.open(shape, backend) : undefined;
    return new Sampler(experiment, shape, data, backend, stepper);
  }

  /** @param parameters slots, as read from a device */
  async sample(parameters: Feed, update: number): Promise<Sampled[]> {
    const { experiment, shape, data, backend, stepper } = this;
    const { vocabulary, targets, labels, opening, trainCharacters } = data;
    const weights = fromSlots(parameterSlots(shape), parameters);
    stepper?.setWeights(weights);
    // Nothing is kept with it: the weights are others the next time.
    const model: Model = {
      ...{ experiment, shape, vocabulary, targets, labels, weights, backend, ...(stepper && { stepper }) },
      keep: (_, open) => open(),
      dispose() {},
    };
    // of a short text no more than it has itself
    if (shape.task === 'language-model')
      return [
        { kind: 'sample', update, prompt: opening, text: await drawn(model, Math.min(LENGTH, trainCharacters - 1), { prompt: opening }) },
      ];
    const samples: Sampled[] = [];
    for (const row of data.examples) samples.push({ kind: 'sample', update, ...(await sampleOf(model, row)) });
    return samples;
  }

  dispose(): void {
    this.stepper?.dispose();
  }
}

/** What the model makes of a row, beside what is right where that is known. */
async function sampleOf(model: Model, { input, target }: Row): Promise<Pick<Sampled, 'prompt' | 'text' | 'expected'>> {
  switch (model.experiment.task) {
    case 'classify': {
      const [classified] = await classify(model, [input], UNSTOPPED);
      return { prompt: input, text: classified?.labels[0]?.symbol ?? '', expected: target };
    }
    case 'tag':
      return { prompt: input, text: (await tag(model, input, UNSTOPPED)).output, expected: target };
    case 'translate': {
      const [translation] = await translate(model, [input], { beam: 1, lengthPenalty: 0 }, UNSTOPPED);
      return { prompt: input, text: translation?.hypotheses[0]?.text ?? '', expected: target };
    }
    case 'infill': {
      const [before = '', after = ''] = input.split(GAP);
      const length = [...target].length;
      const { fillings } = await fill(model, before, after, { shortest: length, longest: length, count: 1 }, UNSTOPPED);
      return { prompt: input, text: fillings[0]?.text ?? '', expected: target };
    }
    default:
      return { prompt: target, text: await drawn(model, LENGTH, { label: target }) };
  }
}

async function drawn(model: Model, length: number, from: { readonly prompt?: string; readonly label?: string }): Promise<string> {
  const options = { prompt: '', ...from, length, temperature: 0.8, topK: 0, topP: 1, count: 1, seed: model.experiment.seed };
  const { continuations } = await generate(model, options, { ...UNSTOPPED, seconds: () => 0 });
  return continuations[0]?.text ?? '';
}
