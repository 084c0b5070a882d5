// The one line to the extension host: birpc over the webview's postMessage, and the small store VS Code keeps for a hidden panel.
import { type BirpcReturn, createBirpc } from 'birpc';
import type { PanelApi, PanelHostApi } from '../../../src/protocol/panelProtocol';

export type Host = BirpcReturn<PanelHostApi, PanelApi>;

/** What a panel has around it. */
export interface Surroundings {
  /** Generating and tracing take as long as they take: no timeout. */
  connect(panel: PanelApi): Host;
  savedState(): unknown;
  saveState(state: unknown): void;
}

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

/** VS Code gives its API to a page once. */
export function vscodeSurroundings(): Surroundings {
  const vscode = acquireVsCodeApi();
  return {
    connect: (panel) =>
      createBirpc<PanelHostApi, PanelApi>(panel, {
        post: (message) => vscode.postMessage(message),
        on: (receive) => window.addEventListener('message', (event) => receive(event.data)),
        timeout: -1,
      }),
    savedState: () => vscode.getState(),
    saveState: (state) => vscode.setState(state),
  };
}
