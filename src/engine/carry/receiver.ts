/** What a training is that starts from given weights. */
import type { SavedSymbols } from '../data/symbols';
import type { Experiment } from '../experimentSchema';
import type { NetworkShape } from '../model/networkShape';

export interface Receiver {
  readonly experiment: Experiment;
  readonly shape: NetworkShape;
  readonly symbols: SavedSymbols;
  /** Of what there is to learn from, where more is kept. */
  readonly own: SavedSymbols;
}
