/** All of a material as a trained network reads it: nothing is held out, and the symbols are the network's. */
import type { Experiment } from '../experimentSchema';
import type { Batches } from './batches';
import { DataError } from './dataError';
import { learnsFromRows } from './dataset';
import { ExampleReader } from './example';
import { infillData, languageModelData } from './languageModel';
import type { Material, Row } from './material';
import { pairsOf } from './pairs';
import { RowBatches } from './rowBatches';
import { ruledPairs } from './rowData';
import type { Symbols } from './symbols';

/** Rows longer than in training are read too, up to so many characters. */
const LONGEST = 1024;

export interface EvaluationData {
  readonly batches: Batches;
  /** Where the material is rows, or was cut into them: those that are read. */
  readonly rows: readonly Row[];
  /** Characters, labels and tags that the network never saw, each once. */
  readonly unknown: readonly string[];
  readonly notes: readonly string[];
}

/** @throws DataError where there is nothing to predict */
export function evaluationData(experiment: Experiment, material: Material, symbols: Symbols): EvaluationData {
  const { task, rule, window, batch } = experiment;
  if (material.kind === 'text' && rule === undefined) {
    const { train, notes } = (task === 'infill' ? infillData : languageModelData)(
      material.text,
      { batch, window, validation: 0 },
      symbols.vocabulary,
    );
    return { batches: train, rows: [], unknown: symbols.vocabulary.encode(material.text).unknown, notes };
  }
  if (learnsFromRows(experiment) !== (material.kind === 'rows')) throw new DataError(`This is not what ${task} is evaluated on.`);
  const { pairs, notes } =
    material.kind === 'text'
      ? { pairs: ruledPairs(rule ?? 'case', material.text, window), notes: [] }
      : pairsOf(task, material.rows, task === 'translate' || task === 'generate-from-label' ? Math.max(LONGEST, window) : window);
  const reader = new ExampleReader(task, symbols);
  const known = pairs.filter((pair) => reader.knows(pair));
  if (known.length === 0) throw new DataError('This model knows none of the labels in this file.');
  const batches = new RowBatches(
    known.map((pair) => reader.read(pair)),
    batch,
  );
  return {
    batches,
    rows: known.map(({ row }) => row),
    unknown: [...new Set([...reader.unknownCharacters, ...reader.unknownTargets])],
    notes,
  };
}
