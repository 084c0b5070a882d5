/** The formats in which a run goes elsewhere, and the words that people choose one by: a new format is an entry here and its maker in `runs/exportRun.ts`. */

import { taskWords } from '../engine/tasks/words';

export interface FormatWords {
  readonly label: string;
  /** What somebody does with it: as much as stands on a line of a quick pick. */
  readonly purpose: string;
  /** What else there is to know before, in whole sentences. */
  readonly also: string;
  /** Whether one file is written or a folder of them. */
  readonly into: 'file' | 'folder';
  /** Where a model is several networks that run one after the other: a folder instead, with a file for each. */
  readonly apart?: true;
  /** What is put behind the run's name where a name is proposed. */
  readonly suffix: string;
  /** What can be opened afterwards: the file itself, in what the system opens such files with; or the file of that name in the folder, in the editor. */
  readonly opens?: 'itself' | (string & {});
}

export const EXPORT_FORMATS = {
  html: {
    label: 'HTML Report',
    purpose: 'One page to keep or send: facts, loss curve, samples, cell, experiment',
    also: 'It has no scripts, and nothing from elsewhere.',
    into: 'file',
    suffix: '.html',
    opens: 'itself',
  },
  pytorch: {
    label: 'PyTorch',
    purpose: 'Weights, plain modules, and what trains them further on many machines',
    also: 'It comes back as a run (import).',
    into: 'folder',
    suffix: '-pytorch',
    opens: 'README.md',
  },
  onnx: {
    label: 'ONNX',
    purpose: 'The model for other runtimes and languages, with its vocabulary',
    also: 'Of any cell; of a translator a folder with an encoder and a decoder.',
    into: 'file',
    apart: true,
    suffix: '.onnx',
  },
  tensorboard: {
    label: 'TensorBoard',
    purpose: 'Losses, accuracy, gradient norm, learning rate, samples and settings',
    also: 'tensorboard --logdir shows it beside others.',
    into: 'folder',
    suffix: '-tensorboard',
  },
} as const satisfies Readonly<Record<string, FormatWords>>;

export type ExportFormat = keyof typeof EXPORT_FORMATS;
export const exportFormats = Object.keys(EXPORT_FORMATS) as readonly ExportFormat[];
/** Of a run: whether a file is written, or a folder. */
export function madeInto(format: ExportFormat, experiment: Parameters<typeof taskWords>[0]): FormatWords['into'] {
  const { into, apart } = formatWords(format);
  return apart && taskWords(experiment).networks ? 'folder' : into;
}

export const formatWords = (format: ExportFormat): FormatWords => EXPORT_FORMATS[format];
