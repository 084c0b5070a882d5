/** The questions of "Train Char-RNN with Options…": cell, hidden size, layers, window, time budget. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { ExperimentOptions } from '../../engine/experimentSchema';
import type { CellInfo } from '../../protocol/engineProtocol';
import { askSteps, type Choice, type Step } from './quickPickSteps';
import { positiveNumber } from './typedNumber';

type Answer = string | number;
const BROWSE = '\0browse';

/** The options given, with what was answered in them. @throws CancellationError when dismissed */
export async function askOptions(name: string, options: ExperimentOptions, builtin: readonly CellInfo[]): Promise<ExperimentOptions> {
  const own = await vscode.workspace.findFiles('**/*.cell', '**/node_modules/**', 50);
  const [cell, hidden, layers, window, minutes] = await askSteps<Answer>(`Train Char-RNN on ${name}`, [
    () => cellStep(options.cell, builtin, own),
    () =>
      numberStep(
        'H: units of the hidden state',
        [16, 32, 64, 128, 256, 512],
        options.hidden,
        (n) => `${n} ${n === 1 ? 'unit' : 'units'}`,
        8192,
      ),
    () => numberStep('L: layers, one on another', [1, 2, 3], options.layers, (n) => `${n} ${n === 1 ? 'layer' : 'layers'}`, 16),
    () =>
      numberStep(
        'T: characters that the gradient flows back through',
        [16, 32, 64, 128, 256],
        options.window,
        (n) => `${n} characters`,
        4096,
      ),
    () =>
      numberStep(
        'Time for training',
        [1, 3, 10, 30],
        options.minutes,
        (n) => `${n} ${n === 1 ? 'minute' : 'minutes'}`,
        Number.POSITIVE_INFINITY,
        true,
      ),
  ]);
  return {
    ...options,
    cell: cell === BROWSE ? await browse() : String(cell),
    hidden: Number(hidden),
    layers: Number(layers),
    window: Number(window),
    minutes: Number(minutes),
  };
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

function numberStep(
  placeholder: string,
  common: readonly number[],
  initial: number | undefined,
  label: (n: number) => string,
  most: number,
  fractions = false,
): Step<Answer> {
  const choice = (value: number): Choice<Answer> => ({
    label: label(value),
    value,
    ...(value === initial ? { description: 'as in the settings' } : {}),
  });
  const numbers = [...new Set([...common, ...(initial === undefined ? [] : [initial])])].sort((a, b) => a - b);
  return {
    placeholder: `${placeholder} (choose, or type a number)`,
    choices: numbers.map(choice),
    ...(initial === undefined ? {} : { initial }),
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
