/**
 * What runs of language models are held against: n-grams of a run's own training text. What they reach on what was held out is
 * kept beside the run, so that it is counted once; the n-grams themselves only in memory, for the last runs that were asked for.
 */
import { z } from 'zod';
import { nodePlatform } from '../backends/platform/node/nodePlatform';
import { hasBaseline, Ngrams } from '../engine/baseline/baseline';
import { errorBreakdown } from '../engine/baseline/errorBreakdown';
import { DataError } from '../engine/data/material';
import type { Experiment } from '../engine/experimentSchema';
import { CancelledError, type Following } from '../engine/interruption';
import type { Baseline, NgramsOfText, Score } from '../engine/results';
import { inForm } from '../engine/text/form';
import type { RunBaseline } from '../protocol/queries';
import { readMaterial } from '../sources/readMaterial';
import { StorageError } from '../sources/storageError';
import { TextFileError } from '../sources/textFileError';
import { readExperiment } from './experimentFile';
import { hashMaterial } from './materialChanges';
import { exists, MOST, readRunFile } from './runFile';
import { RunFolderError, runFiles } from './runFolder';
import { readHistory } from './runSummary';
import { learnedFrom, OutsideFileError } from './trainingFiles';
import { writeWhole } from './writeWhole';

/** There is nothing to hold this run against; the message says why. */
class BaselineError extends Error {
  override readonly name = 'BaselineError';
}

const storedSchema = z.object({
  version: z.literal(2),
  textHash: z.string(),
  validation: z.number(),
  baseline: z.object({
    order: z.number().int().positive(),
    nats: z.number().positive(),
    characters: z.number().int().positive(),
    counted: z.number().int().positive(),
    trained: z.number().int().positive(),
  }),
});

/** Runs whose n-grams are held: each takes up to 200 MB. */
const MOST_HELD = 2;

interface Counted {
  readonly textHash: string;
  readonly text: string;
  readonly ngrams: Ngrams;
}

export class Baselines {
  /** By the run's folder, least recently used first. */
  readonly #held = new Map<string, Counted>();
  /** Ends when what is being counted is. */
  #turn: Promise<void> = Promise.resolve();

  /** @param readable as in `requireReadable` */
  constructor(private readonly readable: readonly string[] | 'anything' = []) {}

  /**
   * Of what was held out; nothing for a run of another task.
   * @param order n, where it is not to be chosen: that figure is not kept @throws CancelledError
   */
  async of(folder: string, following: Following, order?: number): Promise<RunBaseline> {
    const experiment = await readExperiment(folder);
    if (!hasBaseline(experiment)) return {};
    return await orWhyNot(
      async () => {
        if (order !== undefined)
          return { baseline: await this.#heldOut(experiment, await this.#count(folder, experiment, following, order), following) };
        const known = await this.#kept(folder, experiment);
        return { baseline: known ?? (await this.#measure(folder, experiment, following)) };
      },
      (missing) => ({ missing }),
    );
  }

  /**
   * Of a text, beside what a network expects of it; nothing for a run of another task.
   * @param network its nats at each character but the first, where its errors are to be told apart @throws CancelledError
   */
  async beside(
    folder: string,
    text: string,
    following: Following,
    network?: readonly number[],
  ): Promise<Pick<Score, 'baseline' | 'noBaseline' | 'errors'>> {
    return await orWhyNot(
      async () => {
        const experiment = await readExperiment(folder);
        if (!hasBaseline(experiment)) return {};
        const read = inForm(text, experiment);
        const { nats, ...ngrams } = await this.expected(folder, read, following);
        const perCharacter = [...nats.subarray(1)];
        const baseline = { ...ngrams, nats: perCharacter.reduce((sum, each) => sum + each, 0), perCharacter };
        // The kinds of errors are those of characters.
        if (!network || experiment.units !== 'characters') return { baseline };
        const { text: training } = await this.#counted(folder, experiment, following);
        return { baseline, errors: await errorBreakdown(read, network, training, experiment, counting(following)) };
      },
      (noBaseline) => ({ noBaseline }),
    );
  }

  /** Nats at each unit of a text. @throws CancelledError, BaselineError and others whose message says why there is none */
  async expected(folder: string, text: string, following: Following): Promise<NgramsOfText & { readonly nats: Float64Array }> {
    const experiment = await readExperiment(folder);
    const { ngrams } = await this.#counted(folder, experiment, following);
    const read = inForm(text, experiment);
    return { order: ngrams.order, seen: ngrams.seen(read), ...ngrams.of, nats: await ngrams.nats(read, counting(following)) };
  }

  async #measure(folder: string, experiment: Experiment, following: Following): Promise<Baseline> {
    if (experiment.validation === 0) throw new BaselineError(NOTHING_HELD_OUT);
    const counted = await this.#counted(folder, experiment, following);
    const { textHash } = counted;
    const baseline = await this.#heldOut(experiment, counted, following);
    const stored = { version: 2, textHash, validation: experiment.validation, baseline } satisfies z.input<typeof storedSchema>;
    try {
      await writeWhole(runFiles(folder).baseline, `${JSON.stringify(stored)}\n`);
    } catch (error) {
      // In a folder that takes no file it is counted anew the next time, which is no reason not to show it.
      if (!(error instanceof StorageError)) throw error;
    }
    return baseline;
  }

  async #heldOut(experiment: Experiment, { ngrams, text }: Counted, following: Following): Promise<Baseline> {
    const baseline = await ngrams.onHeldOut(text, experiment, counting(following));
    if (!baseline) throw new BaselineError(NOTHING_HELD_OUT);
    return baseline;
  }

  /** Undefined where none is, or one of another text. */
  async #kept(folder: string, { validation }: Experiment): Promise<Baseline | undefined> {
    const file = runFiles(folder).baseline;
    if (!(await exists(file))) return undefined;
    const stored = storedSchema.safeParse(parsed((await readRunFile(file, MOST.baseline)).toString('utf8'))).data;
    if (stored?.validation !== validation) return undefined;
    return stored.textHash === (await hashOf(folder)) ? stored.baseline : undefined;
  }

  /** One after another: whoever asks for what is being counted has it then, and memory is taken once. */
  #counted(folder: string, experiment: Experiment, following: Following): Promise<Counted> {
    const counted = this.#turn.then(() => this.#heldOrCounted(folder, experiment, following));
    this.#turn = counted.then(
      () => undefined,
      () => undefined,
    );
    return counted;
  }

  async #heldOrCounted(folder: string, experiment: Experiment, following: Following): Promise<Counted> {
    if (following.stop.aborted) throw new CancelledError();
    const hash = await hashOf(folder);
    const held = this.#held.get(folder);
    this.#held.delete(folder);
    const counted = held && held.textHash === hash ? held : await this.#count(folder, experiment, following);
    this.#held.set(folder, counted);
    for (const [oldest] of this.#held) {
      if (this.#held.size <= MOST_HELD) break;
      this.#held.delete(oldest);
    }
    return counted;
  }

  async #count(folder: string, experiment: Experiment, following: Following, order?: number): Promise<Counted> {
    const hash = await hashOf(folder);
    const { material } = await readMaterial(experiment, await this.#files(folder, experiment));
    const textHash = hashMaterial(material);
    if (hash !== undefined && hash !== textHash)
      throw new BaselineError('The text has changed since this run learned it, so its n-grams cannot be counted.');
    const text = material.kind === 'text' ? material.text : '';
    return { textHash, text, ngrams: await Ngrams.count(text, experiment, counting(following), order) };
  }

  /** Nobody is asked here whether files outside the workspace may be read. */
  async #files(folder: string, experiment: Experiment): Promise<readonly string[]> {
    try {
      return await learnedFrom(folder, experiment, this.readable);
    } catch (error) {
      if (!(error instanceof OutsideFileError)) throw error;
      throw new BaselineError('The text that this run learned lies outside its workspace, where it is not read to count n-grams.');
    }
  }
}

const NOTHING_HELD_OUT = 'Nothing was held out from training, so there is nothing to measure n-grams on.';

/** Of the text that the run learned last; unknown of runs from before hashes were kept. */
const hashOf = async (folder: string): Promise<string | undefined> => (await readHistory(folder)).curve.started?.textHash;

const counting = (following: Following): Following => ({ ...following, pause: nodePlatform.pause });

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** What keeps n-grams from being counted is said in place of them. */
async function orWhyNot<Found, Missing>(find: () => Promise<Found>, say: (message: string) => Missing): Promise<Found | Missing> {
  try {
    return await find();
  } catch (error) {
    if ([BaselineError, DataError, RunFolderError, StorageError, TextFileError].some((known) => error instanceof known))
      return say((error as Error).message);
    throw error;
  }
}
