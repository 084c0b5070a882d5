/** What a trace says of itself, and what can be asked of it: plain data. */
import type { Activation } from '../cell/cellProgram';
import type { Direction } from '../model/stack';
import type { Units } from '../text/units';

/** One named activation of a layer. */
export interface ActivationShape {
  /** Without the prime of a state: h, c, i … */
  readonly name: string;
  /** As the equation has it: `h' = o * tanh(c')`. */
  readonly equation: string;
  readonly range: Activation['range'];
  readonly state: boolean;
  /** The least and the greatest value in the whole text. */
  readonly low: number;
  readonly high: number;
  /** Of a gate: of each unit, the fraction of characters at which it is closed (below 0.1), and open (above 0.9). */
  readonly saturation?: { readonly closed: Float32Array; readonly open: Float32Array };
}

/** A gate is saturated below and above these (Karpathy, Johnson, Fei-Fei 2015). */
export const CLOSED = 0.1;
export const OPEN = 0.9;

export interface LayerShape {
  readonly layer: number;
  /** The way in which it reads; a layer that reads both ways is there twice. */
  readonly direction: Direction;
  readonly units: number;
  /** The cell's output first (h), then the others in the order of the equations. */
  readonly activations: readonly ActivationShape[];
  /** Units ordered so that similar ones are neighbours: by the output at up to 256 characters, evenly spread. */
  readonly order: Uint32Array;
  /** Mean of |output| over the text, for each unit. */
  readonly activity: Float32Array;
}

/** Which of two texts: what was read, or what a translator wrote of it. */
export type Part = 'source' | 'target';

export interface TextShape {
  /** What is read, as the network reads it: a column for each unit. */
  readonly text: string;
  readonly units: Units;
  /** Where the boundary symbol is read too, in a column of its own. */
  readonly boundary?: 'before' | 'after';
  /** Columns. */
  readonly length: number;
  readonly layers: readonly LayerShape[];
  /** The most bits of surprise at a character; undefined where nothing predicts the characters. */
  readonly mostSurprise?: number;
}

export interface TraceShape {
  /** Each cell's name once, from the lowest layer up. */
  readonly cell: string;
  /** Characters that the model never saw, each once. */
  readonly unknown: readonly string[];
  readonly source: TextShape;
  /** For translate. */
  readonly target?: TextShape;
  /** Whether there is the field `alignment`. */
  readonly aligned: boolean;
  /** Whether it can be held against n-grams: there is the field `advantage`, unless they cannot be counted. */
  readonly compared: boolean;
  /** Columns of so many characters, or of a multiple, are kept. Finer ones are read anew, at the speed of reading; 1: none are. */
  readonly kept: number;
}

/** Columns of `step` characters each, from `from` up to, not including, `to`. */
export interface Stretch {
  readonly part: Part;
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** One unit of one activation. */
export interface UnitAt {
  readonly layer: number;
  readonly direction: Direction;
  /** Of the activation: h, c, i … */
  readonly name: string;
  readonly unit: number;
}

/** What can be drawn over the characters of a text. */
export type Field =
  | {
      readonly kind: 'activation';
      readonly layer: number;
      readonly direction: Direction;
      readonly name: string;
      readonly unit?: number | undefined;
    }
  /** How active each of so many non-negative factors of a layer's outputs is: 1 where it alone would put its first unit at 1 or −1. */
  | { readonly kind: 'factors'; readonly layer: number; readonly direction: Direction; readonly rank: number }
  /** Bits at each character, NaN where nothing was predicted. */
  | { readonly kind: 'surprise' }
  /** Bits that the network needs less than n-grams at each character of the source: negative where these tell it better; NaN where nothing was predicted. */
  | { readonly kind: 'advantage' }
  /** Weights between the characters of this text and all of the other one; over the target, each character's sum to 1. */
  | { readonly kind: 'alignment' };

export interface FieldRequest extends Stretch {
  readonly field: Field;
  /** By default all. */
  readonly planes?: readonly Plane[] | undefined;
}

export const PLANES = ['mean', 'low', 'high'] as const;
export type Plane = (typeof PLANES)[number];

/** `mean[column · rows + row]`; the last column may stand for fewer characters. */
export interface Block {
  readonly from: number;
  readonly step: number;
  readonly columns: number;
  /** Units; factors; 1 for surprise and for a single unit; characters of the other text for an alignment. */
  readonly rows: number;
  /** The planes asked for, by default all. At a step of 1 there is the value alone, as `mean`. */
  readonly mean?: Float32Array;
  readonly low?: Float32Array;
  readonly high?: Float32Array;
}
