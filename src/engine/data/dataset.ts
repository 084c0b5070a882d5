/** What an experiment learns, as batches of numbers. */
import type { Batches } from './batches';
import type { HeldOut } from './heldOut';
import type { Row } from './material';
import type { Symbols } from './symbols';

export interface Dataset extends Symbols {
  readonly train: Batches;
  /** Undefined where nothing was held out. */
  readonly validation?: HeldOut;
  readonly trainCharacters: number;
  readonly validationCharacters: number;
  /** Where the material is rows, or was cut into them: how many. */
  readonly rows?: { readonly train: number; readonly validation: number };
  /** What was adapted or passed over, in whole sentences. */
  readonly notes: readonly string[];
  /** Of running text: its first character, the prompt of the samples. */
  readonly opening: string;
  /** Some rows that are not trained on, or where nothing was held out, that are: what the samples show. */
  readonly shown: readonly Row[];
}
