/**
 * Typed messages between the extension host and a run's panel (birpc over postMessage, structured clone).
 * The host owns the state; the panel draws what it is told and asks for what the user wants.
 */
import type {
  Classification,
  Evaluation,
  Fillings,
  FillOptions,
  Generation,
  GenerationOptions,
  Tagging,
  Trace,
  Translation,
  TranslationOptions,
} from '../engine/results';
import type { MetricEvent } from '../engine/trainingEvent';
import type { RunHistory, RunSummary } from './engineProtocol';

/** Which part of a document is meant where nothing is selected in it. */
export type PassageKind = 'before the cursor' | 'line' | 'in view';

/** A text from an editor. `passage` names the place that it was taken from, and stays tied to it while the document is edited around it. */
export interface LinkedText {
  readonly text: string;
  readonly passage: string;
}

/** What a tab shall work on: a text, or the label that a model of generate-from-label writes for. */
export type Asked = LinkedText | { readonly label: string };

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
  /** @param target for a model of translate: the text that its decoder is fed */
  trace(text: string, target?: string): Promise<Trace>;
  classify(texts: readonly string[]): Promise<Classification[]>;
  fill(before: string, after: string, options: FillOptions): Promise<Fillings>;
  translate(sources: readonly string[], options: TranslationOptions): Promise<Translation[]>;
  tag(text: string): Promise<Tagging>;
  /** Labels that the model knows. */
  labels(): Promise<string[]>;
  /** Asks the user for files, and holds the model against them; undefined where none was chosen. */
  evaluate(): Promise<NamedEvaluation | undefined>;
  /** Ends what the model is asked for now; it rejects with a CancelledError. */
  cancel(): Promise<void>;
  /** The selection in the active editor, or what `passage` says where there is none. */
  selection(passage: PassageKind): Promise<LinkedText>;
  /** The character of a passage that is under the pointer, counted in code points: the host highlights it in the editor. */
  highlight(passage: string, index: number | undefined): Promise<void>;
  /** The tab that is shown, so that it is shown again after a reload. */
  showing(tab: string): Promise<void>;
  /** Opens the cell's equations in an editor. */
  openCell(): Promise<void>;
}

export interface NamedEvaluation {
  /** The files, for people. */
  readonly name: string;
  readonly evaluation: Evaluation;
}

export interface PanelStart {
  readonly history: RunHistory;
  /** The tab that was asked for, or last shown of this run; empty where none was. The panel knows which tabs there are. */
  readonly tab: string;
  /** What that tab shall work on. */
  readonly asked?: Asked;
  /** Generation settings last used (from the settings at first). */
  readonly generation: GenerationOptions;
  /** As the settings say. */
  readonly translation: TranslationOptions;
  readonly fill: FillOptions;
  /** The latest in this window. */
  readonly evaluation?: NamedEvaluation;
}

/** What the host tells the panel. */
export interface PanelApi {
  progress(events: readonly MetricEvent[]): void;
  summary(summary: RunSummary): void;
  /** Brings a tab to the front, with what the user selected for it. */
  show(tab: string, asked?: Asked): void;
  evaluated(evaluation: NamedEvaluation): void;
  /** The editor's cursor is at this character of the passage, counted in code points; undefined when it left it. */
  cursor(passage: string, index: number | undefined): void;
}
