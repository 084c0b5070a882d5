/** Equations that are no file: those of a built-in cell, or those that a run was trained with, as read-only documents. */
import * as vscode from 'vscode';
import type { RunSummary } from '../../protocol/engineProtocol';
import type { EngineProcess } from '../engineProcess';
import { StatedError } from '../statedError';
import type { Runs } from '../workspace/runs';

export const CELL_SCHEME = 'unroll-cell';

/** The document of a built-in cell: `unroll-cell:/lstm.cell`. */
export function builtinCellUri(name: string): vscode.Uri {
  return vscode.Uri.from({ scheme: CELL_SCHEME, path: `/${name}.cell` });
}

/** The document of the equations of a run: `unroll-cell:/hello-lstm/lstm.cell?<folder>`. */
export function runCellUri({ name, folder, experiment }: RunSummary): vscode.Uri {
  return vscode.Uri.from({ scheme: CELL_SCHEME, path: `/${name}/${experiment.cell}.cell`, query: folder });
}

export function provideCellDocuments(engine: EngineProcess, runs: Runs): vscode.Disposable {
  const builtin = async (name: string): Promise<string> => {
    const cell = (await engine.api.cells()).find((one) => one.name === name);
    if (!cell) throw new StatedError(`There is no built-in cell ${name}.`);
    return cell.source;
  };
  return vscode.workspace.registerTextDocumentContentProvider(CELL_SCHEME, {
    async provideTextDocumentContent({ path, query }) {
      const name =
        path
          .split('/')
          .at(-1)
          ?.replace(/\.cell$/, '') ?? '';
      if (!query) return builtin(name);
      const run = runs.find(query) ?? (await engine.api.history(query)).summary;
      // A cell for each layer may be named, with commas between.
      const names = run.experiment.cell.split(',').map((one) => one.trim());
      return run.experiment.cellSource || (await Promise.all(names.map(builtin))).join('\n---\n');
    },
  });
}
