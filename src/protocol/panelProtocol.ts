/**
 * Typed messages between the extension host and a run's panel (birpc over postMessage, JSON and typed arrays).
 * The host owns the state; the panel draws what it is told and asks for what the user wants.
 */
import * as z from 'zod/mini';
import type { GivenProperty } from '../engine/inspect/units/scoreUnits';
import type { Evaluation, FillOptions, GenerationOptions, TranslationOptions } from '../engine/results';
import type { AnsweringEnd, AskingEnd } from './asking';
import type { RunHistory, RunSummary } from './engineProtocol';
import type { Location } from './queries';
import type { RunEvent } from './runState';

/** Which part of a document is meant where nothing is selected in it. */
const PASSAGE_KINDS = ['before the cursor', 'line', 'in view'] as const;
export type PassageKind = (typeof PASSAGE_KINDS)[number];

/** A text from an editor. `passage` names the place that it was taken from, and stays tied to it while the document is edited around it. */
export interface LinkedText {
  readonly text: string;
  readonly passage: string;
}

/** A checkpoint of the run that was kept of the way, by its update, or that which answers. */
export interface AskedCheckpoint {
  readonly checkpoint: number | undefined;
}

/** What a tab shall work on: a text, the label that a model of generate-from-label writes for, files to evaluate, or the checkpoint to look into. */
export type Asked = LinkedText | { readonly label: string } | { readonly files: readonly string[] } | AskedCheckpoint;

/** A character in a file that an answer told of; counted from 1, columns in UTF-16 units. */
export type Place = Pick<Location, 'file' | 'line' | 'column'>;

/** What the panel can call beside asking its model. Rejections carry a message in the user's words, which the panel shows. */
export interface PanelHostApi extends AnsweringEnd {
  /** Called once when the panel has loaded; also after it was hidden and came back. */
  ready(): Promise<PanelStart>;
  stop(): Promise<void>;
  resume(): Promise<void>;
  /** Into the editor from which generation was asked for (or the active one). */
  insert(text: string): Promise<void>;
  replace(text: string): Promise<void>;
  copy(text: string): Promise<void>;
  /** Lets the user choose where a picture or its numbers are kept, under this name unless another is chosen. */
  saveFile(name: string, bytes: Uint8Array): Promise<void>;
  /** Lets the user choose files to hold the model against: their paths, none where the dialog was dismissed. No others are evaluated. */
  chooseExamples(): Promise<readonly string[]>;
  /** The selection in the active editor, or what `passage` says where there is none. */
  selection(passage: PassageKind): Promise<LinkedText>;
  /** The character or word of a passage that is under the pointer, counted as the model reads them: the host highlights it in the editor. */
  highlight(passage: string, index: number | undefined): Promise<void>;
  /** The tab that is shown, so that it is shown again after a reload. */
  showing(tab: string): Promise<void>;
  /** What the document's own language service says of the characters of a passage; nothing once it was edited. */
  tokenKinds(passage: string): Promise<readonly GivenProperty[]>;
  /** Shows places that an answer told of: one of them in an editor, and where there are more, all in a peek there. */
  showPlaces(places: readonly Place[], chosen: number): Promise<void>;
  /** Keeps a note about the run; an empty one is taken away. */
  writeNote(text: string): Promise<void>;
  /** Opens the cell's equations in an editor. */
  openCell(): Promise<void>;
  /** Opens a checkpoint of the run in an editor: the user says which, where there are several. */
  openCheckpoint(): Promise<void>;
  /** Runs like this one with other cells, which may be asked from now on. */
  besides(): Promise<readonly Beside[]>;
  /** Trains those that there are none of, when the user has agreed, one after another. Resolves when they have ended. */
  trainBesides(): Promise<readonly Beside[]>;
}

const nothing = z.tuple([]);
const text = z.tuple([z.string().check(z.maxLength(10_000_000))]);
const name = z.string().check(z.maxLength(1000));
const id = z.int();
const natural = z.int().check(z.minimum(1));

/** What each call of a panel may carry: the host believes it nothing else. */
export type PanelCalls<HostApi> = { readonly [Call in keyof HostApi]: z.ZodMiniType<unknown[]> };

/** The arguments of a question are checked by its kind. */
export const PANEL_CALLS: PanelCalls<PanelHostApi> = {
  ready: nothing,
  stop: nothing,
  resume: nothing,
  insert: text,
  replace: text,
  copy: text,
  saveFile: z.tuple([z.string().check(z.regex(/^[\w-]{1,100}\.(?:png|svg|csv)$/u)), z.instanceof(Uint8Array)]),
  chooseExamples: nothing,
  selection: z.tuple([z.enum(PASSAGE_KINDS)]),
  highlight: z.tuple([name, z.union([z.int(), z.undefined()])]),
  showing: z.tuple([name]),
  tokenKinds: z.tuple([name]),
  showPlaces: z.tuple([z.array(z.strictObject({ file: z.string(), line: natural, column: natural })).check(z.maxLength(1000)), z.int()]),
  writeNote: text,
  openCell: nothing,
  openCheckpoint: nothing,
  besides: nothing,
  trainBesides: nothing,
  ask: z.tuple([id, z.looseObject({})]),
  cancel: z.tuple([id]),
};

/** A run of the same text, size, seed and updates with another cell. */
export interface Beside {
  readonly cell: string;
  /** Undefined: none was trained. */
  readonly folder?: string;
  /** About how long training takes. */
  readonly seconds: number;
}

export interface FilesEvaluation {
  readonly files: readonly string[];
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
  /** Whether the note about the run is to be written. */
  readonly editNote?: boolean;
  /** The latest in this window. */
  readonly evaluation?: FilesEvaluation;
}

/** What the host tells the panel. */
export interface PanelApi extends AskingEnd {
  /** Also while it waits for the history that these go on from. */
  progress(events: readonly RunEvent[]): void;
  summary(summary: RunSummary): void;
  /** Brings a tab to the front, with what the user selected for it. */
  show(tab: string, asked?: Asked): void;
  /** Opens the field for the note about the run. */
  editNote(): void;
  /** The editor's cursor is at this character of the passage, counted in code points; undefined when it left it. */
  cursor(passage: string, index: number | undefined): void;
}
