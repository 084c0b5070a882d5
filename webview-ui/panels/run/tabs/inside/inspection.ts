// The text under inspection: its trace, and the one cursor that all pictures share.
import { batch, computed, effect, signal } from '@preact/signals';
import type { Trace, TracedActivation, TracedLayer, TracedText } from '../../../../../src/engine/results';
import { inText } from '../../../../components/figures';
import { handedDown } from '../../../../components/handedDown';
import { Question } from '../../question';
import type { RunPanel } from '../../runPanel';
import { Axis } from './axis';
import { type Direction, INSIDE_VIEW, type KeptView, MOST_PINNED, type Part, type PinnedUnit } from './insideView';
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

export class Inspection {
  readonly view: KeptView;
  readonly axis: Axis;
  readonly reading: Question;
  readonly trace = signal<Trace>();
  readonly cursor = signal<Cursor>();
  /** Whether the pointer or the focus is in the maps: the tooltip shows then. */
  readonly active = signal(false);
  /** The character that the editor highlights for us. */
  #highlighted: number | undefined;
  /** Where the text that is shown stands in an editor: not where the one does that is still being read. */
  #passage: string | undefined;

  /** Which of the two texts is shown: a translator has two. */
  readonly part = computed<Part>(() => (this.trace.value?.target ? this.view.value.part : 'source'));
  readonly text = computed<TracedText | undefined>(() => (this.part.value === 'target' ? this.trace.value?.target : this.trace.value));
  readonly count = computed(() => this.text.value?.characters.length ?? 0);
  readonly glyphs = computed(() => this.text.value?.characters.map(inText) ?? []);
  /** The other text, where an alignment ties it to the one shown. */
  readonly other = computed(() => {
    const trace = this.trace.value;
    return trace?.alignment ? (this.part.value === 'target' ? trace : trace.target) : undefined;
  });
  readonly layerCount = computed(() => 1 + (this.text.value?.layers.reduce((most, { layer }) => Math.max(most, layer), 0) ?? 0));
  readonly readsBothWays = computed(() => this.text.value?.layers.some(({ direction }) => direction === 'backward') ?? false);
  /** The layer that is looked at: once for each direction shown. */
  readonly shown = computed<readonly TracedLayer[]>(() => {
    const { layer, directions } = this.view.value;
    const all = this.text.value?.layers.filter((traced) => traced.layer === Math.min(layer, this.layerCount.value - 1)) ?? [];
    const chosen = all.filter(({ direction }) => directions === 'both' || direction === directions);
    return chosen.length > 0 ? chosen : all;
  });
  readonly #orders = computed(() => new Map(this.shown.value.map((traced) => [traced, orderUnits(traced, this.view.value.unitsBy)])));
  /** The layer that has the unit at the crosshair. */
  readonly pointedLayer = computed(() => this.shown.value.find(({ direction }) => direction === this.cursor.value?.direction));
  readonly surprised = computed(() => this.text.value?.surprise.some((bits) => bits >= 0) ?? false);
  readonly mostSurprise = computed(() => this.text.value?.surprise.reduce((most, bits) => (bits > most ? bits : most), 4) ?? 4);

  constructor(private readonly panel: RunPanel) {
    this.view = panel.kept.keep('inside', INSIDE_VIEW);
    this.axis = new Axis(this.view, this.count);
    this.reading = new Question(panel);
    effect(() => this.#followEditor(panel.editorCursor.value));
  }

  /** Units of a layer from the top of its maps. */
  orderOf(traced: TracedLayer): Uint32Array {
    return this.#orders.value.get(traced) ?? new Uint32Array();
  }

  /** Asks for the trace of a text. `passage`: where it stands in an editor; `target`: what a translator's decoder is fed. */
  readonly inspect = async (
    text: string,
    { passage, target }: { readonly passage?: string | undefined; readonly target?: string | undefined } = {},
  ): Promise<void> => {
    this.view.change({ inspect: text, passage });
    if (text === '') return;
    await this.reading.ask(
      (attending) => this.panel.ask('trace', { text, target }, attending),
      (trace) => this.#open(trace, passage),
    );
  };

  /** Reads the text last inspected: a moment's work, so not before it is looked at. */
  readonly begin = (): void => {
    const { inspect: text, passage } = this.view.peek();
    if (!this.trace.peek() && !this.reading.busy.peek()) void this.inspect(text, { passage });
  };

  readonly inspectSelection = (): Promise<void> =>
    this.reading.takeSelection(
      (selected) => this.inspect(selected.text, selected),
      'Nothing is selected. Select text in an editor, or type some here.',
    );

  /** Shows the other text of a translator, its crosshair where the alignment ties it to this one. */
  readonly showPart = (next: Part): void => {
    batch(() => {
      const at = this.cursor.peek()?.other;
      this.view.change({ part: next });
      this.cursor.value = at === undefined ? undefined : { index: at };
      this.axis.scrollTo(0);
    });
  };

  /** Moves the crosshair, and the highlight in the editor with it: the editor has the source. */
  point(next: Cursor | undefined): void {
    if (next) this.cursor.value = next;
    this.active.value = next !== undefined;
    const ofSource = this.part.peek() === 'source' ? next?.index : next?.other;
    const inEditor = ofSource === undefined ? undefined : ofSource - this.#lead();
    if (this.#highlighted === inEditor) return;
    this.#highlighted = inEditor;
    if (this.#passage !== undefined) this.panel.host.highlight.asEvent(this.#passage, inEditor);
  }

  togglePin({ layer, direction }: TracedLayer, name: string, unit: number): void {
    const { pinned } = this.view.peek();
    const pin: PinnedUnit = { part: this.part.peek(), layer, direction, name, unit };
    const rest = pinned.filter((one) => !samePin(one, pin));
    this.view.change({ pinned: rest.length < pinned.length ? rest : [...rest, pin].slice(-MOST_PINNED) });
  }

  #open(result: Trace, passage: string | undefined): void {
    this.#passage = passage;
    batch(() => {
      this.trace.value = result;
      this.cursor.value = undefined;
      this.axis.scrollTo(0);
      const { layer: chosen, pinned } = this.view.peek();
      this.view.change({
        layer: Math.min(chosen, this.layerCount.peek() - 1),
        pinned: pinned.filter((pin) => pin.unit < (pinnedLayer(result, pin)?.units ?? 0)),
      });
    });
  }

  /** The editor's own cursor: no highlight goes back. */
  #followEditor(at: RunPanel['editorCursor']['value']): void {
    if (!at || at.passage !== this.#passage) return;
    const index = (at.index ?? Number.POSITIVE_INFINITY) + this.#lead();
    if (index >= (this.trace.peek()?.characters.length ?? 0) || this.part.peek() === 'target') {
      this.active.value = false;
      return;
    }
    this.cursor.value = { ...this.cursor.peek(), index, other: undefined, map: undefined };
    this.axis.reveal(index);
  }

  /** What is read before the text itself: the boundary, for a model of labels. */
  #lead(): number {
    const characters = this.trace.peek()?.characters ?? [];
    return characters.length > 1 && characters[0] === '' ? 1 : 0;
  }
}

/** The short name: h for h'. */
export const bare = (name: string): string => name.replace(/['′]$/, '');
/** Names a map: h, and h of the layer that reads backwards. */
export const mapName = ({ direction }: TracedLayer, { name }: TracedActivation): string =>
  direction === 'backward' ? `${bare(name)} ←` : bare(name);
export const activationNamed = (traced: TracedLayer | undefined, name: string): TracedActivation | undefined =>
  traced?.activations.find((a) => bare(a.name) === name);
export const valueAt = (traced: TracedLayer, activation: TracedActivation, index: number, unit: number): number =>
  activation.values[index * traced.units + unit] ?? Number.NaN;

/** The layer of a pin, in the text that it was pinned in. */
export const pinnedLayer = (traced: Trace, pin: PinnedUnit): TracedLayer | undefined =>
  (pin.part === 'target' ? traced.target : traced)?.layers.find(
    ({ layer: at, direction }) => at === pin.layer && direction === pin.direction,
  );

const samePin = (a: PinnedUnit, b: PinnedUnit): boolean =>
  a.part === b.part && a.layer === b.layer && a.direction === b.direction && a.name === b.name && a.unit === b.unit;

/** The inspection of the tab that a component is in. */
export const [InspectionProvider, useInspection] = handedDown<Inspection>('inspection');
