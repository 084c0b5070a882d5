/** Open experiment files: what the engine finds wrong with them, and what they say, by which their runs are found. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { CheckedExperiment, RunSummary } from '../../protocol/engineProtocol';
import type { EngineProcess } from '../engineProcess';
import type { RunFolders } from '../workspace/runFolders';
import type { Runs } from '../workspace/runs';
import { checkDocuments, diagnosticAt } from './checkedDocuments';

export const EXPERIMENT_FILES: vscode.DocumentSelector = { scheme: 'file', pattern: '**/*.unroll.json' };

export const isExperimentFile = ({ scheme, path: name }: vscode.Uri): boolean => scheme === 'file' && /\.unroll\.json$/i.test(name);

/** Of the same file or of the same settings. */
export interface RunOfExperiment {
  readonly run: RunSummary;
  /** Whether the file says what it said then. */
  readonly same: boolean;
}

export class Experiments implements vscode.Disposable {
  /** What each says, by the URI of its document. */
  readonly #checked = new Map<string, CheckedExperiment>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #checking: vscode.Disposable;
  /** Some file says something else now, or has a run more. */
  readonly onDidChange = this.#changed.event;

  constructor(
    private readonly engine: EngineProcess,
    private readonly runs: Runs,
    private readonly folders: RunFolders,
    log: vscode.LogOutputChannel,
  ) {
    const { onDidCreateFiles, onDidDeleteFiles, onDidRenameFiles, onDidSaveTextDocument, onDidCloseTextDocument } = vscode.workspace;
    this.#checking = vscode.Disposable.from(
      checkDocuments(
        {
          name: 'unroll-experiment',
          applies: ({ uri }) => isExperimentFile(uri),
          check: (document) => this.#check(document),
          again: [onDidCreateFiles, onDidDeleteFiles, onDidRenameFiles, onDidSaveTextDocument],
        },
        log,
      ),
      onDidCloseTextDocument(({ uri }) => this.#checked.delete(uri.toString())),
      runs.onDidChange(() => this.#changed.fire()),
    );
  }

  /** The latest begun first. */
  runsOf({ uri }: vscode.TextDocument): readonly RunOfExperiment[] {
    const settings = this.#checked.get(uri.toString())?.settings; // None of a file that is half written, or of many runs: what changed in it is not told.
    return this.runs.all.flatMap((run) => {
      const { experimentFile } = run;
      if (!experimentFile) return [];
      const same = experimentFile.settings === settings;
      const file = path.resolve(this.folders.workspaceOf(run.folder)?.uri.fsPath ?? run.folder, experimentFile.file);
      return same || file === uri.fsPath ? [{ run, same: same || settings === undefined }] : [];
    });
  }

  /** Of a file of many runs: how many. */
  runsIn({ uri }: vscode.TextDocument): number | undefined {
    return this.#checked.get(uri.toString())?.runs;
  }

  dispose(): void {
    vscode.Disposable.from(this.#checking, this.#changed).dispose();
  }

  async #check(document: vscode.TextDocument): Promise<vscode.Diagnostic[]> {
    const { uri, version } = document;
    const workspace = vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath;
    const readable = [path.dirname(uri.fsPath), ...(workspace === undefined ? [] : [workspace])];
    const checked = await this.engine.api.checkExperiment(uri.fsPath, document.getText(), { workspace, readable });
    if (!document.isClosed && document.version === version) {
      this.#checked.set(uri.toString(), checked);
      this.#changed.fire();
    }
    const { Error: error, Warning: warning } = vscode.DiagnosticSeverity;
    return checked.problems.map((problem) => diagnosticAt(problem, problem.message, problem.severity === 'warning' ? warning : error));
  }
}
