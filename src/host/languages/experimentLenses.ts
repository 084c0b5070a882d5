/** Above an experiment file: train it, go on with its last run, open that. */
import * as vscode from 'vscode';
import { reachedEnd } from '../../protocol/runState';
import { EXPERIMENT_FILES, type Experiments } from './experiments';

export function showExperimentLenses(experiments: Experiments): vscode.Disposable {
  const provideCodeLenses = (document: vscode.TextDocument): vscode.CodeLens[] => {
    const top = new vscode.Range(0, 0, 0, 0);
    const lens = (title: string, command: string, given: unknown, tooltip: string) =>
      new vscode.CodeLens(top, { title, command, arguments: [given], tooltip });
    const many = experiments.runsIn(document);
    const [last, ...before] = experiments.runsOf(document);
    const resumable = [last, ...before].find((of) => of?.run.hasCheckpoint && of.run.status !== 'training' && !reachedEnd(of.run.status));
    const since = (same: boolean) => (same ? '' : ' (settings changed since)');
    return [
      many === undefined
        ? lens('Train', 'unroll.trainExperiment', document.uri, 'Train a new run as this file says')
        : lens(`Train ${many} Runs`, 'unroll.trainExperiment', document.uri, 'Train those that are not finished yet, several at once'),
      ...(resumable && many === undefined
        ? [
            lens(
              `Resume ${resumable.run.name}${since(resumable.same)}`,
              'unroll.resumeRun',
              resumable.run.folder,
              `Go on at update ${resumable.run.update.toLocaleString('en')}, with the settings that the run was begun with`,
            ),
          ]
        : []),
      ...(last
        ? [lens(`Open Run ${last.run.name}${since(last.same)}`, 'unroll.revealRun', last.run.folder, 'Show the latest run of this file')]
        : []),
    ];
  };
  return vscode.languages.registerCodeLensProvider(EXPERIMENT_FILES, { onDidChangeCodeLenses: experiments.onDidChange, provideCodeLenses });
}
