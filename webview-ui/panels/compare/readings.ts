// How each side reads the same text: its surprise at every character, and one activation of each beside the others.
import { computed, signal } from '@preact/signals';
import * as z from 'zod/mini';
import type { ActivationShape, Block, Field, LayerShape, TextShape } from '../../../src/engine/inspect/traceShape';
import type { Side } from '../../../src/protocol/compareProtocol';
import { inText, signed, spoken } from '../../components/figures';
import type { Kept } from '../../components/keptState';
import { type Attending, Question } from '../../components/question';
import type { Comparison } from './comparison';
import { TextWindow } from './textWindow';

/** Of a longer text the beginning is compared. */
export const MOST_CHARACTERS = 5_000;

export interface Reading {
  readonly side: Side;
  readonly shape: TextShape;
  /** Bits at each character of the text; NaN where nothing was predicted. */
  readonly surprise: Float32Array;
}

/** One activation as a side has it. */
export interface ReadActivation {
  readonly side: Side;
  readonly layer: LayerShape;
  readonly activation: ActivationShape;
  /** `values[character · units + unit]`, of the text's own characters. */
  readonly values: Float32Array;
}

const KEPT = { text: z.catch(z.string(), ''), activation: z.catch(z.string(), '') };

export class Readings {
  readonly kept: Kept<Readonly<z.infer<z.ZodMiniObject<typeof KEPT>>>>;
  readonly reading: Question;
  readonly mapping: Question;
  readonly all = signal<readonly Reading[]>([]);
  readonly maps = signal<readonly ReadActivation[]>([]);
  readonly #text = signal('');
  readonly characters = computed(() => [...this.#text.value]);
  readonly glyphs = computed(() => this.characters.value.map(inText));
  readonly window = new TextWindow(computed(() => this.characters.value.length));
  /** Those whose model predicts the characters. */
  readonly predicted = computed(() => this.all.value.filter(({ shape }) => shape.mostSurprise !== undefined));
  readonly inSight = computed(() => ({
    glyphs: this.glyphs.value,
    columns: this.window.columns.value,
    at: this.window.at.value,
  }));
  /** The character at the crosshair, and what each said of it. */
  readonly here = computed(() => {
    const at = this.window.at.value;
    if (at === undefined) return undefined;
    const said = this.predicted.value.map(({ side, surprise }) => {
      const bits = surprise[at] ?? Number.NaN;
      return `${this.comparison.nameOf(side)} ${Number.isFinite(bits) ? `${signed(bits, 1)} bits` : 'nothing predicted'}`;
    });
    return `“${spoken(this.characters.value[at] ?? '')}”: ${said.join('; ')}`;
  });
  /** Activations of the lowest layer that all sides have. */
  readonly names = computed(() => {
    const [first = [], ...others] = this.all.value.map(({ shape }) => shape.layers[0]?.activations.map(({ name }) => name) ?? []);
    return first.filter((name) => others.every((names) => names.includes(name)));
  });

  constructor(private readonly comparison: Comparison) {
    this.kept = comparison.keptState.keep('readings', KEPT);
    this.reading = new Question(comparison);
    this.mapping = new Question(comparison);
  }

  readonly begin = async (): Promise<void> => {
    const { text } = this.kept.peek();
    if (text !== '') await this.read(text);
  };

  readonly readSelection = (): Promise<void> =>
    this.reading.takeSelection(({ text }) => this.read(text), 'Nothing is selected. Select text in an editor, or type some here.');

  /** Has every side read the text. */
  readonly read = async (given: string): Promise<void> => {
    const text = [...given].slice(0, MOST_CHARACTERS).join('');
    this.kept.change({ text });
    if (text === '') return;
    await this.reading.ask(
      async (attending) => {
        const read: Reading[] = [];
        for (const side of this.comparison.sides.peek()) {
          const { shape, block } = await this.#field(side, text, () => ({ kind: 'surprise' }), attending);
          const surprise = block?.mean ?? new Float32Array(shape.length).fill(Number.NaN);
          read.push({ side, shape, surprise: surprise.subarray(leadOf(shape)) });
        }
        return read;
      },
      (read) => {
        this.#text.value = text;
        if ((this.window.at.peek() ?? 0) >= this.characters.peek().length) this.window.at.value = undefined;
        this.all.value = read;
      },
    );
    await this.map(this.kept.peek().activation);
  };

  /** Shows an activation of the lowest layer in all sides; the first of those that all have where it is none of them. */
  readonly map = async (name: string): Promise<void> => {
    const names = this.names.peek();
    const chosen = names.includes(name) ? name : names[0];
    if (chosen === undefined) {
      this.maps.value = [];
      return;
    }
    this.kept.change({ activation: chosen });
    await this.mapping.ask(
      async (attending) => {
        const read: ReadActivation[] = [];
        for (const { side } of this.all.peek()) {
          const { shape, block } = await this.#field(side, this.#text.peek(), fieldOf(chosen), attending);
          const layer = shape.layers[0];
          const activation = layer?.activations.find((one) => one.name === chosen);
          if (layer && activation && block?.mean)
            read.push({ side, layer, activation, values: block.mean.subarray(leadOf(shape) * layer.units) });
        }
        return read;
      },
      (read) => {
        this.maps.value = read;
      },
    );
  };

  /** Opening a text that was just read costs nothing, so no handle is kept. */
  async #field(
    side: Side,
    text: string,
    fieldIn: (shape: TextShape) => Field | undefined,
    { signal }: Pick<Attending, 'signal'>,
  ): Promise<{ readonly shape: TextShape; readonly block: Block | undefined }> {
    const { comparison } = this;
    const { trace, shape } = await comparison.ask(side, 'openTrace', { text }, { signal });
    try {
      const { source } = shape;
      const field = fieldIn(source);
      const wanted = field && (field.kind !== 'surprise' || source.mostSurprise !== undefined);
      const request = { trace, part: 'source', from: 0, to: source.length, step: 1 } as const;
      return { shape: source, block: wanted ? await comparison.ask(side, 'traceField', { ...request, field }, { signal }) : undefined };
    } finally {
      void comparison.attempt(() => comparison.ask(side, 'closeTrace', { trace }));
    }
  }
}

/** Columns before the text itself: the boundary, for a model that reads one. */
const leadOf = ({ boundary }: TextShape): number => (boundary === 'before' ? 1 : 0);

const fieldOf =
  (name: string) =>
  ({ layers: [layer] }: TextShape): Field | undefined =>
    layer && { kind: 'activation', layer: layer.layer, direction: layer.direction, name };
