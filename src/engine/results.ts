/** Plain data that comes out of a trained model: continuations, scores, traces. */
import type { Activation } from './cell/cellProgram';
import type { Task } from './experimentSchema';

export interface GenerationOptions {
  readonly prompt: string;
  /** Characters to draw for each continuation. */
  readonly length: number;
  /** 0 is argmax. */
  readonly temperature: number;
  /** Draw only from the k likeliest; 0 is all. */
  readonly topK: number;
  /** Draw only from the smallest set with this probability mass; 1 is all. */
  readonly topP: number;
  readonly seed: number;
  readonly count: number;
  /** For a model of generate-from-label: whose texts to draw. */
  readonly label?: string;
}

/** A character, a tag or a label, and how likely it is. */
export interface Alternative {
  readonly symbol: string;
  readonly probability: number;
}

export interface GeneratedCharacter {
  readonly character: string;
  /** The model's own probability for it, at temperature 1 and with no cut. */
  readonly probability: number;
  /** The five likeliest characters there, likeliest first. */
  readonly alternatives: readonly Alternative[];
}

export interface Continuation {
  readonly seed: number;
  readonly text: string;
  readonly characters: readonly GeneratedCharacter[];
}

export interface Generation {
  readonly options: GenerationOptions;
  readonly continuations: readonly Continuation[];
  /** Characters of the prompt that the model never saw, each once. */
  readonly unknown: readonly string[];
  readonly charsPerSecond: number;
}

/** Of what was scored, what the model does not know: how much that is, and what it costs in all, in nats (`natsOfUnknown`, or the model's own symbol for it). */
export interface Strange {
  readonly count: number;
  readonly nats: number;
}

export interface Score {
  /** Total; the first character is predicted from the zero state and nothing, so it is not counted. */
  readonly nats: number;
  /** Predicted characters: one fewer than the text has. */
  readonly characters: number;
  readonly perplexity: number;
  readonly unknown: readonly string[];
  /** Where there are any. */
  readonly strange?: Strange;
  readonly perCharacter: readonly { readonly character: string; readonly nats: number }[];
  /** What an n-gram model of the run's training text expects of the same characters. */
  readonly baseline?: NgramsOfText & { readonly nats: number; readonly perCharacter: readonly number[] };
  /** Why there is none: a whole sentence. */
  readonly noBaseline?: string;
  readonly errors?: ErrorBreakdown;
}

/** By the oracle that takes an error away, in their order. */
export type ErrorKind = 'n-gram' | 'memory' | 'rare word' | 'word break' | 'punctuation' | 'other';

/** Characters that a language model gave less than one half, by kind (Karpathy, Johnson & Fei-Fei 2015, §4.4): the kinds sum to all. */
export interface ErrorBreakdown extends Counted {
  /** That were told, right or wrong. */
  readonly characters: number;
  readonly errors: number;
  /**
   * `n-gram`: some n-gram of up to 9 characters gives it more than one half. `memory`: in a word, past its first character, that stands in
   * the last `upTo` characters. `rare word`: in a word that the training text has `upTo` times. `word break`: after a space, a line break or
   * a quote. `punctuation`. `other`: with `upTo` more probability it would be right.
   */
  readonly kinds: readonly { readonly kind: ErrorKind; readonly upTo?: number; readonly errors: number }[];
}

/** Of which part of a training text n-grams were counted: its beginning, where it has more of them than are kept. */
export interface Counted {
  readonly counted: number;
  /** Characters of the training text. */
  readonly trained: number;
}

/** n-grams of a run's training text, as a text is held against them. */
export interface NgramsOfText extends Counted {
  /** n */
  readonly order: number;
  /** How much of the text they have counted, 0…1: they know that by heart, and tell it better than any other text. */
  readonly seen: number;
}

/** An n-gram model of what a run was trained on (interpolated modified Kneser–Ney), on what was held out from it. */
export interface Baseline extends Counted {
  /** n */
  readonly order: number;
  /** Mean over the characters that were told. */
  readonly nats: number;
  readonly characters: number;
}

/** One named activation of one layer over a text: `values[t · units + u]`. */
export interface TracedActivation {
  readonly name: string;
  readonly equation: string;
  readonly range: Activation['range'];
  readonly values: Float32Array;
}

export interface TracedLayer {
  readonly layer: number;
  /** The way in which it reads; a layer that reads both ways is traced twice. */
  readonly direction: 'forward' | 'backward';
  readonly units: number;
  /** The state first (h), then the others in the order of the equations. */
  readonly activations: readonly TracedActivation[];
  /** Units ordered so that similar ones are neighbours. */
  readonly order: Uint32Array;
}

/** A text and what layers made of it. The symbol that begins or ends a text, where it is read, is an empty character. */
export interface TracedText {
  readonly characters: readonly string[];
  /** Bits of surprise at each character given what the model saw before; NaN where nothing was predicted. */
  readonly surprise: Float32Array;
  /**
   * What the model expects after each character (infill and the target of translate: there; tag: its tags; classify: its labels, at the
   * end): the five likeliest. Empty where it predicts nothing.
   */
  readonly predictions: readonly (readonly Alternative[])[];
  readonly layers: readonly TracedLayer[];
}

/** For translate, the text and its layers are the source's and the encoder's. */
export interface Trace extends TracedText {
  readonly cell: string;
  readonly unknown: readonly string[];
  /** For translate: the target and the decoder's layers. */
  readonly target?: TracedText;
  /** For translate with attention: weight of source character s at target character t, `alignment[t · S + s]`; each row sums to 1. */
  readonly alignment?: Float32Array;
}

/** Labels from the likeliest down. */
export interface Classification {
  readonly text: string;
  readonly labels: readonly Alternative[];
  readonly unknown: readonly string[];
}

export interface FillOptions {
  /** How many characters are missing, at least and at most. */
  readonly shortest: number;
  readonly longest: number;
  /** Fillings told, best first. */
  readonly count: number;
}

export interface Filling {
  readonly text: string;
  /**
   * −log p of the filling with what lies beyond the gap, the mean of both directions; where the model cannot say that (it is older),
   * nats per character of the pseudo-likelihood: each character of the gap and those beside it, given all others.
   */
  readonly nats: number;
  /** Its joint probability as a share of that of all fillings that were weighed, 0…1; of an older model undefined. */
  readonly share?: number;
  readonly characters: readonly GeneratedCharacter[];
}

export interface Fillings {
  readonly before: string;
  readonly after: string;
  readonly fillings: readonly Filling[];
  /** How many fillings were judged by their joint probability; of an older model undefined. */
  readonly weighed?: number;
  readonly unknown: readonly string[];
}

export interface TranslationOptions {
  /** Hypotheses kept at each step; 1 is greedy. */
  readonly beam: number;
  /** α of the length normalisation ((5 + n)/6)^α, Wu et al. 2016; 0 does not normalise. */
  readonly lengthPenalty: number;
}

export interface Hypothesis {
  readonly text: string;
  readonly logProbability: number;
  /** The log-probability over the length penalty: what hypotheses are ranked by. */
  readonly score: number;
  /** Its end too, as an empty character, unless it was cut off at the longest length. */
  readonly characters: readonly GeneratedCharacter[];
  /** With attention, as in `Trace`. */
  readonly alignment?: Float32Array;
}

export interface Translation {
  readonly source: string;
  /** Best first. */
  readonly hypotheses: readonly Hypothesis[];
  readonly unknown: readonly string[];
}

export interface Tagging {
  /** In the form that the model reads. */
  readonly text: string;
  /** With a rule: the text restored, in the form that it was asked in; else the tags, one after another. */
  readonly output: string;
  /** One for each character. */
  readonly tags: readonly GeneratedCharacter[];
  readonly unknown: readonly string[];
}

/** counts[truth][guess], in the order of the labels. */
export interface Confusion {
  readonly labels: readonly string[];
  readonly counts: readonly (readonly number[])[];
}

/** A model held against examples that it should know. */
export interface Evaluation {
  readonly task: Task;
  /** Rows, or characters of running text that were told. */
  readonly examples: number;
  /** Mean nats for each thing predicted: a character, a tag, a label. */
  readonly nats: number;
  readonly perplexity: number;
  /** Fraction of tags or labels that are right. */
  readonly accuracy?: number;
  readonly confusion?: Confusion;
  /** Fraction of translations that are right to the last character (greedy). */
  readonly exact?: number;
  /** Edit distance over the length of the truth, over all rows. */
  readonly characterErrorRate?: number;
  /** Corpus BLEU of 1- to 4-grams of words, Papineni et al. 2002, without smoothing: 0…1. */
  readonly bleu?: number;
  /** Exact match by the length of the source. */
  readonly byLength?: readonly { readonly length: number; readonly examples: number; readonly exact: number }[];
  /** Characters, labels and tags that the model never saw. */
  readonly unknown: readonly string[];
  /** Of them, those that were told, where there are any. */
  readonly strange?: Strange;
  /** Rows that were passed over: whole sentences. */
  readonly notes?: readonly string[];
  /** What n-grams of the run's training text reach on the same text: mean nats. Or why that is not known. */
  readonly baseline?: NgramsOfText & { readonly nats: number };
  readonly noBaseline?: string;
  readonly errors?: ErrorBreakdown;
  /** Of running text, nats at each character but the first: for what is made of them, and not told further. */
  readonly perCharacter?: readonly number[];
}
