/** The questions of "Train Char-RNN with Options…": cell, hidden size, layers, what the task may decide, time budget. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { ExperimentOptions } from '../../engine/experimentSchema';
import type { CellInfo } from '../../protocol/engineProtocol';
import { taskWords } from '../../protocol/taskWords';
import { askSteps, type Choice, type Step } from './quickPickSteps';
import { positiveNumber } from './typedNumber';

type Answer = string | number;
const BROWSE = '\0browse';

interface Question {
  readonly setting: keyof ExperimentOptions;
  readonly step: Step<Answer>;
}

/** The options given, with what was answered in them. @throws CancellationError when dismissed */
export async function askOptions(name: string, options: ExperimentOptions, builtin: readonly CellInfo[]): Promise<ExperimentOptions> {
  const own = await vscode.workspace.findFiles('**/*.cell', '**/node_modules/**', 50);
  const { knownBy, model } = taskWords(options);
  const what = knownBy === 'cell' ? 'Char-RNN' : `a ${model}`;
  const questions: readonly Question[] = [
    { setting: 'cell', step: cellStep(options.cell, builtin, own) },
    ...sizes(options),
    ...ofTask(options),
    { setting: 'minutes', step: time(options.minutes) },
  ];
  const answers = await askSteps<Answer>(
    `Train ${what} on ${name}`,
    questions.map(
      ({ step }) =>
        () =>
          step,
    ),
  );
  const answered = Object.fromEntries(questions.map(({ setting }, at) => [setting, answers[at]]));
  return { ...options, ...answered, ...(answered.cell === BROWSE ? { cell: await browse() } : {}) };
}

function sizes({ hidden, layers }: ExperimentOptions): readonly Question[] {
  const units = (n: number) => `${n} ${n === 1 ? 'unit' : 'units'}`;
  const deep = (n: number) => `${n} ${n === 1 ? 'layer' : 'layers'}`;
  return [
    {
      setting: 'hidden',
      step: numberStep({
        asked: 'H: units of the hidden state',
        common: [16, 32, 64, 128, 256, 512],
        set: hidden,
        usual: 128,
        label: units,
        most: 8192,
      }),
    },
    {
      setting: 'layers',
      step: numberStep({ asked: 'L: layers, one on another', common: [1, 2, 3], set: layers, usual: 1, label: deep, most: 16 }),
    },
  ];
}

/** Running text is read in windows; what has two ends is read from both, and a translator may look back. */
function ofTask(options: ExperimentOptions): readonly Question[] {
  const { window, bidirectional, attention } = options;
  const windows: Question = {
    setting: 'window',
    step: numberStep({
      asked: 'T: characters that the gradient flows back through',
      common: [16, 32, 64, 128, 256],
      set: window,
      usual: 64,
      label: (n) => `${n} characters`,
      most: 4096,
    }),
  };
  const directions: Question = {
    setting: 'bidirectional',
    step: {
      placeholder: 'Which way layers read',
      initial: bidirectional ?? 'concat',
      choices: [
        { label: 'both ways, side by side', description: 'each direction keeps its own units', value: 'concat' },
        { label: 'both ways, summed', description: 'as many units as one direction', value: 'sum' },
        { label: 'forwards', description: 'from the first character to the last', value: 'no' },
      ],
    },
  };
  const looks: Question = {
    setting: 'attention',
    step: {
      placeholder: 'How the decoder looks back at the source',
      initial: attention ?? 'dot',
      choices: [
        { label: 'dot', description: 'attention by products, Luong et al. 2015', value: 'dot' },
        { label: 'additive', description: 'attention by a small network, Bahdanau et al. 2015', value: 'additive' },
        { label: 'none', description: 'one vector for the whole source: the bottleneck', value: 'none' },
      ],
    },
  };
  const questions = { window: windows, bidirectional: directions, attention: looks };
  return taskWords(options).asks.map((setting) => questions[setting]);
}

function time(minutes: number | undefined): Step<Answer> {
  const label = (n: number) => `${n} ${n === 1 ? 'minute' : 'minutes'}`;
  const most = Number.POSITIVE_INFINITY;
  return numberStep({ asked: 'Time for training', common: [1, 3, 10, 30], set: minutes, usual: 3, label, most, fractions: true });
}

function cellStep(initial: string | undefined, builtin: readonly CellInfo[], own: readonly vscode.Uri[]): Step<Answer> {
  const separator = (label: string): Choice<Answer> => ({ label, kind: vscode.QuickPickItemKind.Separator, value: '' });
  const files = own.map((uri) => ({
    label: path.basename(uri.fsPath),
    description: vscode.workspace.asRelativePath(uri),
    value: uri.fsPath,
  }));
  return {
    placeholder: 'The recurrent cell',
    ...(initial === undefined ? {} : { initial }),
    choices: [
      separator('built in'),
      ...builtin.map(({ name, title }) => ({ label: name, description: title, value: name })),
      ...(files.length > 0 ? [separator('in this workspace'), ...files] : []),
      separator(''),
      { label: '$(folder-opened) Browse…', description: 'a .cell file', value: BROWSE, alwaysShow: true },
    ],
  };
}

interface NumberQuestion {
  readonly asked: string;
  readonly common: readonly number[];
  /** In the settings. */
  readonly set: number | undefined;
  readonly usual: number;
  readonly label: (n: number) => string;
  readonly most: number;
  readonly fractions?: boolean;
}

function numberStep({ asked, common, set, usual, label, most, fractions = false }: NumberQuestion): Step<Answer> {
  const choice = (value: number): Choice<Answer> => ({
    label: label(value),
    value,
    ...(value === set ? { description: 'as in the settings' } : {}),
  });
  const initial = set ?? usual;
  return {
    placeholder: `${asked} (choose, or type a number)`,
    choices: [...new Set([...common, initial])].sort((a, b) => a - b).map(choice),
    initial,
    typed: (text) => {
      const value = positiveNumber(text, most, fractions);
      return value === undefined ? undefined : { ...choice(value), alwaysShow: true };
    },
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
