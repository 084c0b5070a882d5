/** Trains every run of an experiment file that is of many: what it takes is said first, how far it is while it trains, and at its end which run is the best. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import { bestFirst, comparedColumns, sortRuns } from '../../protocol/comparedRuns';
import type { RunSummary } from '../../protocol/engineProtocol';
import { duration } from '../../protocol/figures';
import { listInWords } from '../../protocol/listInWords';
import { lossOfAnswers } from '../../protocol/runState';
import type { SweepOutline, SweepRow } from '../../protocol/sweepProtocol';
import type { EngineProcess } from '../engineProcess';
import type { ComparePanel } from '../panels/comparePanel';
import type { ComparePanels } from '../panels/comparePanels';
import { type Readable, readOutside } from './readOutside';
import type { RunFolders } from './runFolders';
import type { Runs } from './runs';

export interface SweepTools {
  readonly engine: EngineProcess;
  readonly runs: Runs;
  readonly folders: RunFolders;
  readonly comparisons: ComparePanels;
  readonly log: vscode.LogOutputChannel;
}

/** Resolves when all have ended, or it was stopped; those that were finished before are compared too. @throws CancellationError where it is not to be trained */
export async function trainSweep(file: vscode.Uri, { engine, runs, folders, comparisons, log }: SweepTools): Promise<void> {
  const { api } = engine;
  const name = path.basename(file.fsPath);
  const { root, note } = await folders.rootFor(file);
  if (note !== undefined) void vscode.window.showInformationMessage(note);
  const outline = await readOutside(folders.workspaces, (readable) => opened(engine, file.fsPath, root, readable));
  await confirmOutline(name, outline);
  const comparison = new LiveComparison(comparisons, outline.name, log);
  const own = () => runs.all.filter(({ folder, sweep }) => sweep?.name === outline.name && path.dirname(folder) === root);
  const rows = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: `Training ${outline.runs} runs of ${name}`, cancellable: true },
    async (progress, token) => {
      let ended = 0;
      const tell = () => {
        const all = own();
        comparison.show(all);
        const now = all.filter(({ status }) => status !== 'training').length;
        progress.report({ message: standing(all, outline), increment: (100 * Math.max(0, now - ended)) / outline.runs });
        ended = Math.max(ended, now);
      };
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
  const trained = rows.flatMap(({ folder }) => (folder === undefined ? [] : (runs.find(folder) ?? [])));
  comparison.show(trained);
  const columns = comparedColumns(trained);
  const sorted = sortRuns(trained, columns, bestFirst(columns));
  const open = sorted[0] && `Open ${sorted[0].name}`;
  void vscode.window.showInformationMessage(ending(name, rows, sorted), ...(open ? [open] : [])).then((chosen) => {
    if (chosen !== undefined) void vscode.commands.executeCommand('unroll.revealRun', sorted[0]?.folder);
  });
}

/** A comparison that is there as soon as one run is, and to which the others come. */
class LiveComparison {
  #panel: ComparePanel | undefined;

  constructor(
    private readonly comparisons: ComparePanels,
    private readonly title: string,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  show(runs: readonly RunSummary[]): void {
    const folders = runs.filter(({ seq }) => seq > 0).map(({ folder }) => folder);
    if (folders.length === 0) return;
    this.#panel ??= this.comparisons.open({ runs: folders, sides: [], title: this.title });
    this.#panel.add(folders).catch((error: unknown) => this.log.warn(`a run could not be added to the comparison: ${String(error)}`));
  }
}

async function opened({ api }: EngineProcess, file: string, root: string, readable: Readable): Promise<SweepOutline> {
  const title = `Looking at the runs of ${path.basename(file)}`;
  return await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title, cancellable: true }, (_, token) => {
    token.onCancellationRequested(() => void api.stopSweep(file));
    return api.openSweep(file, root, readable);
  });
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

function standing(own: readonly RunSummary[], { runs }: SweepOutline): string {
  const training = own.filter(({ status }) => status === 'training').length;
  const best = Math.min(...own.map(({ best }) => best?.loss ?? Number.POSITIVE_INFINITY));
  return `${own.length - training} of ${runs} ended, ${training} training${Number.isFinite(best) ? `, best loss ${best.toPrecision(3)}` : ''}`;
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
