/** The editor of safetensors files, ours and others': registers it, and opens one in it. Nothing is ever written. */
import * as vscode from 'vscode';
import type { PanelSurroundings } from '../panels/runPanel';
import type { RunPanels } from '../panels/runPanels';
import { CheckpointEditor } from './checkpointEditor';

const VIEW_TYPE = 'unroll.checkpoint';

export interface CheckpointSurroundings extends Pick<PanelSurroundings, 'extension' | 'engine' | 'runs'> {
  readonly panels: RunPanels;
  readonly log: vscode.LogOutputChannel;
}

export function provideCheckpointEditors(around: CheckpointSurroundings): vscode.Disposable {
  const provider: vscode.CustomReadonlyEditorProvider = {
    openCustomDocument: (uri) => ({ uri, dispose: () => undefined }),
    resolveCustomEditor: ({ uri }, webviewPanel) => {
      const editor = new CheckpointEditor(uri, webviewPanel, around);
      webviewPanel.onDidDispose(() => editor.dispose());
    },
  };
  return vscode.window.registerCustomEditorProvider(VIEW_TYPE, provider, { supportsMultipleEditorsPerDocument: true });
}

export async function openCheckpoint(file: string): Promise<void> {
  await vscode.commands.executeCommand('vscode.openWith', vscode.Uri.file(file), VIEW_TYPE);
}
