/** Typed messages between the extension host and a panel that compares runs, or checkpoints of them. */
import * as z from 'zod/mini';
import type { GenerationOptions } from '../engine/results';
import type { AnsweringEnd, AskingEnd } from './asking';
import type { RunHistory, RunSummary } from './engineProtocol';
import { type LinkedText, PANEL_CALLS, type PanelCalls } from './panelProtocol';
import type { RunEvent } from './runState';

/** What is compared: a run's model that answers, or that of a checkpoint which the run kept of its way (its update). */
export const side = z.object({ folder: z.string(), checkpoint: z.catch(z.optional(z.int()), undefined) });
export type Side = Readonly<z.infer<typeof side>>;

/** More are no longer told apart where texts and maps lie side by side; of tables and curves any number is. */
export const MOST_SIDES = 4;
export const MOST_RUNS = 1000;
/** What a compare panel keeps, and the host reads when a reloaded window brings the panel back. */
export const keptSides = z.array(side).check(z.maxLength(MOST_SIDES));
/** The folders of all runs that are compared. */
export const keptRuns = z.array(z.string()).check(z.maxLength(MOST_RUNS));

export interface CompareHostApi extends AnsweringEnd {
  /** Called once when the panel has loaded; also after it was hidden and came back. */
  ready(): Promise<CompareStart>;
  /** The selection in the active editor, or its line. */
  selection(): Promise<LinkedText>;
  /** Shows a character (or word) of a text that was taken from an editor, there. */
  showPassage(passage: string, index: number): Promise<void>;
  /** Shows a run of those that are compared in its own panel. */
  openRun(folder: string): Promise<void>;
  /** Asks where a picture or its numbers shall be kept, and writes them there. */
  saveFile(name: string, bytes: Uint8Array): Promise<void>;
}

export const COMPARE_CALLS: PanelCalls<CompareHostApi> = {
  ready: PANEL_CALLS.ready,
  selection: z.tuple([]),
  showPassage: z.tuple([z.string().check(z.maxLength(1000)), z.int().check(z.minimum(0))]),
  openRun: z.tuple([z.string().check(z.maxLength(4096))]),
  saveFile: PANEL_CALLS.saveFile,
  ask: PANEL_CALLS.ask,
  cancel: PANEL_CALLS.cancel,
};

export interface CompareStart {
  /** Each run once. Only these can be asked. */
  readonly histories: readonly RunHistory[];
  /** Of many runs none, until some are chosen. */
  readonly sides: readonly Side[];
  /** What they shall read, where that was said. */
  readonly asked?: LinkedText;
  /** As the settings say. */
  readonly generation: GenerationOptions;
}

/** What the host tells the panel. */
export interface CompareApi extends AskingEnd {
  progress(folder: string, events: readonly RunEvent[]): void;
  summary(summary: RunSummary): void;
  /** Runs that came since: of a sweep that is training. */
  added(histories: readonly RunHistory[]): void;
}
