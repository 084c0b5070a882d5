// How the user likes to look at things: kept by VS Code while the panel is hidden and after a reload.
import { effect, signal } from '@preact/signals';
import { saveState, savedState } from './host';

export type UnitsBy = 'similarity' | 'activity' | 'index';

export interface PinnedUnit {
  readonly layer: number;
  readonly name: string;
  readonly unit: number;
}

export interface ViewState {
  readonly logarithmic: boolean;
  readonly layer: number;
  readonly unitsBy: UnitsBy;
  readonly scale: 'fixed' | 'fit';
  /** Width of a character in the maps; fitted to the text until the user zooms. */
  readonly columnWidth?: number;
  readonly pinned: readonly PinnedUnit[];
  /** Maps drawn tall. */
  readonly expanded: readonly string[];
  /** The text to inspect. */
  readonly inspect: string;
}

const initial: ViewState = { logarithmic: false, layer: 0, unitsBy: 'similarity', scale: 'fixed', pinned: [], expanded: [], inspect: '' };

export const view = signal<ViewState>({ ...initial, ...(savedState() as Partial<ViewState> | undefined) });

effect(() => saveState(view.value));

export function changeView(changes: Partial<ViewState>): void {
  view.value = { ...view.peek(), ...changes };
}
