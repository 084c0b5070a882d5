// What Inside shows of the text that is looked into: layers, maps in tiles, predictions, and how the user likes to see them.
import { computed, effect, signal } from '@preact/signals';
import type { ActivationShape, Block, LayerShape, Part, TraceShape } from '../../../../../src/engine/inspect/traceShape';
import type { Alternative, NgramsOfText } from '../../../../../src/engine/results';
import { handedDown } from '../../../../components/handedDown';
import { Question } from '../../../../components/question';
import { Axis } from '../../../../components/textMaps/axis';
import { type Drawn, FieldTiles } from '../../../../components/textMaps/fieldTiles';
import type { Walked } from '../../../../components/textMaps/mapKeys';
import { OnDemand } from '../../../../components/textMaps/onDemand';
import type { Inspected } from '../../inspected';
import type { RunPanel } from '../../runPanel';
import { alsoOf, type CommonView, inCommon, NOTHING_COMMON } from './commonView';
import { INSIDE_VIEW, type KeptView, MOST_PINNED, type PinnedUnit } from './insideView';
import { orderUnits } from './unitOrder';

/** A value at the crosshair; of a column of several characters their mean, and its extremes once they are known. */
export interface Cell {
  readonly value: number;
  readonly low?: number | undefined;
  readonly high?: number | undefined;
}

/** Characters whose predictions are asked for together, and those that are kept. */
const TOGETHER = 256;
const PREDICTIONS = 100_000;
/** Layers whose order by factors is kept. */
const FACTORED = 64;

/** How surprising the characters of a text were. */
export const surpriseOf = (part: Part): Drawn => ({ part, field: { kind: 'surprise' }, planes: ['mean', 'high'] });
export const ADVANTAGE: Drawn = { part: 'source', field: { kind: 'advantage' }, planes: ['mean'] };

export class Inspection {
  readonly inspected: Inspected;
  readonly view: KeptView;
  readonly axis: Axis;
  /** For the keyboard. */
  readonly walked: Walked;
  /** Leads to the units that are on over what is brushed. */
  readonly matchBrushed: () => void;
  readonly tiles: FieldTiles;
  /** The n-grams that the text is held against, once they are counted. */
  readonly ngrams = signal<NgramsOfText>();
  readonly counting: Question;
  readonly #predictions: OnDemand<readonly (readonly Alternative[])[]>;
  readonly #factors: OnDemand<Uint32Array>;

  /** Of all checkpoints that have read this text. */
  readonly #common = signal<CommonView>(NOTHING_COMMON);

  readonly layerCount = computed(() => 1 + (this.inspected.text.value?.layers.reduce((most, { layer }) => Math.max(most, layer), 0) ?? 0));
  readonly readsBothWays = computed(() => this.inspected.text.value?.layers.some(({ direction }) => direction === 'backward') ?? false);
  /** The layer that is looked at: once for each direction shown. */
  readonly shown = computed<readonly LayerShape[]>(() => {
    const { layer, directions } = this.view.value;
    const all = this.inspected.text.value?.layers.filter((one) => one.layer === Math.min(layer, this.layerCount.value - 1)) ?? [];
    const chosen = all.filter(({ direction }) => directions === 'both' || direction === directions);
    return (chosen.length > 0 ? chosen : all).map((layer) => inCommon(this.#common.value, this.inspected.part.value, layer));
  });
  readonly #orders = computed(() => {
    const { unitsBy } = this.view.value;
    return new Map(this.shown.value.map((layer) => [layer, unitsBy === 'factors' ? this.#byFactors(layer) : orderUnits(layer, unitsBy)]));
  });
  /** The layer that has the unit at the crosshair. */
  readonly pointedLayer = computed(() => this.shown.value.find(({ direction }) => direction === this.inspected.cursor.value?.direction));
  readonly surprised = computed(() => this.inspected.text.value?.mostSurprise !== undefined);
  readonly compared = computed(() => this.ngrams.value !== undefined && this.surprised.value);
  readonly mostSurprise = computed(() => Math.max(4, this.#common.value.mostSurprise));

  constructor(panel: RunPanel) {
    const { inspected } = panel;
    this.inspected = inspected;
    this.view = panel.kept.keep('inside', INSIDE_VIEW);
    this.axis = new Axis(
      this.view,
      inspected.count,
      computed(() => inspected.shape.value?.kept ?? 1),
      inspected.units,
    );
    this.walked = {
      axis: this.axis,
      cursor: () => inspected.cursor.peek()?.index,
      leave: () => inspected.point(undefined),
      brush: (end, index) => inspected.brushEnd(end, this.axis.column(index)),
    };
    this.matchBrushed = () => {
      const over = inspected.brushed.peek();
      if (over) panel.show('units', { over });
    };
    const failed = (error: unknown) => void inspected.reading.attempt(() => Promise.reject(error));
    this.tiles = new FieldTiles((request, signal) => inspected.ask('traceField', request, { signal }), failed);
    this.counting = new Question(panel);
    this.#predictions = new OnDemand(PREDICTIONS, ({ length }) => length, failed);
    this.#factors = new OnDemand(FACTORED, () => 1, failed);
    inspected.onOpen((again) => this.#opened(again));
    effect(() => {
      const at = inspected.led.value;
      if (!at || this.axis.trackWidth.value === 0) return; // not before the maps have a width
      this.axis.reveal(at.index);
      inspected.led.value = undefined;
    });
  }

  /** Units of a layer from the top of its maps. */
  orderOf(layer: LayerShape): Uint32Array {
    return this.#orders.value.get(layer) ?? new Uint32Array();
  }

  /** Until it is known, by similarity. */
  #byFactors({ layer, direction, order }: LayerShape): Uint32Array {
    const part = this.inspected.part.value;
    const ask = (signal: AbortSignal) => this.inspected.ask('factorOrder', { part, layer, direction }, { signal });
    return this.#factors.get('', `${part} ${layer} ${direction}`, ask) ?? order;
  }

  /** The other text of a translator, from its beginning. */
  readonly showPart = (part: Part): void => {
    this.inspected.showPart(part);
    this.axis.scrollTo(0);
  };

  /** Another layer, at the crosshair. */
  showLayer(layer: number): void {
    this.view.change({ layer, directions: 'both' });
    const at = this.inspected.cursor.peek();
    if (at) this.axis.reveal(at.index);
  }

  /** An activation as its map draws it. */
  drawn({ layer, direction }: LayerShape, { name }: Pick<ActivationShape, 'name'>): Drawn {
    const { plane, expanded } = this.view.value;
    const field = { kind: 'activation', layer, direction, name } as const;
    return { part: this.inspected.part.value, field, planes: expanded.includes(name) ? ['mean', 'low', 'high'] : [plane] };
  }

  /** One unit alone, with its extremes. */
  unit(part: Part, { layer, direction }: Pick<LayerShape, 'layer' | 'direction'>, name: string, unit: number): Drawn {
    return { part, field: { kind: 'activation', layer, direction, name, unit }, planes: ['mean', 'low', 'high'] };
  }

  /** The value of a unit in the column in which a character is. Undefined while it is on its way. */
  cell(layer: LayerShape, { name }: Pick<ActivationShape, 'name'>, index: number, unit: number): Cell | undefined {
    const step = this.axis.step.value;
    const alone =
      step > 1 &&
      this.tiles.at(this.unit(this.inspected.part.value, layer, name, unit), { step, count: this.inspected.count.value }, index);
    if (alone) return cellOf(alone, index, 0);
    const { plane } = this.view.value;
    const tile = this.tiles.at(this.drawn(layer, { name }), { step, count: this.inspected.count.value }, index);
    return tile && (step === 1 || plane === 'mean') ? cellOf(tile, index, unit) : undefined;
  }

  /** Bits at a character; NaN where nothing was predicted. */
  surpriseAt(index: number): number {
    const tile = this.tiles.at(
      { part: this.inspected.part.value, field: { kind: 'surprise' }, planes: ['mean'] },
      { step: 1, count: this.inspected.count.value },
      index,
    );
    return tile ? cellOf(tile, index, 0).value : Number.NaN;
  }

  /** Bits that the network needs less than n-grams at a character; NaN where that is not known. */
  advantageAt(index: number): number {
    if (!this.compared.value) return Number.NaN;
    const tile = this.tiles.at(ADVANTAGE, { step: 1, count: this.inspected.count.value }, index);
    return tile ? cellOf(tile, index, 0).value : Number.NaN;
  }

  /** How much the character and each of the other text's are tied. */
  weightsAt(index: number): Float32Array {
    const drawn = { part: this.inspected.part.value, field: { kind: 'alignment' }, planes: ['mean'] } as const;
    const tile = this.tiles.at(drawn, { step: 1, count: this.inspected.count.value }, index);
    return tile?.mean?.subarray((index - tile.from) * tile.rows, (index - tile.from + 1) * tile.rows) ?? new Float32Array();
  }

  /** What is expected at or after a character, likeliest first. */
  predictionsAt(index: number, part: Part = this.inspected.part.value): readonly Alternative[] {
    if (!this.inspected.shape.value) return [];
    const from = Math.floor(index / TOGETHER) * TOGETHER;
    const told = this.#predictions.get('', `${part} ${from}`, (ending) =>
      this.inspected.ask('tracePredictions', { part, from, to: from + TOGETHER }, { signal: ending }),
    );
    return told?.[index - from] ?? [];
  }

  togglePin({ layer, direction }: LayerShape, name: string, unit: number): void {
    const { pinned } = this.view.peek();
    const pin: PinnedUnit = { part: this.inspected.part.peek(), layer, direction, name, unit };
    const rest = pinned.filter((one) => !samePin(one, pin));
    this.view.change({ pinned: rest.length < pinned.length ? rest : [...rest, pin].slice(-MOST_PINNED) });
  }

  /** Before what they are held against is drawn: where they cannot be counted, all else is shown. */
  #count(): void {
    if (!this.inspected.shape.peek()?.compared) return this.counting.cancel();
    void this.counting.ask(
      (attending) => this.inspected.ask('traceNgrams', {}, attending),
      (ngrams) => {
        this.ngrams.value = ngrams;
      },
    );
  }

  #opened(again: boolean): void {
    if (again) this.tiles.renew();
    else this.tiles.clear();
    this.ngrams.value = undefined;
    this.#count();
    this.#predictions.clear();
    this.#factors.clear();
    const shape = this.inspected.shape.peek();
    if (shape) this.#common.value = alsoOf(again ? this.#common.peek() : NOTHING_COMMON, shape);
    const { layer: chosen, pinned } = this.view.peek();
    this.view.change({
      layer: Math.min(chosen, this.layerCount.peek() - 1),
      pinned: pinned.filter((pin) => shape && pin.unit < (pinnedLayer(shape, pin)?.units ?? 0)),
    });
    if (!again) this.axis.scrollTo(0);
  }
}

function cellOf({ from, step, rows, mean, low, high }: Block, index: number, row: number): Cell {
  const at = Math.floor((index - from) / step) * rows + row;
  return { value: mean?.[at] ?? Number.NaN, low: low?.[at], high: high?.[at] };
}

/** Names a map: h, and h of the layer that reads backwards. */
export const mapName = ({ direction }: LayerShape, { name }: ActivationShape): string => (direction === 'backward' ? `${name} ←` : name);

/** The layer of a pin, in the text that it was pinned in. */
export const pinnedLayer = ({ source, target }: TraceShape, pin: PinnedUnit): LayerShape | undefined =>
  (pin.part === 'target' ? target : source)?.layers.find(({ layer, direction }) => layer === pin.layer && direction === pin.direction);

const samePin = (a: PinnedUnit, b: PinnedUnit): boolean =>
  a.part === b.part && a.layer === b.layer && a.direction === b.direction && a.name === b.name && a.unit === b.unit;

/** The inspection of the tab that a component is in. */
export const [withInspection, useInspection] = handedDown<Inspection>('inspection');
