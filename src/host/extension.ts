/** Wires the rooms of the host together: the engine process, the runs, what shows them, and what the user can ask. */
import * as vscode from 'vscode';
import { cellCommands } from './commands/cellCommands';
import { classifyCommands } from './commands/classifyCommands';
import { registerCommands } from './commands/commandWrapper';
import { deviceCommands } from './commands/deviceCommands';
import { fillCommands } from './commands/fillCommands';
import { modelCommands } from './commands/modelCommands';
import { RunPicker } from './commands/pickRun';
import { runCommands } from './commands/runCommands';
import { sampleCommands } from './commands/sampleCommands';
import { tagCommands } from './commands/tagCommands';
import { trainCommands } from './commands/trainCommands';
import { translateCommands } from './commands/translateCommands';
import { LastEditor } from './editors/lastEditor';
import { LineNotes } from './editors/lineNotes';
import { EngineProcess } from './engineProcess';
import { checkCells } from './languages/cellDiagnostics';
import { provideCellDocuments } from './languages/cellDocuments';
import { PanelMemory } from './panels/panelMemory';
import { RunPanels } from './panels/runPanels';
import { showRunsTree } from './views/runsTree';
import { showTrainingInStatusBar } from './views/statusBar';
import { offerTasks } from './views/taskContext';
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
  const notes = new LineNotes();
  const panels = new RunPanels({ extension: context.extensionUri, engine, runs, memory, lastEditor });
  const showPanel = (folder: string, text?: vscode.Uri) =>
    panels.openBeside(folder, text).catch((error: unknown) => log.error(String(error)));
  const training = new Training(engine, runs, folders, showPanel, log);
  const picker = new RunPicker(runs, panels, memory);
  const refresh = () => runs.refresh().catch(unreadable);

  const commands = {
    ...trainCommands(training, engine, lastEditor),
    ...modelCommands(picker, panels, engine, lastEditor),
    ...fillCommands(picker, engine, lastEditor),
    ...classifyCommands(picker, engine, lastEditor, notes),
    ...translateCommands(picker, engine, lastEditor),
    ...tagCommands(picker, engine, lastEditor, notes),
    ...runCommands({ picker, runs, panels, memory, training, engine }),
    ...cellCommands(engine, picker),
    ...deviceCommands(engine),
    ...sampleCommands(context),
    'unroll.showLog': () => log.show(),
  };
  context.subscriptions.push(
    log,
    engine,
    runs,
    panels,
    lastEditor,
    notes,
    registerCommands(commands, log),
    showRunsTree(runs, folders, log),
    showTrainingInStatusBar(runs),
    offerTasks(runs),
    watchRuns(folders, refresh),
    provideCellDocuments(engine, runs),
    checkCells(engine, log),
  );
  return { ready: refresh(), enginePid: () => engine.pid, notes: (document) => notes.of(document).map(({ text }) => text) };
}
