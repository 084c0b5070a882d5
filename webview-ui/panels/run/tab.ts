// What a tab of the run panel is: it lives in a folder of its own and stands in the table of `tabs.ts`; nothing else needs to know it.
import type { ComponentType } from 'preact';
import type { Asked, LinkedText, PanelStart, PassageKind } from '../../../src/protocol/panelProtocol';
import type { TaskWords } from '../../../src/protocol/taskWords';
import type { Span } from './inspected';
import type { RunPanel } from './runPanel';

export interface Tab {
  /** Names it to the host too, which remembers the tab last shown of each run. */
  readonly name: string;
  readonly title: string | ((words: TaskWords) => string);
  /** Which runs have it, where not all of them do. */
  readonly fits?: (words: TaskWords) => boolean;
  /** What “Use selection” takes from the editor where nothing is selected. */
  readonly passage?: PassageKind;
  /** Begins it: once for each panel, when the run is known. What it then keeps is its own. */
  readonly open: (panel: RunPanel, start: PanelStart) => OpenTab;
}

export interface OpenTab {
  readonly View: ComponentType;
  /** Works on what the user chose elsewhere. */
  readonly take?: (given: Given) => void;
}

/** What the host was asked for, or what another tab hands over; `target`: what a translator's decoder is fed with the text. */
export type Given = Asked | (Pick<LinkedText, 'text'> & { readonly target?: string }) | OtherLayer | UnitsOver;

/** The span whose units are to be found. */
export interface UnitsOver {
  readonly over: Span;
}

/** The layer that the crosshair was put into. */
export interface OtherLayer {
  readonly layer: number;
}
