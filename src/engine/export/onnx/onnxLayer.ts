/** What a layer reads and hands on in an ONNX graph, whichever way it is written. */
import type { Direction, Stack } from '../../model/stack';

/** (T, B) symbols that stand for one-hot vectors, or (T, B, size) vectors. */
export interface LayerInput {
  readonly kind: 'ids' | 'vectors';
  readonly name: string;
  readonly size: number;
}

export interface LayerReading {
  readonly stack: Stack;
  readonly layer: number;
  readonly input: LayerInput;
  /** (B): where texts have lengths of their own, beyond which there is padding. */
  readonly lengths?: string;
  /** (T, B, 1): whether a symbol is of a text. */
  readonly mask?: string;
  /** The state before the first step, (B, H); undefined for zeros. */
  initial(state: string, direction: Direction): string | undefined;
}

/** One direction of a layer. */
export interface WrittenLayer {
  readonly layer: number;
  readonly direction: Direction;
  /** (T, B, H) */
  readonly outputs: string;
  /** After the last step of a text, by state, (B, H). */
  readonly final: ReadonlyMap<string, string>;
}
