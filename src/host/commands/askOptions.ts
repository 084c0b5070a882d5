/** The questions of "Train Char-RNN with Options…": cell, hidden size, layers, what the task may decide, time budget. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import experimentJson from '../../../media/languages/experiment.schema.json';
import type { ExperimentOptions } from '../../engine/experimentSchema';
import type { CellInfo, ProposedColumn } from '../../protocol/engineProtocol';
import { taskWords } from '../../protocol/taskWords';
import { unitWords } from '../../protocol/textUnits';
import { columnQuestions } from './columnQuestions';
import { type Answer, oneOf, type Question } from './question';
import { askSteps, type Choice, type Step } from './quickPickSteps';
import { positiveNumber } from './typedNumber';

const BROWSE = '\0browse';
/** Nothing is said: the engine chooses. */
const FITTING = '\0fitting';

const SAVE = '\0save';

const LAST: Step<Answer> = {
  placeholder: 'Train now, or keep all this as a file that can be trained from?',
  choices: [
    { label: 'Train', value: '\0train' },
    { label: 'Save as Experiment File…', description: 'to be read, changed, sent and trained again', value: SAVE },
  ],
};

type Numeric = 'hidden' | 'layers' | 'window' | 'minutes';

/** Words that the answers before may decide. */
type Said = string | ((answers: readonly Answer[]) => string);

/** Of a number in the JSON schema of experiment.json. */
interface NumberSchema {
  readonly type: string;
  readonly maximum?: number;
}

export interface Asked {
  readonly options: ExperimentOptions;
  /** To be written to a file, and not trained now. */
  readonly save: boolean;
}

/**
 * The options given, with what was answered in them.
 * @param columns of a table, which are asked for first @param onDisk whether a file could name what is learned from
 * @throws CancellationError when dismissed
 */
export async function askOptions(
  name: string,
  options: ExperimentOptions,
  builtin: readonly CellInfo[],
  { columns = [], onDisk }: { readonly columns?: readonly ProposedColumn[] | undefined; readonly onDisk: boolean },
): Promise<Asked> {
  const own = await vscode.workspace.findFiles('**/*.cell', '**/node_modules/**', 50);
  const { knownBy, model } = taskWords(options);
  const what = knownBy === 'cell' ? 'Char-RNN' : `a ${model}`;
  const questions: readonly Question[] = [
    ...columnQuestions(options, columns),
    { setting: 'cell', step: () => cellStep(options.cell, builtin, own) },
    number('hidden', options, [16, 32, 64, 128, 256, 512], 'H: units of the hidden state', 'unit'),
    number('layers', options, [1, 2, 3], 'L: layers, one on another', 'layer'),
    ...ofTask(options),
    number('minutes', options, [1, 3, 10, 30], 'Time for training', 'minute'),
  ];
  const answers = await askSteps<Answer>(`Train ${what} on ${name}`, [
    ...questions.map(({ step }) => step),
    ...(onDisk ? [() => LAST] : []),
  ]);
  const answered = Object.fromEntries(
    questions.map(({ setting }, at) => [setting, answers[at] === FITTING ? undefined : answers[at]] as const),
  );
  const chosen = { ...options, ...answered, ...(answered.cell === BROWSE ? { cell: await browse() } : {}) };
  return { options: chosen, save: answers[questions.length] === SAVE };
}

/** What can be read in words may be; running text is read in windows; what has two ends is read from both, and a translator may look back. */
function ofTask(options: ExperimentOptions): readonly Question[] {
  const units = oneOf('units', 'What texts are read and written in', options.units ?? 'characters', [
    { label: 'characters', description: 'every word can be written, also one that was never seen', value: 'characters' },
    { label: 'words', description: 'the 10,000 most frequent words and marks; others are read as unknown', value: 'words' },
  ]);
  const readIn = (answers: readonly Answer[]) => unitWords(answers.includes('words') ? 'words' : 'characters');
  const windows = number(
    'window',
    options,
    [16, 32, 64, 128, 256],
    (answers) => `T: ${readIn(answers).many} that the gradient flows back through`,
    (answers) => readIn(answers).one,
  );
  const directions = oneOf('bidirectional', 'Which way layers read', options.bidirectional ?? 'concat', [
    { label: 'both ways, side by side', description: 'each direction keeps its own units', value: 'concat' },
    { label: 'both ways, summed', description: 'as many units as one direction', value: 'sum' },
    { label: 'forwards', description: 'from the beginning to the end', value: 'no' },
  ]);
  const looks = oneOf('attention', 'How the decoder looks back at the source', options.attention ?? 'dot', [
    { label: 'dot', description: 'attention by products, Luong et al. 2015', value: 'dot' },
    { label: 'additive', description: 'attention by a small network, Bahdanau et al. 2015', value: 'additive' },
    { label: 'none', description: 'one vector for the whole source: the bottleneck', value: 'none' },
  ]);
  const questions = { units, window: windows, bidirectional: directions, attention: looks };
  return taskWords(options).asks.map((setting) => questions[setting]);
}

const FITS: Choice<Answer> = { label: 'what fits', description: 'the task and the size of the text', value: FITTING };

function cellStep(initial: string | undefined, builtin: readonly CellInfo[], own: readonly vscode.Uri[]): Step<Answer> {
  const separator = (label: string): Choice<Answer> => ({ label, kind: vscode.QuickPickItemKind.Separator, value: '' });
  const files = own.map((uri) => ({
    label: path.basename(uri.fsPath),
    description: vscode.workspace.asRelativePath(uri),
    value: uri.fsPath,
  }));
  return {
    placeholder: 'The recurrent cell',
    initial: initial ?? FITTING,
    choices: [
      FITS,
      separator('built in'),
      ...builtin.map(({ name, title }) => ({ label: name, description: title, value: name })),
      ...(files.length > 0 ? [separator('in this workspace'), ...files] : []),
      separator(''),
      { label: '$(folder-opened) Browse…', description: 'a .cell file', value: BROWSE, alwaysShow: true },
    ],
  };
}

/** @param common values to choose from; any other can be typed */
function number(setting: Numeric, options: ExperimentOptions, common: readonly number[], asked: Said, unit: Said): Question {
  const { type, maximum: most = Number.POSITIVE_INFINITY }: NumberSchema = experimentJson.properties[setting];
  const set = options[setting];
  const said = (words: Said, answers: readonly Answer[]) => (typeof words === 'string' ? words : words(answers));
  const choice = (value: number, one: string): Choice<Answer> => ({
    label: `${value} ${one}${value === 1 ? '' : 's'}`,
    value,
    ...(value === set ? { description: 'as in the settings' } : {}),
  });
  return {
    setting,
    step: (answers) => ({
      placeholder: `${said(asked, answers)} (choose, or type a number)`,
      choices: [
        FITS,
        ...[...new Set([...common, ...(set === undefined ? [] : [set])])]
          .sort((a, b) => a - b)
          .map((value) => choice(value, said(unit, answers))),
      ],
      initial: set ?? FITTING,
      typed: (text) => {
        const value = positiveNumber(text, most, type === 'number');
        return value === undefined ? undefined : { ...choice(value, said(unit, answers)), alwaysShow: true };
      },
    }),
  };
}

async function browse(): Promise<string> {
  const [file] =
    (await vscode.window.showOpenDialog({
      title: 'The recurrent cell',
      openLabel: 'Train with This Cell',
      filters: { 'Recurrent cell': ['cell'] },
    })) ?? [];
  if (!file) throw new vscode.CancellationError();
  return file.fsPath;
}
