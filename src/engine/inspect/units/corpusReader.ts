/** How texts are read that units are looked for in: many side by side, told of their outputs and states. */
import type { Numbers } from '../../backend';
import type { Activation, CellProgram } from '../../cell/cellProgram';
import type { Row } from '../../data/material';
import type { Model } from '../../model/model';
import { cut, type Units } from '../../text/units';
import { CHUNK, ChunkReader } from '../chunkReader';
import { type Place, shownActivations } from '../place';

/** What a run learned from: running text, or rows that each are a text of their own. Of rows, places are those in `corpusText`. */
export type Corpus = string | readonly Row[];

/** Rows one after another; what stands between two of them is of none, so that no place reaches from one into the next. */
export function corpusText(corpus: Corpus): string {
  return typeof corpus === 'string' ? corpus : corpus.map(({ input }) => `${input}\n`).join('');
}

/** Units of it; what stands between two rows is one. */
export function corpusLength(corpus: Corpus, units: Units): number {
  if (typeof corpus === 'string') return cut(corpus, units).length;
  return corpus.reduce((sum, { input }) => sum + cut(input, units).length + 1, 0);
}

/** A run that does not read what it learned from character by character as it stands in its files. */
export class CorpusError extends Error {
  override readonly name = 'CorpusError';
}

/** Read side by side: so many that the weights, which are gone through once a step, are not what takes the time. */
export const BATCH = 96;
/** Characters of each that are read in one go: what is told of them stays in the caches until it was looked at. */
const STEPS = 16;

/** What is told in the corpus: the output and the states. */
export const outputAndStates = (cell: CellProgram): Activation[] =>
  shownActivations(cell).filter(({ state }, index) => index === 0 || state);

export interface SweptRows {
  /** Where in the text each row is, (rows); −1 for one that does not count. */
  readonly positions: Int32Array;
  /** Of each place, each activation of `outputAndStates`, (rows, units). */
  readonly values: readonly (readonly Numbers[])[];
}

/** Is handed rows in an order of its own. */
export type Visit = (rows: SweptRows, places: readonly Place[]) => void;

/** Compiled once for a model. Where one reads backwards, the states at the ends of all chunks are held at once: longer chunks have fewer. */
export function corpusReader(model: Model): Promise<ChunkReader> {
  const { shape } = model;
  const backwards = shape.architecture.stacks(shape).some(({ directions }) => directions.includes('backward'));
  const steps = backwards ? CHUNK : STEPS;
  return model.keep('corpus reader', () => ChunkReader.open(model, { batch: BATCH, steps, told: outputAndStates, predicts: 'nothing' }));
}
