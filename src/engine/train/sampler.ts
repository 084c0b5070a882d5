/** What the network makes now, to be looked at while it trains. */
import type { Backend, Feed } from '../backend';
import type { Dataset } from '../data/dataset';
import type { Experiment } from '../experimentSchema';
import { Stepper } from '../infer/stepper';
import type { Model } from '../model/model';
import type { NetworkShape } from '../model/networkShape';
import { parameterSlots } from '../model/parameterSlots';
import { fromSlots } from '../model/parameters';
import { taskOf } from '../tasks/tasks';
import type { Sampled } from '../trainingEvent';

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
    const { vocabulary, targets, labels } = data;
    const weights = fromSlots(parameterSlots(shape), parameters);
    stepper?.setWeights(weights);
    // Nothing is kept with it: the weights are others the next time.
    const model: Model = {
      ...{ experiment, shape, vocabulary, targets, labels, weights, backend, ...(stepper && { stepper }) },
      keep: (_, open) => open(),
      dispose() {},
    };
    const samples = await taskOf(experiment).samples(model, data);
    return samples.map((sample) => ({ kind: 'sample', update, ...sample }));
  }

  dispose(): void {
    this.stepper?.dispose();
  }
}
