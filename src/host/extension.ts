/** Wires the rooms of the host together: the engine process, the runs, what shows them, and what the user can ask. */
import * as vscode from 'vscode';
import { allCommands } from './commands/commands';
import { registerCommands } from './commands/commandWrapper';
import { RunPicker } from './commands/pickRun';
import { Annotations } from './editors/annotations';
import { provideCheckpointEditors } from './editors/checkpointEditors';
import { LastEditor } from './editors/lastEditor';
import { EngineProcess } from './engineProcess';
import { checkCells } from './languages/cellDiagnostics';
import { provideCellDocuments } from './languages/cellDocuments';
import { completeExperiments } from './languages/experimentCompletions';
import { fixExperiments } from './languages/experimentFixes';
import { showExperimentLenses } from './languages/experimentLenses';
import { Experiments } from './languages/experiments';
import { ComparePanels } from './panels/comparePanels';
import { PanelMemory } from './panels/panelMemory';
import { RunPanels } from './panels/runPanels';
import { showAnsweringRun } from './views/answeringRun';
import { ListSettings } from './views/listSettings';
import { offerWhatWorks } from './views/menuContext';
import { showRunsTree } from './views/runsTree';
import { showTrainingInStatusBar } from './views/statusBar';
import { IgnoreRuns } from './workspace/ignoreRuns';
import { RunFolders } from './workspace/runFolders';
import { Runs } from './workspace/runs';
import { watchRuns } from './workspace/runsWatcher';
import { Training } from './workspace/training';

/** For tests of the installed extension. */
export interface Unroll {
  /** Resolves when everything is registered and the runs on disk are known. */
  readonly ready: Promise<void>;
  /** Of the engine process, while one runs. */
  enginePid(): number | undefined;
  /** What is shown behind lines of a document. */
  notes(document: vscode.TextDocument): readonly string[];
}

export function activate(context: vscode.ExtensionContext): Unroll {
  const log = vscode.window.createOutputChannel('Unroll', { log: true });
  const engine = new EngineProcess(context.asAbsolutePath('dist/engine.js'), log);
  const folders = new RunFolders(context.storageUri ?? context.globalStorageUri);
  const unreadable = (error: unknown) => log.error(`the runs could not be read: ${error instanceof Error ? error.message : String(error)}`);
  const runs = new Runs(engine, folders, unreadable);
  const memory = new PanelMemory(context.workspaceState);
  const lastEditor = new LastEditor();
  const annotations = new Annotations();
  const train: Training['start'] = (...given) => training.start(...given);
  const around = { extension: context.extensionUri, engine, runs, memory, lastEditor, annotations, train };
  const panels = new RunPanels(around);
  const comparisons = new ComparePanels(around);
  const showPanel = (folder: string, text?: vscode.Uri) =>
    panels.openBeside(folder, text).catch((error: unknown) => log.error(String(error)));
  const ignoreRuns = new IgnoreRuns(context.workspaceState, folders);
  const training = new Training(engine, runs, folders, ignoreRuns, showPanel, log);
  const picker = new RunPicker(runs, panels, memory, lastEditor);
  const listSettings = new ListSettings(context.workspaceState);
  const runsTree = showRunsTree(runs, folders, listSettings, log);
  const experiments = new Experiments(engine, runs, folders, log);
  const refresh = () => runs.refresh().catch(unreadable);

  const tools = {
    engine,
    runs,
    folders,
    training,
    ignoreRuns,
    panels,
    comparisons,
    memory,
    picker,
    listSettings,
    runsTree,
    lastEditor,
    annotations,
    extension: context,
    log,
  };
  context.subscriptions.push(
    log,
    engine,
    runs,
    panels,
    comparisons,
    lastEditor,
    annotations,
    picker,
    registerCommands(allCommands(tools), log),
    listSettings,
    runsTree,
    showTrainingInStatusBar(runs),
    offerWhatWorks(runs, annotations),
    showAnsweringRun(picker),
    watchRuns(folders, refresh),
    provideCellDocuments(engine, runs),
    provideCheckpointEditors({ ...around, panels, log }),
    checkCells(engine, log),
    experiments,
    showExperimentLenses(experiments),
    completeExperiments(engine),
    fixExperiments(),
  );
  return {
    ready: runs.known().catch(unreadable),
    enginePid: () => engine.pid,
    notes: (document) => annotations.of('note', document).map(({ behind = '' }) => behind),
  };
}
