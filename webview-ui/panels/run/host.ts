// The one line to the extension host: birpc over the webview's postMessage, and the small store VS Code keeps for a hidden panel.
import { type BirpcReturn, createBirpc } from 'birpc';
import { Asker, type AskOptions } from '../../../src/protocol/asking';
import type { PanelApi, PanelHostApi } from '../../../src/protocol/panelProtocol';
import type { Answer, Arguments, Kind } from '../../../src/protocol/queries';
import { overJson } from '../../../src/protocol/wire';

/** Asks the model of the panel's run: it takes as long as it takes. */
export type Ask = <K extends Kind>(kind: K, given: Arguments<K>, options?: AskOptions<Answer<K>>) => Promise<Answer<K>>;

export type Host = Omit<BirpcReturn<PanelHostApi, PanelApi>, 'ask' | 'cancel'>;

/** What the panel itself hears from its host: what comes of a question, its asker hears. */
export type PanelEars = Omit<PanelApi, 'answerProgress' | 'answerBlock'>;

/** What a panel has around it. */
export interface Surroundings {
  connect(panel: PanelEars): { readonly host: Host; readonly ask: Ask };
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
    connect: (panel) => {
      const asker: Asker = new Asker(() => host);
      const host = createBirpc<PanelHostApi, PanelApi>(
        { ...panel, ...asker.hears },
        {
          post: (message) => vscode.postMessage(message),
          on: (receive) => window.addEventListener('message', (event) => receive(event.data)),
          eventNames: ['cancel'],
          ...overJson,
        },
      );
      return { host, ask: (kind, given, options) => asker.ask(undefined, kind, given, options) };
    },
    savedState: () => vscode.getState(),
    saveState: saver((state) => vscode.setState(state)),
  };
}

/** Between two times of saving: a wheel that zooms changes the view in every frame. */
const PAUSE = 100; // milliseconds

/** Saves the latest state a moment later, and at once when the page goes away. */
function saver(save: (state: unknown) => void): (state: unknown) => void {
  let latest: unknown;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const saveNow = () => {
    if (waiting === undefined) return;
    clearTimeout(waiting);
    waiting = undefined;
    save(latest);
  };
  addEventListener('pagehide', saveNow);
  return (state) => {
    latest = state;
    waiting ??= setTimeout(saveNow, PAUSE);
  };
}
