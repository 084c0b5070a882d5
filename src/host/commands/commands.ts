/** Every command of the extension, by its id: a new one is its own file, its entry in package.json, and a line here. */
import type * as vscode from 'vscode';
import type { Annotations } from '../editors/annotations';
import type { LastEditor } from '../editors/lastEditor';
import type { EngineProcess } from '../engineProcess';
import type { ComparePanels } from '../panels/comparePanels';
import type { PanelMemory } from '../panels/panelMemory';
import type { RunPanels } from '../panels/runPanels';
import type { ListSettings } from '../views/listSettings';
import type { RunsTree } from '../views/runsTree';
import type { IgnoreRuns } from '../workspace/ignoreRuns';
import type { RunFolders } from '../workspace/runFolders';
import type { Runs } from '../workspace/runs';
import type { Training } from '../workspace/training';
import { aboutCommands } from './aboutCommands';
import { behaviourCommands } from './behaviourCommands';
import { cellCommands } from './cellCommands';
import { checkpointCommands } from './checkpointCommands';
import { classifyCommands } from './classifyCommands';
import { compareCommands } from './compareCommands';
import { continueCommands } from './continueCommands';
import { deleteCommands } from './deleteCommands';
import { deviceCommands } from './deviceCommands';
import { experimentCommands } from './experimentCommands';
import { exportCommands } from './exportCommands';
import { fillCommands } from './fillCommands';
import { importCommands } from './importCommands';
import { listCommands } from './listCommands';
import { modelCommands } from './modelCommands';
import type { RunPicker } from './pickRun';
import { runCommands } from './runCommands';
import { sampleCommands } from './sampleCommands';
import { tagCommands } from './tagCommands';
import { trainCommands } from './trainCommands';
import { translateCommands } from './translateCommands';

/** A handler gets what VS Code hands over: nothing from the palette, a resource or a tree item from a menu. */
export type Commands = Readonly<Record<string, (...given: readonly unknown[]) => unknown>>;

/** What commands work with. */
export interface CommandTools {
  readonly engine: EngineProcess;
  readonly runs: Runs;
  readonly training: Training;
  readonly folders: RunFolders;
  readonly ignoreRuns: IgnoreRuns;
  readonly panels: RunPanels;
  readonly comparisons: ComparePanels;
  readonly memory: PanelMemory;
  readonly picker: RunPicker;
  readonly listSettings: ListSettings;
  readonly runsTree: RunsTree;
  readonly lastEditor: LastEditor;
  readonly annotations: Annotations;
  readonly extension: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
}

const MAKERS: readonly ((tools: CommandTools) => Commands)[] = [
  trainCommands,
  modelCommands,
  fillCommands,
  classifyCommands,
  translateCommands,
  tagCommands,
  runCommands,
  aboutCommands,
  listCommands,
  deleteCommands,
  continueCommands,
  experimentCommands,
  compareCommands,
  behaviourCommands,
  exportCommands,
  checkpointCommands,
  importCommands,
  cellCommands,
  deviceCommands,
  sampleCommands,
];

export function allCommands(tools: CommandTools): Commands {
  return Object.assign({}, ...MAKERS.map((make) => make(tools)), { 'unroll.showLog': () => tools.log.show() });
}
