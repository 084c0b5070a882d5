/** An experiment file that is of many runs: its fields as they stand, and the settings of one run of it. */
import path from 'node:path';
import { ExperimentError, type ExperimentOptions } from '../../engine/experimentSchema';
import { type Combination, isSweep } from '../../engine/sweep/expandSweep';
import { PLAN } from '../../engine/sweep/sweepSchema';
import { type ExperimentDocument, experimentName, isExperimentDocument, optionsOf, readExperimentDocument } from '../experimentDocument';

export interface SweepDocument {
  readonly document: ExperimentDocument;
  /** Without the ending. */
  readonly name: string;
  /** Settings, lists and ranges, and how they are combined. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** @param named as the user did @throws ExperimentFileError, ExperimentError where it is of one run, StorageError */
export async function readSweepDocument(named: string): Promise<SweepDocument> {
  const file = path.resolve(named);
  const base = path.basename(file);
  if (!isExperimentDocument(file)) throw new ExperimentError(`${base} is no experiment file: their names end with .unroll.json.`);
  const document = await readExperimentDocument(file, [PLAN]);
  const { $schema, ...fields } = document.fields;
  if (!isSweep(fields))
    throw new ExperimentError(
      `${base} is one experiment: no setting in it is a list or a range. Give one, as "hidden": [64, 128]; or train it as it is: train ${base}.`,
    );
  return { document, name: experimentName(file), fields };
}

/** With paths from the root of the disk. @throws ExperimentFileError */
export function optionsOfRun({ document }: SweepDocument, { options }: Combination): ExperimentOptions {
  return optionsOf(document, { ...options });
}
