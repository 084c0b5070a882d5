/**
 * All that a task is. What it learns from, its symbols, its network, how it is judged, what it shows, answers and is called
 * stand in its folder, behind this one contract; the rest of Unroll asks a definition, and never which task it is.
 */
import type { Feed } from '../backend';
import type { Dataset } from '../data/dataset';
import type { Example, ExampleReader } from '../data/example';
import type { Pair, Sifted } from '../data/pairs';
import type { Known, SymbolsFound } from '../data/symbols';
import type { Experiment, ExperimentOptions } from '../experimentSchema';
import type { OnnxNetwork } from '../export/onnx/onnxNetwork';
import type { PythonTask } from '../export/pytorch/pythonTask';
import type { GenerationEnvironment } from '../infer/continueText';
import type { Following, Interruption } from '../interruption';
import type { Architecture } from '../model/architecture';
import type { ChangedNetwork } from '../model/changedNetwork';
import type { Model } from '../model/model';
import type {
  Classification,
  Evaluation,
  Fillings,
  FillOptions,
  Generation,
  GenerationOptions,
  Score,
  Tagging,
  Translation,
  TranslationOptions,
} from '../results';
import type { Units } from '../text/units';
import type { Judging } from '../train/validator';
import type { Sampled } from '../trainingEvent';

/** A setting that does not fit the task, and why: whole sentences. */
export interface Unfitting {
  readonly setting: keyof Experiment;
  readonly message: string;
}

export interface TaskDefinition {
  /** What does well where nothing else is said. */
  readonly defaults: ExperimentOptions;
  /** Where the size of what is learned matters: from the smallest to the largest, which has no limit. */
  readonly fits?: readonly Fit[];
  /** The settings of some tasks only that it has a use for. */
  readonly uses: readonly TaskSetting[];
  /** Which of its settings cannot be so. */
  refuses?(experiment: Experiment): Unfitting | undefined;
  /** What it learns from, and how. */
  learning(experiment: Pick<Experiment, 'rule'>): Learning;
  /** Where a symbol beyond the characters begins and ends texts: in what is read, in what is told. */
  readonly boundary: { readonly read: boolean; readonly told: boolean };
  readonly network: Architecture;
  /** The same network as a program for PyTorch. */
  readonly pyTorch: PythonTask;
  /** The same in ONNX. */
  readonly onnx: OnnxNetwork;
  /** By what validations tell how well it does. */
  readonly judging: Judging;
  /** What it makes now, to be looked at while it trains. */
  samples(model: Model, data: Dataset): Promise<readonly Sample[]>;
  /** How a text is read when it is looked into. @throws LabelError, SentenceError, CancelledError */
  reading(model: Model, text: string, options: TraceOptions, following: Following): Promise<TraceReading>;
  /** What beside the text a trace can be told. */
  readonly traceOptions: readonly (keyof TraceOptions)[];
  /** What a model can do. */
  readonly abilities: Partial<Abilities>;
}

/** What does well for up to so many characters. */
export interface Fit {
  readonly upTo: number;
  readonly options: Pick<ExperimentOptions, 'hidden' | 'dropout' | 'batch' | 'learningRate'> & { readonly epochs: number };
}

export type TaskSetting =
  | 'units'
  | 'vocabulary'
  | 'rule'
  | 'bidirectional'
  | 'attention'
  | 'decoderHidden'
  | 'teacherForcing'
  | 'sideHeads';

export type Sample = Pick<Sampled, 'prompt' | 'text' | 'expected'>;

export interface TraceOptions {
  /** For translate: what the decoder is fed; by default its own greedy translation. */
  readonly target?: string | undefined;
  /** For generate-from-label: as a text of which label it is read; by default the first. */
  readonly label?: string | undefined;
}

/** A text as a network reads it, to be looked into. */
export interface TraceReading {
  /** The network's inputs for this one text. */
  readonly feed: Feed;
  /** Forward states to begin with, by the slot that carries them; zero where left out. */
  readonly start?: Feed;
  /** What the layers read, a character for each symbol; of an encoder and a decoder, the encoder's. */
  readonly text: string;
  /** Where the boundary is read too. A text that is read in one piece, and a target, have it after them. */
  readonly boundary?: 'before' | 'after';
  /** What the decoder writes. */
  readonly target?: string;
  /** Which character of the target, or else of the text, a row of the head tells something of: the next, the same, or the last one. */
  readonly tells: 'next' | 'here' | 'end';
  /** The right symbol at each character, the boundary among them, −1 where the network cannot say it; none where nothing is right or wrong. */
  readonly truths?: Int32Array;
  readonly unknown: readonly string[];
}

export type Learning = FromText | FromRows;

export interface FromText {
  readonly from: 'text';
  /** @param known of a run that is resumed; otherwise the text's own. @throws DataError where there is nothing to learn */
  data(text: string, experiment: Experiment, known?: Known): Dataset;
  /** @throws DataError, CancelledError */
  evaluate(model: Model, text: string, interruption: Interruption): Promise<Evaluation>;
}

export interface FromRows {
  readonly from: 'rows';
  /** What the two columns hold. */
  readonly columns: { readonly input: string; readonly target: string };
  /** Whether a target is one label: files named after labels can be learned from too. */
  readonly labelled: boolean;
  /** Whether a target has a character, a tag, for each one of its input. */
  readonly aligned?: true;
  /** Cuts, or passes over, what is longer than `longest` units or otherwise cannot be learned. */
  sift(sifted: Sifted, longest: number, units: Units): void;
  /** @throws DataError where there is nothing to choose between */
  symbols(pairs: readonly Pair[], experiment: Experiment): SymbolsFound;
  /** Undefined where the network knows nothing of its like. */
  example(reader: ExampleReader, pair: Pair): Example | undefined;
  /** @throws CancelledError */
  evaluate(model: Model, pairs: readonly Pair[], interruption: Interruption): Promise<Evaluation>;
}

/** All that models can do; those of a task do some of it. Each @throws CancelledError */
export interface Abilities {
  generate(model: Model, options: GenerationOptions, environment: GenerationEnvironment): Promise<Generation>;
  score(model: Model, text: string, following: Following): Promise<Score>;
  fill(model: Model, before: string, after: string, options: FillOptions, following: Following): Promise<Fillings>;
  tag(model: Model, text: string, following: Following): Promise<Tagging>;
  classify(model: Model, texts: readonly string[], following: Following): Promise<Classification[]>;
  /** @param changed in what way it is another network, for one text and a beam of 1 */
  translate(
    model: Model,
    sources: readonly string[],
    options: TranslationOptions,
    following: Following,
    changed?: ChangedNetwork,
  ): Promise<Translation[]>;
  /** The labels that a model knows. */
  labels(model: Model): string[];
}
