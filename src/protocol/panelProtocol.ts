/**
 * Typed messages between the extension host and a run's panel (birpc over postMessage, structured clone).
 * The host owns the state; the panel draws what it is told and asks for what the user wants.
 */
import type { Generation, GenerationOptions, Trace } from '../engine/results';
import type { MetricEvent } from '../engine/trainingEvent';
import type { RunHistory, RunSummary } from './engineProtocol';

export type PanelTab = 'training' | 'inside' | 'continuations';

/** What the panel can ask of the host. Rejections carry a message in the user's words, which the panel shows. */
export interface PanelHostApi {
  /** Called once when the panel has loaded; also after it was hidden and came back. */
  ready(): Promise<PanelStart>;
  stop(): Promise<void>;
  resume(): Promise<void>;
  generate(options: GenerationOptions): Promise<Generation>;
  /** Into the editor from which generation was asked for (or the active one). */
  insert(text: string): Promise<void>;
  replace(text: string): Promise<void>;
  copy(text: string): Promise<void>;
  trace(text: string): Promise<Trace>;
  /** Ends a generation or a trace that is under way; it rejects with a CancelledError. */
  cancel(): Promise<void>;
  /** The selection in the active editor (or its text before the cursor), to inspect or to continue. */
  selection(): Promise<string>;
  /** The character under the pointer, counted in code points of the traced text: the host highlights it in the editor. */
  highlight(index: number | undefined): Promise<void>;
  /** The tab that is shown, so that it is shown again after a reload. */
  showing(tab: PanelTab): Promise<void>;
  /** Opens the cell's equations in an editor. */
  openCell(): Promise<void>;
}

export interface PanelStart {
  readonly history: RunHistory;
  readonly tab: PanelTab;
  /** Generation settings last used (from the settings at first). */
  readonly generation: GenerationOptions;
  /** Set where a text was already chosen to inspect. */
  readonly inspect?: string;
}

/** What the host tells the panel. */
export interface PanelApi {
  progress(events: readonly MetricEvent[]): void;
  summary(summary: RunSummary): void;
  /** Brings a tab to the front, with what the user selected. */
  show(tab: PanelTab, text?: string): void;
  /** The editor's cursor is at this character of the traced text. */
  cursor(index: number | undefined): void;
}
