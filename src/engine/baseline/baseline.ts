/** What a language model is held against: n-grams counted on what it was trained on, asked about what was held out from it. */
import { runningTextParts } from '../data/runningText';
import { Vocabulary } from '../data/vocabulary';
import type { Experiment } from '../experimentSchema';
import type { Following } from '../interruption';
import type { Baseline, Counted } from '../results';
import { taskOf } from '../tasks/tasks';
import { chooseOrder, NgramModel } from './ngramModel';

/** Whether an n-gram model answers the same question: each character from those before it, in one running text. */
export function hasBaseline(experiment: Pick<Experiment, 'task' | 'rule'>): boolean {
  return 'score' in taskOf(experiment).abilities && taskOf(experiment).learning(experiment).from === 'text';
}

const STRETCH = 40;
const STRETCHES = 200;

/** n-grams of the characters of a text, of the order that its last twentieth is told best with. */
export class CharacterNgrams {
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
    { validation }: Pick<Experiment, 'validation'>,
    counting: Following,
    n?: number,
  ): Promise<CharacterNgrams> {
    const vocabulary = Vocabulary.of(text);
    const { train } = runningTextParts(vocabulary.encode(text).tokens, validation);
    const order = n ?? (await chooseOrder(train, vocabulary.size, counting));
    const model = await NgramModel.count(train, vocabulary.size, order, counting);
    const { counted } = model;
    return new CharacterNgrams(vocabulary, model, vocabulary.decode(train.subarray(0, counted)), { counted, trained: train.length });
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

  /** Nats at each code point, the first one told from nothing; unknown characters are read as the network reads them. @throws CancelledError */
  nats(text: string, counting: Following): Promise<Float64Array> {
    return this.model.nats(this.vocabulary.encode(text).tokens, counting);
  }

  /**
   * On what was held out. As of a network, the first character is told from nothing and does not count.
   * @returns undefined where nothing was held out @throws CancelledError
   */
  async onHeldOut(text: string, { validation }: Pick<Experiment, 'validation'>, counting: Following): Promise<Baseline | undefined> {
    const { held } = runningTextParts(this.vocabulary.encode(text).tokens, validation);
    if (held.length === 0) return undefined;
    const nats = (await this.model.nats(held, counting)).subarray(1);
    const sum = nats.reduce((total, each) => total + each, 0);
    return { order: this.order, nats: sum / nats.length, characters: nats.length, ...this.of };
  }
}
