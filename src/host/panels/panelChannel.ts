/** Typed calls between the host and a panel. A panel draws what strangers wrote, so what it calls is checked before it is done. */
import { type BirpcReturn, createBirpc } from 'birpc';
import type * as vscode from 'vscode';
import type { AskingEnd } from '../../protocol/asking';
import type { PanelCalls } from '../../protocol/panelProtocol';
import { QuestionError } from '../../protocol/queries';
import { overJson } from '../../protocol/wire';

/** @param told what the panel hears without an answer @returns the panel, and the end of the line to it */
export function connectPanel<Panel extends AskingEnd, HostApi extends object>(
  webview: Pick<vscode.Webview, 'postMessage' | 'onDidReceiveMessage'>,
  host: HostApi,
  calls: PanelCalls<HostApi>,
  told: readonly Exclude<keyof Panel, keyof AskingEnd>[],
): { readonly panel: BirpcReturn<Panel, HostApi> } & vscode.Disposable {
  let listening: vscode.Disposable | undefined;
  let closed = false;
  const panel = createBirpc<Panel, HostApi>(checked(host, calls), {
    // What was still being done for a panel when it was closed is nobody's any more.
    post: (message) => closed || webview.postMessage(message),
    on: (listener) => {
      listening = webview.onDidReceiveMessage((message) => typeof message === 'object' && message !== null && listener(message));
    },
    eventNames: [...told, 'answerProgress'],
    ...overJson,
  });
  return {
    panel,
    dispose: () => {
      closed = true;
      listening?.dispose();
      panel.$close();
    },
  };
}

/** Only what the protocol names can be called, and only with what it says. */
function checked<HostApi extends object>(host: HostApi, calls: PanelCalls<HostApi>): HostApi {
  const all = Object.entries<PanelCalls<HostApi>[keyof HostApi]>(calls).map(([name, schema]) => [
    name,
    async (...given: unknown[]) => {
      const parsed = schema.safeParse(given);
      if (!parsed.success) throw new QuestionError(`The panel called “${name}” with something else than it takes.`);
      return await (host[name as keyof HostApi] as (...all: unknown[]) => unknown)(...parsed.data);
    },
  ]);
  return Object.assign(Object.create(null), Object.fromEntries(all));
}
