// The text under inspection: its trace, what of it was asked for so far, and the one cursor that all pictures share.
import { batch, computed, effect, signal } from '@preact/signals';
import type { ActivationShape, Block, LayerShape, Part, TextShape, TraceShape } from '../../../../../src/engine/inspect/traceShape';
import type { Direction } from '../../../../../src/engine/model/stack';
import type { Alternative } from '../../../../../src/engine/results';
import { inText } from '../../../../components/figures';
import { handedDown } from '../../../../components/handedDown';
import { Question } from '../../question';
import type { RunPanel } from '../../runPanel';
import { Axis } from './axis';
import { type Drawn, FieldTiles } from './fieldTiles';
import { INSIDE_VIEW, type KeptView, MOST_PINNED, type PinnedUnit } from './insideView';
import { OnDemand } from './onDemand';
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

/** A handle of the engine's, and what can be asked of it. */
interface Opened {
  readonly trace: string;
  readonly shape: TraceShape;
}

/** What is inspected: a text, where it stands in an editor, and for a translator what its decoder is fed. */
interface Inspected {
  readonly text: string;
  readonly passage?: string | undefined;
  readonly target?: string | undefined;
}

/** A value at the crosshair; of a column of several characters their mean, and its extremes once they are known. */
export interface Cell {
  readonly value: number;
  readonly low?: number | undefined;
  readonly high?: number | undefined;
}

/** Characters whose predictions are asked for together, and those that are kept. */
const TOGETHER = 256;
const PREDICTIONS = 100_000;

export class Inspection {
  readonly view: KeptView;
  readonly axis: Axis;
  readonly reading: Question;
  readonly tiles: FieldTiles;
  readonly cursor = signal<Cursor>();
  /** Whether the pointer or the focus is in the maps: the tooltip shows then. */
  readonly active = signal(false);
  readonly #opened = signal<Opened>();
  readonly #predictions: OnDemand<readonly (readonly Alternative[])[]>;
  /** The character that the editor highlights for us. */
  #highlighted: number | undefined;
  /** What is shown: not what is still being read. */
  #inspected: Inspected | undefined;

  readonly shape = computed(() => this.#opened.value?.shape);
  /** Which of the two texts is shown: a translator has two. */
  readonly part = computed<Part>(() => (this.shape.value?.target ? this.view.value.part : 'source'));
  readonly text = computed<TextShape | undefined>(() =>
    this.part.value === 'target' ? this.shape.value?.target : this.shape.value?.source,
  );
  readonly count = computed(() => this.text.value?.length ?? 0);
  readonly characters = computed(() => charactersOf(this.text.value));
  readonly glyphs = computed(() => this.characters.value.map(inText));
  /** The characters of the other text, where an alignment ties it to the one shown. */
  readonly other = computed(() => {
    const shape = this.shape.value;
    return shape?.aligned ? charactersOf(this.part.value === 'target' ? shape.source : shape.target) : undefined;
  });
  readonly layerCount = computed(() => 1 + (this.text.value?.layers.reduce((most, { layer }) => Math.max(most, layer), 0) ?? 0));
  readonly readsBothWays = computed(() => this.text.value?.layers.some(({ direction }) => direction === 'backward') ?? false);
  /** The layer that is looked at: once for each direction shown. */
  readonly shown = computed<readonly LayerShape[]>(() => {
    const { layer, directions } = this.view.value;
    const all = this.text.value?.layers.filter((one) => one.layer === Math.min(layer, this.layerCount.value - 1)) ?? [];
    const chosen = all.filter(({ direction }) => directions === 'both' || direction === directions);
    return chosen.length > 0 ? chosen : all;
  });
  readonly #orders = computed(() => new Map(this.shown.value.map((layer) => [layer, orderUnits(layer, this.view.value.unitsBy)])));
  /** The layer that has the unit at the crosshair. */
  readonly pointedLayer = computed(() => this.shown.value.find(({ direction }) => direction === this.cursor.value?.direction));
  readonly surprised = computed(() => this.text.value?.mostSurprise !== undefined);
  readonly mostSurprise = computed(() => Math.max(4, this.text.value?.mostSurprise ?? 0));

  constructor(private readonly panel: RunPanel) {
    this.view = panel.kept.keep('inside', INSIDE_VIEW);
    this.axis = new Axis(
      this.view,
      this.count,
      computed(() => this.shape.value?.kept ?? 1),
    );
    this.reading = new Question(panel);
    const failed = (error: unknown) => this.#refused(error);
    this.tiles = new FieldTiles(
      (request, ending) => panel.ask('traceField', { trace: this.#handle(), ...request }, { signal: ending }),
      failed,
    );
    this.#predictions = new OnDemand(PREDICTIONS, ({ length }) => length, failed);
    effect(() => this.#followEditor(panel.editorCursor.value));
  }

  /** Units of a layer from the top of its maps. */
  orderOf(layer: LayerShape): Uint32Array {
    return this.#orders.value.get(layer) ?? new Uint32Array();
  }

  /** Opens a text. `passage`: where it stands in an editor; `target`: what a translator's decoder is fed. */
  readonly inspect = async (text: string, { passage, target }: Omit<Inspected, 'text'> = {}): Promise<void> => {
    this.view.change({ inspect: text, passage });
    if (text === '') return;
    await this.reading.ask(
      (attending) => this.panel.ask('openTrace', { text, target }, attending),
      (opened) => this.#open(opened, { text, passage, target }),
    );
  };

  /** Reads the text last inspected: not before it is looked at. */
  readonly begin = (): void => {
    const { inspect: text, passage } = this.view.peek();
    if (!this.#opened.peek() && !this.reading.busy.peek()) void this.inspect(text, { passage });
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

  /** An activation as its map draws it. */
  drawn({ layer, direction }: LayerShape, { name }: Pick<ActivationShape, 'name'>): Drawn {
    const { plane, expanded } = this.view.value;
    const field = { kind: 'activation', layer, direction, name } as const;
    return { part: this.part.value, field, planes: expanded.includes(name) ? ['mean', 'low', 'high'] : [plane] };
  }

  /** One unit alone, with its extremes. */
  unit(part: Part, { layer, direction }: Pick<LayerShape, 'layer' | 'direction'>, name: string, unit: number): Drawn {
    return { part, field: { kind: 'activation', layer, direction, name, unit }, planes: ['mean', 'low', 'high'] };
  }

  /** The value of a unit in the column in which a character is. Undefined while it is on its way. */
  cell(layer: LayerShape, { name }: Pick<ActivationShape, 'name'>, index: number, unit: number): Cell | undefined {
    const step = this.axis.step.value;
    const alone = step > 1 && this.tiles.at(this.unit(this.part.value, layer, name, unit), { step, count: this.count.value }, index);
    if (alone) return cellOf(alone, index, 0);
    const { plane } = this.view.value;
    const tile = this.tiles.at(this.drawn(layer, { name }), { step, count: this.count.value }, index);
    return tile && (step === 1 || plane === 'mean') ? cellOf(tile, index, unit) : undefined;
  }

  /** Bits at a character; NaN where nothing was predicted. */
  surpriseAt(index: number): number {
    const tile = this.tiles.at(
      { part: this.part.value, field: { kind: 'surprise' }, planes: ['mean'] },
      { step: 1, count: this.count.value },
      index,
    );
    return tile ? cellOf(tile, index, 0).value : Number.NaN;
  }

  /** How much the character and each of the other text's are tied. */
  weightsAt(index: number): Float32Array {
    const drawn = { part: this.part.value, field: { kind: 'alignment' }, planes: ['mean'] } as const;
    const tile = this.tiles.at(drawn, { step: 1, count: this.count.value }, index);
    return tile?.mean?.subarray((index - tile.from) * tile.rows, (index - tile.from + 1) * tile.rows) ?? new Float32Array();
  }

  /** What is expected at or after a character, likeliest first. */
  predictionsAt(index: number): readonly Alternative[] {
    if (!this.#opened.value) return [];
    const part = this.part.value;
    const from = Math.floor(index / TOGETHER) * TOGETHER;
    const told = this.#predictions.get('', `${part} ${from}`, (ending) =>
      this.panel.ask('tracePredictions', { trace: this.#handle(), part, from, to: from + TOGETHER }, { signal: ending }),
    );
    return told?.[index - from] ?? [];
  }

  /** Moves the crosshair, and the highlight in the editor with it: the editor has the source. */
  point(next: Cursor | undefined): void {
    if (next) this.cursor.value = next;
    this.active.value = next !== undefined;
    const ofSource = this.part.peek() === 'source' ? next?.index : next?.other;
    const inEditor = ofSource === undefined ? undefined : ofSource - this.#lead();
    if (this.#highlighted === inEditor) return;
    this.#highlighted = inEditor;
    const passage = this.#inspected?.passage;
    if (passage !== undefined) this.panel.host.highlight.asEvent(passage, inEditor);
  }

  togglePin({ layer, direction }: LayerShape, name: string, unit: number): void {
    const { pinned } = this.view.peek();
    const pin: PinnedUnit = { part: this.part.peek(), layer, direction, name, unit };
    const rest = pinned.filter((one) => !samePin(one, pin));
    this.view.change({ pinned: rest.length < pinned.length ? rest : [...rest, pin].slice(-MOST_PINNED) });
  }

  #handle(): string {
    return this.#opened.peek()?.trace ?? '';
  }

  #open(opened: Opened, inspected: Inspected): void {
    const before = this.#opened.peek();
    const again = this.#inspected?.text === inspected.text && this.#inspected.target === inspected.target;
    if (before) void this.panel.attempt(() => this.panel.ask('closeTrace', { trace: before.trace }));
    this.#inspected = inspected;
    batch(() => {
      this.tiles.clear();
      this.#predictions.clear();
      this.#opened.value = opened;
      const { layer: chosen, pinned } = this.view.peek();
      this.view.change({
        layer: Math.min(chosen, this.layerCount.peek() - 1),
        pinned: pinned.filter((pin) => pin.unit < (pinnedLayer(opened.shape, pin)?.units ?? 0)),
      });
      if (again) return;
      this.cursor.value = undefined;
      this.axis.scrollTo(0);
    });
  }

  /** A trace does not live for ever: the text is then read anew, and stays where it is. */
  #refused(error: unknown): void {
    const inspected = this.#inspected;
    const expired = error instanceof Error && error.name === 'TraceExpiredError';
    if (!expired || !inspected) void this.reading.attempt(() => Promise.reject(error));
    else if (!this.reading.busy.peek()) void this.inspect(inspected.text, inspected);
  }

  /** The editor's own cursor: no highlight goes back. */
  #followEditor(at: RunPanel['editorCursor']['value']): void {
    if (!at || at.passage !== this.#inspected?.passage) return;
    const index = (at.index ?? Number.POSITIVE_INFINITY) + this.#lead();
    if (index >= this.count.peek() || this.part.peek() === 'target') {
      this.active.value = false;
      return;
    }
    this.cursor.value = { ...this.cursor.peek(), index, other: undefined, map: undefined };
    this.axis.reveal(index);
  }

  /** Columns before the text itself: the boundary, for a model of labels. */
  #lead(): number {
    return this.shape.peek()?.source.boundary === 'before' ? 1 : 0;
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

/** The symbol that begins or ends a text, where it is read, is an empty character. */
function charactersOf(shape: TextShape | undefined): readonly string[] {
  if (!shape) return [];
  const { text, boundary } = shape;
  return [...(boundary === 'before' ? [''] : []), ...text, ...(boundary === 'after' ? [''] : [])];
}

const samePin = (a: PinnedUnit, b: PinnedUnit): boolean =>
  a.part === b.part && a.layer === b.layer && a.direction === b.direction && a.name === b.name && a.unit === b.unit;

/** The inspection of the tab that a component is in. */
export const [withInspection, useInspection] = handedDown<Inspection>('inspection');
