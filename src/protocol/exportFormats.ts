/** The formats in which a run goes elsewhere, and the words that people choose one by: a new format is an entry here and its maker in `runs/exportRun.ts`. */

export interface FormatWords {
  readonly label: string;
  /** What somebody does with it. */
  readonly purpose: string;
  /** Whether one file is written or a folder of them. */
  readonly into: 'file' | 'folder';
  /** What is put behind the run's name where a name is proposed. */
  readonly suffix: string;
  /** What can be opened afterwards: the file itself, in what the system opens such files with; or the file of that name in the folder, in the editor. */
  readonly opens?: 'itself' | (string & {});
}

export const EXPORT_FORMATS = {
  html: {
    label: 'HTML Report',
    purpose: 'One page to keep or send, without scripts and with nothing from elsewhere: facts, loss curve, samples, cell, experiment.',
    into: 'file',
    suffix: '.html',
    opens: 'itself',
  },
  pytorch: {
    label: 'PyTorch',
    purpose:
      'A folder with the weights, the network as plain modules, and a program that trains it further, alone or on as many machines as there are. It comes back with Import Weights.',
    into: 'folder',
    suffix: '-pytorch',
    opens: 'README.md',
  },
} as const satisfies Readonly<Record<string, FormatWords>>;

export type ExportFormat = keyof typeof EXPORT_FORMATS;
export const exportFormats = Object.keys(EXPORT_FORMATS) as readonly ExportFormat[];
export const formatWords = (format: ExportFormat): FormatWords => EXPORT_FORMATS[format];
