/** Typed messages between the extension host and the editor that shows a file of weights: anybody's, so the page is told nothing but what is said here. */
import * as z from 'zod/mini';
import type { AnsweringEnd, AskingEnd } from './asking';
import type { RunHistory } from './engineProtocol';
import { PANEL_CALLS, type PanelCalls } from './panelProtocol';

/** What can be done with a checkpoint beside looking at it. */
export const CHECKPOINT_ACTIONS = ['use', 'inspect', 'resume'] as const;
export type CheckpointAction = (typeof CHECKPOINT_ACTIONS)[number];

export interface OfferedAction {
  /** On its button. */
  readonly title: string;
  /** Why it cannot be done; undefined where it can. */
  readonly refused?: string;
}

export interface CheckpointHostApi extends AnsweringEnd {
  /** Called once when the page has loaded; also after it was hidden and came back. Rejects for what is no file on a disk. */
  ready(): Promise<CheckpointStart>;
  act(action: CheckpointAction): Promise<void>;
  /** Shows the same file in another editor: as text, or in one that is chosen. */
  reopen(how: 'text' | 'other'): Promise<void>;
  /** Asks where a picture or its numbers shall be kept, and writes them there. */
  saveFile(name: string, bytes: Uint8Array): Promise<void>;
}

export const CHECKPOINT_CALLS: PanelCalls<CheckpointHostApi> = {
  ready: PANEL_CALLS.ready,
  act: z.tuple([z.enum(CHECKPOINT_ACTIONS)]),
  reopen: z.tuple([z.enum(['text', 'other'])]),
  saveFile: PANEL_CALLS.saveFile,
  ask: PANEL_CALLS.ask,
  cancel: PANEL_CALLS.cancel,
};

export type Actions = Readonly<Record<CheckpointAction, OfferedAction>>;

export interface CheckpointStart {
  /** Of the file. */
  readonly name: string;
  /** Where it lies, as people write it: from the workspace on, or the whole path. */
  readonly folder: string;
  /** When it was written, in milliseconds since 1970. */
  readonly modified: number;
  /** The run in whose folder it lies, where this window knows it. */
  readonly history?: RunHistory;
  readonly actions: Actions;
}

/** What the host tells the page. */
export interface CheckpointApi extends AskingEnd {
  /** The file was written anew, or is gone. */
  changed(start: CheckpointStart): void;
  /** What can be done with it is another now. */
  offered(actions: Actions): void;
}
