/** Trains every run of an experiment file that is of many: what it takes is said first, how far it is while it trains, and at its end which run is the best. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { RunSummary } from '../../protocol/engineProtocol';
import { duration } from '../../protocol/figures';
import { listInWords } from '../../protocol/listInWords';
import { lossOfAnswers } from '../../protocol/runState';
import type { SweepOutline, SweepRow } from '../../protocol/sweepProtocol';
import type { EngineProcess } from '../engineProcess';
import { confirm } from './confirm';
import type { RunFolders } from './runFolders';
import type { Runs } from './runs';

export interface SweepTools {
  readonly engine: EngineProcess;
  readonly runs: Runs;
  readonly folders: RunFolders;
}

/** @returns its runs, the best first: those that were finished before too @throws CancellationError where it is not to be trained */
export async function trainSweep(file: vscode.Uri, { engine, runs, folders }: SweepTools): Promise<readonly RunSummary[]> {
  const { api } = engine;
  const name = path.basename(file.fsPath);
  const { root, note } = await folders.rootFor(file);
  if (note !== undefined) void vscode.window.showInformationMessage(note);
  const outline = await opened(engine, file.fsPath, root, folders.workspaces);
  await confirmOutline(name, outline);
  const rows = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: `Training ${outline.runs} runs of ${name}`, cancellable: true },
    async (progress, token) => {
      const tell = () => progress.report({ message: standing(runs.all, outline) });
      const listening = vscode.Disposable.from(
        runs.onDidChange(tell),
        token.onCancellationRequested(() => void api.stopSweep(file.fsPath)),
      );
      try {
        tell();
        return await api.trainSweep(file.fsPath);
      } finally {
        listening.dispose();
      }
    },
  );
  await runs.refresh();
  const trained = bestFirst(rows.flatMap(({ folder }) => (folder === undefined ? [] : (runs.find(folder) ?? []))));
  void vscode.window.showInformationMessage(ending(name, rows, trained));
  return trained;
}

/** A file may have come with the workspace, and name any other of this machine: those outside are read when the user says so. */
async function opened(engine: EngineProcess, file: string, root: string, readable: readonly string[] | 'anything'): Promise<SweepOutline> {
  const title = `Looking at the runs of ${path.basename(file)}`;
  try {
    return await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () =>
      engine.api.openSweep(file, root, readable),
    );
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'OutsideFileError' || readable === 'anything') throw error;
    await confirm(error.message, 'Read and Train');
    return await opened(engine, file, root, 'anything');
  }
}

async function confirmOutline(
  name: string,
  { runs, finished, begun, method, varied, parallel, seconds, notes }: SweepOutline,
): Promise<void> {
  const there = [
    ...(finished > 0 ? [`${finished} ${finished === 1 ? 'is' : 'are'} finished already`] : []),
    ...(begun > 0 ? [`${begun} ${begun === 1 ? 'goes' : 'go'} on`] : []),
  ];
  const sentences = [
    `${method === 'grid' ? 'Every combination' : 'Drawn at random'} of ${listInWords(varied)}${there.length > 0 ? `; ${listInWords(there)}` : ''}.`,
    ...(finished < runs ? [`${parallel} at once${seconds === undefined ? '' : `, about ${duration(seconds)}`}.`] : []),
    ...notes,
  ];
  const answer = await vscode.window.showInformationMessage(
    `Train ${runs} runs of ${name}?`,
    { modal: true, detail: sentences.join(' ') },
    'Train',
  );
  if (answer !== 'Train') throw new vscode.CancellationError();
}

function standing(all: readonly RunSummary[], { name, runs }: SweepOutline): string {
  const own = all.filter(({ sweep }) => sweep?.name === name);
  const training = own.filter(({ status }) => status === 'training').length;
  return `${own.length - training} of ${runs} ended, ${training} training`;
}

/** By what is known of the model that answers; those of which nothing is, last. */
function bestFirst(runs: readonly RunSummary[]): readonly RunSummary[] {
  const loss = (run: RunSummary) => lossOfAnswers(run)?.loss ?? Number.POSITIVE_INFINITY;
  return [...runs].sort((a, b) => loss(a) - loss(b));
}

function ending(name: string, rows: readonly SweepRow[], [best, ...others]: readonly RunSummary[]): string {
  const count = (of: SweepRow['standing']) => rows.filter(({ standing }) => standing === of).length;
  const loss = best && lossOfAnswers(best);
  const refused = rows.find(({ standing }) => standing === 'refused');
  return [
    `${name}: ${count('ended')} of ${rows.length} runs have ended.`,
    ...(best && loss && others.length > 0 ? [`The best is ${best.name}, with a loss of ${loss.loss.toPrecision(3)}.`] : []),
    ...(refused ? [`${count('refused')} could not be trained: ${refused.reason}`] : []),
    ...(count('waiting') > 0 ? ['Train it again to go on.'] : []),
  ].join(' ');
}
