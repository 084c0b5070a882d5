/** What a language model is held against: n-grams counted on what it was trained on, asked about what was held out from it. */
import { runningTextParts, unitsOf } from '../data/runningText';
import type { Vocabulary } from '../data/vocabulary';
import type { Experiment } from '../experimentSchema';
import { natsOfUnknown } from '../infer/distribution';
import type { Following } from '../interruption';
import type { Baseline, Counted } from '../results';
import { taskOf } from '../tasks/tasks';
import { cut } from '../text/units';
import { chooseOrder, NgramModel } from './ngramModel';

/** Whether an n-gram model answers the same question: each character or word from those before it, in one running text. */
export function hasBaseline(experiment: Pick<Experiment, 'task' | 'rule'>): boolean {
  return 'score' in taskOf(experiment).abilities && taskOf(experiment).learning(experiment).from === 'text';
}

const STRETCH = 40;
const STRETCHES = 200;

/** n-grams of the characters or words of a text, of which a network knows as many, of the order that its last twentieth is told best with. */
export class Ngrams {
  private constructor(
    private readonly vocabulary: Vocabulary,
    private readonly model: NgramModel,
    /** What was counted. */
    private readonly training: string,
    /** How much that is. */
    readonly of: Counted,
  ) {}

  /**
   * @param text all of it: characters of what is held out are known, as they are to the network
   * @param n by default the one that tells the end of the training text best @throws CancelledError
   */
  static async count(
    text: string,
    experiment: Pick<Experiment, 'validation' | 'units' | 'vocabulary'>,
    counting: Following,
    n?: number,
  ): Promise<Ngrams> {
    const { vocabulary } = unitsOf(text, experiment);
    const { train } = runningTextParts(vocabulary.encode(text).tokens, experiment.validation);
    const order = n ?? (await chooseOrder(train, vocabulary.size, counting));
    const model = await NgramModel.count(train, vocabulary.size, order, counting);
    const { counted } = model;
    const training = cut(text, experiment.units).slice(0, counted).join('');
    return new Ngrams(vocabulary, model, training, { counted, trained: train.length });
  }

  get order(): number {
    return this.model.order;
  }

  /** How much of a text stands in what was counted, 0…1: of 200 stretches of 40 characters at most, spread over it. */
  seen(text: string): number {
    const characters = [...text];
    const many = Math.min(STRETCHES, Math.ceil(characters.length / STRETCH));
    let found = 0;
    for (let index = 0; index < many; index++) {
      const start = many === 1 ? 0 : Math.floor((index * (characters.length - STRETCH)) / (many - 1));
      if (this.training.includes(characters.slice(start, start + STRETCH).join(''))) found++;
    }
    return many === 0 ? 0 : found / many;
  }

  /** Nats at each unit, the first one told from nothing; unknown ones are scored as a network scores them. @throws CancelledError */
  async nats(text: string, counting: Following): Promise<Float64Array> {
    const read = this.vocabulary.encode(text);
    const nats = await this.model.nats(read.tokens, counting);
    if (this.vocabulary.unknown === undefined) for (const at of read.unknownAt) nats[at] = natsOfUnknown(this.vocabulary.size);
    return nats;
  }

  /**
   * On what was held out. As for a network, the text before it stands before its first character.
   * @returns undefined where nothing was held out @throws CancelledError
   */
  async onHeldOut(text: string, { validation }: Pick<Experiment, 'validation'>, counting: Following): Promise<Baseline | undefined> {
    const { tokens } = this.vocabulary.encode(text);
    const { train, held } = runningTextParts(tokens, validation);
    if (held.length === 0) return undefined;
    const context = Math.min(train.length, this.order - 1);
    const nats = (await this.model.nats(tokens.subarray(train.length - context), counting)).subarray(context);
    const sum = nats.reduce((total, each) => total + each, 0);
    return { order: this.order, nats: sum / nats.length, characters: nats.length, ...this.of };
  }
}
