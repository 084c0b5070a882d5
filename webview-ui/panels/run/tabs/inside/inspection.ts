// The text under inspection: its trace, the one cursor that all pictures share, and how far the maps are zoomed and scrolled.
import { batch, computed, effect, signal } from '@preact/signals';
import type { Trace, TracedActivation, TracedLayer, TracedText } from '../../../../../src/engine/results';
import type { LinkedText } from '../../../../../src/protocol/panelProtocol';
import { inText } from '../../../../components/figures';
import { show } from '../../attempt';
import { host } from '../../host';
import { Question } from '../../question';
import { tab } from '../../runModel';
import { changeView, type Direction, type Part, type PinnedUnit, view } from '../../viewState';
import { orderUnits } from './unitOrder';

/** Where the crosshair is. A unit is the same one in every map of its direction. */
export interface Cursor {
  readonly index: number;
  readonly unit?: number;
  /** Of the layer that has the unit. */
  readonly direction?: Direction;
  /** In the alignment: the character of the other text. */
  readonly other?: number;
  /** The map that the pointer or the keyboard is in. */
  readonly map?: string;
}

export const NARROWEST = 1;
export const WIDEST = 64;
const COMFORTABLE = 8;
const ROOMY = 40;

export const trace = signal<Trace>();
export const reading = new Question();
export const cursor = signal<Cursor>();
/** Whether the pointer or the focus is in the maps: the tooltip shows then. */
export const active = signal(false);
export const offset = signal(0);
/** Width of the maps themselves, in CSS pixels. */
export const trackWidth = signal(0);

/** Which of the two texts is shown: a translator has two. */
export const part = computed<Part>(() => (trace.value?.target ? view.value.part : 'source'));
export const text = computed<TracedText | undefined>(() => (part.value === 'target' ? trace.value?.target : trace.value));
/** The other text, where an alignment ties it to the one shown. */
export const other = computed(() => (trace.value?.alignment ? (part.value === 'target' ? trace.value : trace.value.target) : undefined));
export const layerCount = computed(() => 1 + (text.value?.layers.reduce((most, { layer }) => Math.max(most, layer), 0) ?? 0));
export const readsBothWays = computed(() => text.value?.layers.some(({ direction }) => direction === 'backward') ?? false);
/** The layer that is looked at: once for each direction shown. */
export const shown = computed<readonly TracedLayer[]>(() => {
  const { layer, directions } = view.value;
  const all = text.value?.layers.filter((traced) => traced.layer === Math.min(layer, layerCount.value - 1)) ?? [];
  const chosen = all.filter(({ direction }) => directions === 'both' || direction === directions);
  return chosen.length > 0 ? chosen : all;
});
export const orders = computed(() => new Map(shown.value.map((traced) => [traced, orderUnits(traced, view.value.unitsBy)])));
export const orderOf = (traced: TracedLayer): Uint32Array => orders.value.get(traced) ?? new Uint32Array();
/** The layer that has the unit at the crosshair. */
export const pointedLayer = computed(() => shown.value.find(({ direction }) => direction === cursor.value?.direction));
export const glyphs = computed(() => text.value?.characters.map(inText) ?? []);
export const columnWidth = computed(() => view.value.columnWidth ?? fitted(text.value?.characters.length ?? 0, trackWidth.value));
export const columns = computed(() => ({
  count: text.value?.characters.length ?? 0,
  columnWidth: columnWidth.value,
  offset: offset.value,
}));
export const surprised = computed(() => text.value?.surprise.some((bits) => bits >= 0) ?? false);
export const mostSurprise = computed(() => text.value?.surprise.reduce((most, bits) => (bits > most ? bits : most), 4) ?? 4);

/** The short name: h for h'. */
export const bare = (name: string): string => name.replace(/['′]$/, '');
/** Names a map: h, and h of the layer that reads backwards. */
export const mapName = ({ direction }: TracedLayer, { name }: TracedActivation): string =>
  direction === 'backward' ? `${bare(name)} ←` : bare(name);
export const activationNamed = (traced: TracedLayer | undefined, name: string): TracedActivation | undefined =>
  traced?.activations.find((a) => bare(a.name) === name);
export const valueAt = (traced: TracedLayer, activation: TracedActivation, index: number, unit: number): number =>
  activation.values[index * traced.units + unit] ?? Number.NaN;

/** The character that the editor highlights for us. */
let highlighted: number | undefined;
/** Where the text that is shown stands in an editor: not where the one does that is still being read. */
let shownPassage: string | undefined;

export function openInspection(linked: LinkedText | undefined): void {
  if (linked) changeView({ inspect: linked.text, inspectedPassage: linked.passage });
  // Reading a text takes a moment: not before it is looked at.
  const stop = effect(() => {
    if (tab.value !== 'inside') return;
    queueMicrotask(() => {
      stop();
      if (!trace.peek() && !reading.busy.peek()) void inspect(view.peek().inspect, { passage: view.peek().inspectedPassage });
    });
  });
}

/** Asks for the trace of a text. `passage`: where it stands in an editor; `target`: what a translator's decoder is fed. */
export async function inspect(
  text: string,
  { passage, target }: { readonly passage?: string | undefined; readonly target?: string | undefined } = {},
): Promise<void> {
  changeView({ inspect: text, inspectedPassage: passage });
  if (text === '') return;
  await reading.ask(
    () => (target === undefined ? host.trace(text) : host.trace(text, target)),
    (result) => open(result, passage),
  );
}

export function lookInside(text: string, target?: string): void {
  show('inside');
  void inspect(text, { target });
}

export const inspectSelection = (): Promise<void> =>
  reading.takeSelection(
    (selected) => inspect(selected.text, selected),
    'Nothing is selected. Select text in an editor, or type some here.',
  );

function open(result: Trace, passage: string | undefined): void {
  shownPassage = passage;
  batch(() => {
    trace.value = result;
    cursor.value = undefined;
    offset.value = 0;
    const { layer: chosen, pinned } = view.peek();
    changeView({
      layer: Math.min(chosen, layerCount.peek() - 1),
      pinned: pinned.filter((pin) => pin.unit < (pinnedLayer(result, pin)?.units ?? 0)),
    });
  });
}

/** The layer of a pin, in the text that it was pinned in. */
export const pinnedLayer = (traced: Trace, pin: PinnedUnit): TracedLayer | undefined =>
  (pin.part === 'target' ? traced.target : traced)?.layers.find(
    ({ layer: at, direction }) => at === pin.layer && direction === pin.direction,
  );

/** Shows the other text of a translator, its crosshair where the alignment ties it to this one. */
export function showPart(next: Part): void {
  batch(() => {
    const at = cursor.peek()?.other;
    changeView({ part: next });
    cursor.value = at === undefined ? undefined : { index: at };
    offset.value = 0;
  });
}

/** What is read before the text itself: the boundary, for a model of labels. */
const lead = (): number => ((trace.peek()?.characters.length ?? 0) > 1 && trace.peek()?.characters[0] === '' ? 1 : 0);

/** Moves the crosshair, and the highlight in the editor with it: the editor has the source. */
export function point(next: Cursor | undefined): void {
  if (next) cursor.value = next;
  active.value = next !== undefined;
  const ofSource = part.peek() === 'source' ? next?.index : next?.other;
  const inEditor = ofSource === undefined ? undefined : ofSource - lead();
  if (highlighted === inEditor) return;
  highlighted = inEditor;
  if (shownPassage !== undefined) host.highlight.asEvent(shownPassage, highlighted);
}

/** The editor's own cursor: no highlight goes back. */
export function cursorFromEditor(passage: string, index: number | undefined): void {
  if (passage !== shownPassage) return;
  const many = trace.peek()?.characters.length ?? 0;
  if (index === undefined || index + lead() >= many || part.peek() === 'target') {
    active.value = false;
    return;
  }
  const at = index + lead();
  cursor.value = { ...cursor.peek(), index: at, other: undefined, map: undefined };
  reveal(at);
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

export function togglePin({ layer, direction }: TracedLayer, name: string, unit: number): void {
  const { pinned } = view.peek();
  const pin: PinnedUnit = { part: part.peek(), layer, direction, name, unit };
  const rest = pinned.filter((one) => !samePin(one, pin));
  changeView({ pinned: rest.length < pinned.length ? rest : [...rest, pin].slice(-8) });
}

const samePin = (a: PinnedUnit, b: PinnedUnit): boolean =>
  a.part === b.part && a.layer === b.layer && a.direction === b.direction && a.name === b.name && a.unit === b.unit;
