// The text under inspection: its trace, the one cursor that all pictures share, and how far the maps are zoomed and scrolled.
import { batch, computed, effect, signal } from '@preact/signals';
import type { Trace, TracedActivation, TracedLayer } from '../../../../src/engine/results';
import { inText, messageOf, wasCancelled } from '../figures';
import type { Host } from '../host';
import { tab } from '../runModel';
import { changeView, view } from '../viewState';
import { orderUnits } from './unitOrder';

/** Where the crosshair is. The row is the place in the order shown, so that it is the same unit in every map. */
export interface Cursor {
  readonly index: number;
  readonly unit?: number;
  /** The map that the pointer or the keyboard is in. */
  readonly map?: string;
}

export const NARROWEST = 1;
export const WIDEST = 64;
const COMFORTABLE = 8;
const ROOMY = 40;

export const trace = signal<Trace>();
export const tracing = signal<string>();
export const refusal = signal<string>();
export const cursor = signal<Cursor>();
/** Whether the pointer or the focus is in the maps: the tooltip shows then. */
export const active = signal(false);
export const offset = signal(0);
/** Width of the maps themselves, in CSS pixels. */
export const trackWidth = signal(0);

export const layer = computed<TracedLayer | undefined>(() => trace.value?.layers[view.value.layer] ?? trace.value?.layers[0]);
export const order = computed(() => (layer.value ? orderUnits(layer.value, view.value.unitsBy) : new Uint32Array()));
export const glyphs = computed(() => trace.value?.characters.map(inText) ?? []);
export const columnWidth = computed(() => view.value.columnWidth ?? fitted(trace.value?.characters.length ?? 0, trackWidth.value));
export const columns = computed(() => ({
  count: trace.value?.characters.length ?? 0,
  columnWidth: columnWidth.value,
  offset: offset.value,
}));
export const mostSurprise = computed(() => trace.value?.surprise.reduce((most, bits) => (bits > most ? bits : most), 4) ?? 4);

/** The short name: h for h'. */
export const bare = (name: string): string => name.replace(/['′]$/, '');
export const activationNamed = (traced: TracedLayer | undefined, name: string): TracedActivation | undefined =>
  traced?.activations.find((a) => bare(a.name) === name);
export const valueAt = (traced: TracedLayer, activation: TracedActivation, index: number, unit: number): number =>
  activation.values[index * traced.units + unit] ?? Number.NaN;

let host: Host | undefined;
let wanted = '';
/** The character that the editor highlights for us. */
let highlighted: number | undefined;

export function openInspection(connected: Host, text: string | undefined): void {
  host = connected;
  if (text) changeView({ inspect: text });
  // Reading a text takes a moment: not before it is looked at.
  const stop = effect(() => {
    if (tab.value !== 'inside') return;
    queueMicrotask(() => {
      stop();
      if (!trace.peek() && !tracing.peek()) void inspect(view.peek().inspect);
    });
  });
}

/** Asks for the trace of a text. A later question overtakes an earlier one. */
export async function inspect(text: string): Promise<void> {
  changeView({ inspect: text });
  if (!host || text === '') return;
  wanted = text;
  batch(() => {
    tracing.value = text;
    refusal.value = undefined;
  });
  try {
    const result = await host.trace(text);
    if (wanted === text) open(result);
  } catch (error) {
    if (wanted === text) refusal.value = wasCancelled(error) ? undefined : messageOf(error);
  }
  if (wanted === text) tracing.value = undefined;
}

/** Ends the reading that is under way; the maps that are shown stay. */
export async function cancelInspection(): Promise<void> {
  try {
    await host?.cancel();
  } catch (error) {
    refusal.value = messageOf(error);
  }
}

export const inspectSelection = async (): Promise<void> => {
  if (!host) return;
  try {
    const text = await host.selection();
    if (text) await inspect(text);
    else refusal.value = 'Nothing is selected. Select text in an editor, or type some here.';
  } catch (error) {
    refusal.value = messageOf(error);
  }
};

function open(result: Trace): void {
  batch(() => {
    trace.value = result;
    cursor.value = undefined;
    offset.value = 0;
    const units = (at: number) => result.layers[at]?.units ?? 0;
    changeView({
      layer: Math.min(view.peek().layer, result.layers.length - 1),
      pinned: view.peek().pinned.filter((pin) => pin.unit < units(pin.layer)),
    });
  });
}

/** Moves the crosshair, and the highlight in the editor with it. */
export function point(next: Cursor | undefined): void {
  if (next) cursor.value = next;
  active.value = next !== undefined;
  if (highlighted === next?.index) return;
  highlighted = next?.index;
  host?.highlight.asEvent(highlighted);
}

/** The editor's own cursor: no highlight goes back. */
export function cursorFromEditor(index: number | undefined): void {
  const many = trace.peek()?.characters.length ?? 0;
  if (index === undefined || index >= many) {
    active.value = false;
    return;
  }
  cursor.value = { ...cursor.peek(), index, map: undefined };
  reveal(index);
}

/** Scrolls just far enough to show a character with a little of what surrounds it. */
export function reveal(index: number): void {
  const width = columnWidth.peek();
  const margin = Math.min(4 * width, trackWidth.peek() / 4);
  const [left, right] = [index * width - margin, (index + 1) * width + margin - trackWidth.peek()];
  if (left < offset.peek()) scrollTo(left);
  else if (right > offset.peek()) scrollTo(right);
}

export function scrollTo(left: number): void {
  const most = Math.max(0, columns.peek().count * columnWidth.peek() - trackWidth.peek());
  offset.value = Math.max(0, Math.min(most, left));
}

/** Zooms about a place in the track, so that what is under the pointer stays there. */
export function zoom(factor: number, about = trackWidth.peek() / 2): void {
  const before = columnWidth.peek();
  const after = Math.max(NARROWEST, Math.min(WIDEST, before * factor));
  if (after === before) return;
  const character = (offset.peek() + about) / before;
  batch(() => {
    changeView({ columnWidth: after });
    scrollTo(character * after - about);
  });
}

export const zoomToFit = (): void => {
  batch(() => {
    changeView({ columnWidth: undefined });
    scrollTo(0);
  });
};

/** A short text fills the width; a long one is as wide as it reads well. */
function fitted(characters: number, width: number): number {
  return characters === 0 || width === 0 ? COMFORTABLE : Math.max(COMFORTABLE, Math.min(ROOMY, Math.floor((width / characters) * 4) / 4));
}

export function togglePin(name: string, unit: number): void {
  const { layer: at, pinned } = view.peek();
  const rest = pinned.filter((pin) => !(pin.layer === at && pin.name === name && pin.unit === unit));
  changeView({ pinned: rest.length < pinned.length ? rest : [...rest, { layer: at, name, unit }].slice(-8) });
}
