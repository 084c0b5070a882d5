/** Plain data that comes out of a trained model: continuations, scores, traces. */
import type { Activation } from './cell/cellProgram';

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
}

export interface Alternative {
  readonly character: string;
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

export interface Score {
  /** Total; the first character is predicted from the zero state and nothing, so it is not counted. */
  readonly nats: number;
  /** Predicted characters: one fewer than the text has. */
  readonly characters: number;
  readonly perplexity: number;
  readonly unknown: readonly string[];
  readonly perCharacter: readonly { readonly character: string; readonly nats: number }[];
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
  readonly units: number;
  /** The state first (h), then the others in the order of the equations. */
  readonly activations: readonly TracedActivation[];
  /** Units ordered so that similar ones are neighbours. */
  readonly order: Uint32Array;
}

export interface Trace {
  readonly characters: readonly string[];
  /** Bits of surprise at each character given those before; NaN for the first. */
  readonly surprise: Float32Array;
  /** What the model expects after each character: its five likeliest. */
  readonly predictions: readonly (readonly Alternative[])[];
  readonly layers: readonly TracedLayer[];
  readonly cell: string;
  readonly unknown: readonly string[];
}
