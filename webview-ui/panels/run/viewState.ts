// How the user likes to look at things: kept by VS Code while the panel is hidden and after a reload.
import { effect, signal } from '@preact/signals';
import { savedState, saveState } from './host';

export type UnitsBy = 'similarity' | 'activity' | 'index';

/** Which of two texts: what was read, or what a translator wrote of it. */
export type Part = 'source' | 'target';
export type Direction = 'forward' | 'backward';

export interface PinnedUnit {
  readonly part: Part;
  readonly layer: number;
  readonly direction: Direction;
  readonly name: string;
  readonly unit: number;
}

export interface ViewState {
  /** The run's folder: the host reads it when a reloaded window brings the panel back. */
  readonly folder?: string;
  readonly logarithmic: boolean;
  readonly part: Part;
  readonly layer: number;
  readonly directions: 'both' | Direction;
  readonly unitsBy: UnitsBy;
  readonly scale: 'fixed' | 'fit';
  /** Width of a character in the maps; fitted to the text until the user zooms. */
  readonly columnWidth?: number;
  readonly pinned: readonly PinnedUnit[];
  /** Maps drawn tall. */
  readonly expanded: readonly string[];
  /** The text to inspect. */
  readonly inspect: string;
  /** The passage of an editor that it was taken from. */
  readonly inspectedPassage?: string | undefined;
  /** The text to go on from. */
  readonly prompt: string;
  /** The text to answer to. */
  readonly ask: string;
}

const initial: ViewState = {
  logarithmic: false,
  part: 'source',
  layer: 0,
  directions: 'both',
  unitsBy: 'similarity',
  scale: 'fixed',
  pinned: [],
  expanded: [],
  inspect: '',
  prompt: '',
  ask: '',
};

export const view = signal<ViewState>({ ...initial, ...(savedState() as Partial<ViewState> | undefined) });

effect(() => saveState(view.value));

export function changeView(changes: Partial<ViewState>): void {
  view.value = { ...view.peek(), ...changes };
}
