// The one line of a page to the extension host: birpc over the webview's postMessage, and the small store that VS Code keeps for a hidden panel.
import { type BirpcReturn, createBirpc } from 'birpc';
import { type AnsweringEnd, Asker, type AskingEnd } from '../../src/protocol/asking';
import { overJson } from '../../src/protocol/wire';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

/** What a page itself hears from its host: what comes of a question, its asker hears. */
export type Ears<Panel> = Omit<Panel, keyof AskingEnd>;

export interface VsCodePage {
  /** @param panel what the page hears @returns what its host offers, and who asks models through it */
  connect<HostApi extends AnsweringEnd, Panel extends AskingEnd>(
    panel: Ears<Panel>,
  ): { readonly host: BirpcReturn<HostApi, Panel>; readonly asker: Asker };
  savedState(): unknown;
  saveState(state: unknown): void;
}

/** VS Code gives its API to a page once. */
export function vscodePage(): VsCodePage {
  const vscode = acquireVsCodeApi();
  return {
    connect: <HostApi extends AnsweringEnd, Panel extends AskingEnd>(panel: Ears<Panel>) => {
      const asker: Asker = new Asker(() => host as unknown as AnsweringEnd);
      const host = createBirpc<HostApi, Panel>({ ...panel, ...asker.hears } as unknown as Panel, {
        post: (message) => vscode.postMessage(message),
        on: (receive) => window.addEventListener('message', (event) => receive(event.data)),
        eventNames: ['cancel'],
        ...overJson,
      });
      return { host, asker };
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
