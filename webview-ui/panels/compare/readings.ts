// How all sides read the same text: which layer and activation of each is shown, and where one looks in it.
import { batch, computed, signal } from '@preact/signals';
import * as z from 'zod/mini';
import type { ActivationShape, LayerShape } from '../../../src/engine/inspect/traceShape';
import { CancelledError, wasCancelled } from '../../../src/protocol/asking';
import type { Side } from '../../../src/protocol/compareProtocol';
import type { LinkedText } from '../../../src/protocol/panelProtocol';
import { type Units, unitWords } from '../../../src/protocol/textUnits';
import { inkOf } from '../../charts/textAxis';
import { counted, inText, signed, spoken } from '../../components/figures';
import type { Kept } from '../../components/keptState';
import { type Attending, Question } from '../../components/question';
import { Axis, NARROWEST, WIDEST } from '../../components/textMaps/axis';
import { inColumns } from '../../components/textMaps/inColumns';
import type { Walked } from '../../components/textMaps/mapKeys';
import { comparedInWords } from './comparedInWords';
import type { Comparison } from './comparison';
import { type Around, SideText } from './sideText';

/** One activation as a side has it; a layer that reads both ways has it twice. */
export interface ReadActivation {
  readonly read: SideText;
  readonly layer: LayerShape;
  readonly activation: ActivationShape;
}

const KEPT = {
  text: z.catch(z.string(), ''),
  layer: z.catch(z.int().check(z.minimum(0)), 0),
  activation: z.catch(z.string(), ''),
  /** Of a character, in CSS pixels: fitted to the text until the user zooms. */
  columnWidth: z.catch(z.optional(z.number().check(z.minimum(NARROWEST), z.maximum(WIDEST))), undefined),
};

export class Readings {
  readonly kept: Kept<Readonly<z.infer<z.ZodMiniObject<typeof KEPT>>>>;
  readonly reading: Question;
  readonly all = signal<readonly SideText[]>([]);
  readonly axis: Axis;
  readonly walked: Walked;
  /** The character at the crosshair, in all pictures. */
  readonly #at = signal<number>();
  readonly #text = signal('');
  /** Where the text comes from, where that is an editor. */
  #passage: string | undefined;
  /** The latest reading failed: its refusal stands until another text is read. */
  #refused = false;
  /** What all of them read. */
  readonly units = computed<Units>(() => this.all.value[0]?.shape.units ?? 'characters');
  /** As they read it: line ends and letters with marks may be others than those of the text that was given. */
  readonly characters = computed(() => this.all.value[0]?.characters ?? []);
  readonly #glyphs = computed(() => this.characters.value.map(inText));
  readonly #ink = computed(() => inkOf(this.#glyphs.value));
  readonly inSight = computed(() => {
    const at = this.#at.value;
    const { columns, step } = this.axis;
    const marked = at === undefined ? undefined : this.axis.column(at);
    return { glyphs: this.#glyphs.value, ink: this.#ink.value, step: step.value, columns: columns.value, marked };
  });
  /** Those whose model predicts the characters. */
  readonly predicted = computed(() => this.all.value.filter(({ shape }) => shape.mostSurprise !== undefined));
  /** Their surprise in columns as wide as the maps', by how much each differs from the first, and how much fills a row. */
  readonly surprise = computed(() => {
    const bits = this.predicted.value.map(({ surprise }) => surprise);
    const columns = (values: Float32Array) => inColumns(values, this.axis.step.value);
    const readers = bits.map((own) => ({
      bits: columns(own),
      difference: columns(own.map((value, t) => value - (bits[0]?.[t] ?? Number.NaN))),
    }));
    const most = Math.max(4, ...bits.map(greatest));
    const mostDifference = Math.max(0.1, ...readers.map(({ difference }) => greatest(difference.mean?.map(Math.abs))));
    return { readers, scale: { most, mostDifference } };
  });
  readonly words = computed(() =>
    comparedInWords(
      this.predicted.value.map(({ side, surprise }) => ({ name: this.comparison.nameOf(side), bits: surprise })),
      this.characters.value,
      unitWords(this.units.value),
    ),
  );
  /** The character at the crosshair, and what each said of it. */
  readonly here = computed(() => {
    const at = this.#at.value;
    if (at === undefined) return undefined;
    const said = this.predicted.value.map(({ side, surprise }) => {
      const bits = surprise[at] ?? Number.NaN;
      return `${this.comparison.nameOf(side)} ${Number.isFinite(bits) ? `${signed(bits, 1)} bits` : 'nothing predicted'}`;
    });
    return `“${spoken(this.characters.value[at] ?? '')}”: ${said.join('; ')}`;
  });

  /** Of the side that has most. */
  readonly layerCount = computed(() => 1 + Math.max(0, ...this.all.value.flatMap(({ shape }) => shape.layers.map(({ layer }) => layer))));
  readonly layer = computed(() => Math.min(this.kept.value.layer, this.layerCount.value - 1));
  /** Of each side that has the layer: once for each direction. */
  readonly #layers = computed(() =>
    this.all.value.flatMap((read) => read.shape.layers.filter(({ layer }) => layer === this.layer.value).map((layer) => ({ read, layer }))),
  );
  readonly withoutLayer = computed(() => this.all.value.filter((side) => !this.#layers.value.some(({ read }) => read === side)));
  /** Activations that all of them have in this layer. */
  readonly names = computed(() => {
    const [first = [], ...others] = this.#layers.value.map(({ layer }) => layer.activations.map(({ name }) => name));
    return first.filter((name) => others.every((names) => names.includes(name)));
  });
  /** The chosen one, or the first where they have none of that name. */
  readonly activation = computed(() => this.names.value.find((name) => name === this.kept.value.activation) ?? this.names.value[0]);
  readonly maps = computed<readonly ReadActivation[]>(() =>
    this.#layers.value.flatMap(({ read, layer }) => {
      const activation = layer.activations.find(({ name }) => name === this.activation.value);
      return activation ? [{ read, layer, activation }] : [];
    }),
  );

  constructor(private readonly comparison: Comparison) {
    this.kept = comparison.kept.keep('readings', KEPT);
    this.reading = new Question(comparison);
    this.axis = new Axis(
      this.kept,
      computed(() => this.characters.value.length),
      computed(() => Math.max(1, ...this.all.value.map(({ kept }) => kept))),
      this.units,
    );
    this.walked = { axis: this.axis, cursor: () => this.#at.peek(), leave: () => this.goTo(undefined) };
  }

  readonly goTo = (index: number | undefined): void => {
    this.#at.value = index;
  };

  readonly begin = (): Promise<void> => this.read(this.kept.peek().text);

  readonly readSelection = (): Promise<void> =>
    this.reading.takeSelection((selected) => this.take(selected), 'Nothing is selected. Select text in an editor, or type some here.');

  /** Has every side read a text that stands in an editor. */
  readonly take = async ({ text, passage }: LinkedText): Promise<void> => {
    await this.read(text);
    this.#passage = passage;
  };

  /** Brings a character into sight in all pictures, and where it stands in an editor, there. */
  show(index: number): void {
    this.goTo(index);
    this.axis.reveal(index);
    const passage = this.#passage;
    if (passage !== undefined) void this.reading.attempt(() => this.comparison.host.showPassage(passage, index));
  }

  /** Has every side read the text. */
  readonly read = async (text: string): Promise<void> => {
    if (text !== this.kept.peek().text) this.#passage = undefined;
    this.kept.change({ text });
    if (text !== '') await this.#read(text);
  };

  async #read(text: string): Promise<void> {
    const sides = this.comparison.sides.peek();
    for (const before of this.all.peek()) before.close(); // of the engine's few places for texts all are needed
    this.#refused = false;
    await this.reading.ask(
      (attending) => this.#readBy(sides, text, attending),
      (read) =>
        batch(() => {
          const again = this.#text.peek() === text;
          this.#text.value = text;
          this.all.value = read;
          if (again) return;
          this.goTo(undefined);
          this.axis.scrollTo(0);
        }),
    );
  }

  /** By all sides, or by none. */
  async #readBy(sides: readonly Side[], text: string, { signal, onProgress }: Attending): Promise<readonly SideText[]> {
    const read: SideText[] = [];
    try {
      for (const [at, side] of sides.entries()) {
        const each = { signal, onProgress: (fraction: number) => onProgress((at + fraction) / sides.length) };
        read.push(await SideText.read(side, text, this.#around(side), each));
      }
      if (signal.aborted) throw new CancelledError();
      const [first, ...others] = read;
      const apart = others.find((other) => first && !isBeside(first, other));
      if (first && apart)
        throw new Error(apartInWords(this.comparison.nameOf(first.side), first, this.comparison.nameOf(apart.side), apart));
      return read;
    } catch (error) {
      for (const one of read) one.close();
      if (!wasCancelled(error)) this.#refused = true;
      throw error;
    }
  }

  #around(side: Side): Around {
    return {
      ask: (kind, given, options) => this.comparison.ask(side, kind, given, options),
      expired: () => {
        if (!this.reading.busy.peek() && !this.#refused) void this.#read(this.#text.peek());
      },
      failed: (error) => void this.reading.attempt(() => Promise.reject(error)),
    };
  }
}

/** Whether each place of one is that of the other: they read the same, or one of them but the beginning. */
function isBeside(a: SideText, b: SideText): boolean {
  if (a.shape.units !== b.shape.units) return false;
  return a.characters.length === b.characters.length || a.shape.text.startsWith(b.shape.text) || b.shape.text.startsWith(a.shape.text);
}

function apartInWords(name: string, one: SideText, otherName: string, other: SideText): string {
  const read = ({ characters, shape }: SideText) => counted(characters.length, unitWords(shape.units).one);
  return `${name} reads this text as ${read(one)}, and ${otherName} as ${read(other)}: their places cannot be held against each other. Choose runs that read alike.`;
}

const greatest = (values: Float32Array | undefined): number => values?.reduce((most, value) => (value > most ? value : most), 0) ?? 0;
