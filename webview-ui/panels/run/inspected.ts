// The text that is looked into: one for all tabs, with its trace and the one crosshair. Read when it is first looked at.
import { batch, computed, effect, signal } from '@preact/signals';
import * as z from 'zod/mini';
import type { Part, TextShape, TraceShape } from '../../../src/engine/inspect/traceShape';
import type { Direction } from '../../../src/engine/model/stack';
import { type AskOptions, CancelledError } from '../../../src/protocol/asking';
import type { Answer, Arguments, Kind } from '../../../src/protocol/queries';
import { columnsOf, inUnits, type Units, unitWords } from '../../../src/protocol/textUnits';
import { inText } from '../../components/figures';
import type { Kept } from '../../components/keptState';
import { Question } from '../../components/question';
import type { RunPanel } from './runPanel';

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

/** Characters of the text, `to` not included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A handle of the engine's, and what can be asked of it. */
interface Opened {
  readonly trace: string;
  readonly shape: TraceShape;
  /** That of the way which read it; undefined: the one that answers. */
  readonly checkpoint: number | undefined;
}

/** A text, where it stands in an editor, and for a translator what its decoder is fed. */
interface Source {
  readonly text: string;
  readonly passage?: string | undefined;
  readonly target?: string | undefined;
}

/** The questions that are asked of a trace. */
type TraceKind = { [K in Kind]: Arguments<K> extends { readonly trace: string } ? K : never }[Kind];

const KEPT = {
  text: z.catch(z.string(), ''),
  /** The passage of an editor that it was taken from. */
  passage: z.catch(z.optional(z.string()), undefined),
  /** Which of a translator's two texts is shown. */
  part: z.catch(z.enum(['source', 'target']), 'source'),
  /** The update of the kept checkpoint that reads it; by default what answers does. */
  checkpoint: z.catch(z.optional(z.int()), undefined),
};

/** Where the crosshair was, and what was brushed, when the page went away. */
const CROSSHAIR = {
  index: z.catch(z.optional(z.int().check(z.minimum(0))), undefined),
  unit: z.catch(z.optional(z.int().check(z.minimum(0))), undefined),
  direction: z.catch(z.optional(z.enum(['forward', 'backward'])), undefined),
  brushed: z.catch(z.optional(z.object({ from: z.int().check(z.minimum(0)), to: z.int().check(z.minimum(1)) })), undefined),
};

export class Inspected {
  /** What was asked for last, also while it is still being read. */
  readonly kept: Kept<Readonly<z.infer<z.ZodMiniObject<typeof KEPT>>>>;
  readonly reading: Question;
  readonly cursor = signal<Cursor>();
  /** The span that was brushed: its units are told in one place, wherever it was. */
  readonly brushed = signal<Span>();
  /** Whether the pointer or the focus is in a picture of the text: a tooltip shows then. */
  readonly active = signal(false);
  /** Changes that What if makes while the text is read: all other tabs show the network as it is. */
  readonly changes = signal(0);
  /** Where the editor's cursor, or a reload, has led the crosshair: pictures bring it into sight. */
  readonly led = signal<Cursor>();
  readonly #opened = signal<Opened>();
  /** What is shown: not what is still being read. */
  #source: Source | undefined;
  /** The character that the editor highlights for us. */
  #highlighted: number | undefined;
  /** Before the page loaded anew. */
  readonly #left: { readonly text: string; readonly crosshair: Partial<Cursor> & { readonly brushed?: Span } };
  readonly #listeners: ((again: boolean) => void)[] = [];

  /** Of the checkpoints that the run keeps of its way, that which reads the text; one that is no more is not asked. */
  readonly checkpoint = computed(() => {
    const { checkpoint } = this.kept.value;
    return this.panel.run.summary.value?.kept.find((update) => update === checkpoint);
  });
  /** Of the text that is open; another one each time that a text was read. */
  readonly shape = computed(() => this.#opened.value?.shape);
  /** Which of the two texts is shown: a translator has two. */
  readonly part = computed<Part>(() => (this.shape.value?.target ? this.kept.value.part : 'source'));
  readonly text = computed<TextShape | undefined>(() =>
    this.part.value === 'target' ? this.shape.value?.target : this.shape.value?.source,
  );
  readonly count = computed(() => this.text.value?.length ?? 0);
  /** What the text is read in, and what that is called. */
  readonly units = computed<Units>(() => this.shape.value?.source.units ?? 'characters');
  readonly unitWords = computed(() => unitWords(this.units.value));
  /** A sentence that speaks of characters, of what the text is read in. */
  readonly say = (sentence: string): string => inUnits(sentence, this.unitWords.value);
  readonly characters = computed(() => charactersOf(this.text.value));
  readonly glyphs = computed(() => this.characters.value.map(inText));
  /** Of a translator both texts, whichever is shown. */
  readonly both = computed(() => ({ source: charactersOf(this.shape.value?.source), target: charactersOf(this.shape.value?.target) }));
  /** The characters of the other text, where an alignment ties it to the one shown. */
  readonly other = computed(() => {
    const shape = this.shape.value;
    return shape?.aligned ? charactersOf(this.part.value === 'target' ? shape.source : shape.target) : undefined;
  });

  constructor(private readonly panel: RunPanel) {
    this.kept = panel.kept.keep('inspected', KEPT);
    this.reading = new Question(panel);
    const crosshair = panel.kept.keep('crosshair', CROSSHAIR);
    this.#left = { text: this.kept.peek().text, crosshair: crosshair.peek() };
    effect(() => this.#followEditor(panel.editorCursor.value));
    effect(() => {
      const { index, unit, direction } = this.cursor.value ?? {};
      const brushed = this.brushed.value;
      if (this.#opened.value) crosshair.change({ index, unit, direction, brushed });
    });
  }

  /** Opens a text. `passage`: where it stands in an editor; `target`: what a translator's decoder is fed. */
  readonly inspect = async (text: string, { passage, target }: Omit<Source, 'text'> = {}): Promise<void> => {
    this.kept.change({ text, passage });
    if (text === '') return;
    const checkpoint = this.checkpoint.peek();
    await this.reading.ask(
      (attending) => this.panel.ask('openTrace', { text, target }, { ...attending, checkpoint }),
      (opened) => this.#open({ ...opened, checkpoint }, { text, passage, target }),
    );
  };

  /** Has another of the run's kept checkpoints read the same text; undefined: the one that answers. */
  readonly scrub = async (checkpoint: number | undefined): Promise<void> => {
    this.kept.change({ checkpoint });
    if (this.#source) await this.inspect(this.#source.text, this.#source);
  };

  /** Reads the text last inspected: not before it is looked at. */
  readonly begin = (): void => {
    const { text, passage } = this.kept.peek();
    if (!this.#opened.peek() && !this.reading.busy.peek()) void this.inspect(text, { passage });
  };

  readonly inspectSelection = (): Promise<void> =>
    this.reading.takeSelection(
      (selected) => this.inspect(selected.text, selected),
      'Nothing is selected. Select text in an editor, or type some here.',
    );

  /** Shows the other text of a translator, its crosshair where the alignment ties it to this one. */
  readonly showPart = (part: Part): void => {
    batch(() => {
      const at = this.cursor.peek()?.other;
      this.kept.change({ part });
      this.cursor.value = at === undefined ? undefined : { index: at };
      this.brushed.value = undefined;
    });
  };

  readonly brush = (span: Span | undefined): void => {
    this.brushed.value = span;
  };

  /** Moves one end of what is brushed to a character, its column's; where that leaves nothing, the column alone is brushed. */
  readonly brushEnd = (end: keyof Span, column: Span): void => {
    const before = this.brushed.peek() ?? column;
    const [from, to] = end === 'from' ? [column.from, before.to] : [before.from, column.to];
    this.brush(from < to ? { from, to } : column);
  };

  /** Moves the crosshair, and the highlight in the editor with it: the editor has the source. */
  point(next: Cursor | undefined): void {
    if (next) this.cursor.value = next;
    this.active.value = next !== undefined;
    const ofSource = this.part.peek() === 'source' ? next?.index : next?.other;
    const inEditor = ofSource === undefined ? undefined : ofSource - this.#lead();
    if (this.#highlighted === inEditor) return;
    this.#highlighted = inEditor;
    const passage = this.#source?.passage;
    if (passage !== undefined) this.panel.host.highlight.asEvent(passage, inEditor);
  }

  /**
   * Asks something of the open trace, or of one that was made from it. One that has expired is opened anew first, and the text stays where it is.
   * @throws CancelledError where no text is open
   */
  async ask<K extends TraceKind>(
    kind: K,
    given: Omit<Arguments<K>, 'trace'> & { readonly trace?: string },
    options?: AskOptions<Answer<K>>,
  ): Promise<Answer<K>> {
    const asked = () => {
      const opened = this.#opened.peek();
      if (opened === undefined) throw new CancelledError();
      const { trace, checkpoint } = opened;
      return this.panel.ask(kind, { trace, ...given } as Arguments<K>, { ...options, checkpoint });
    };
    try {
      return await asked();
    } catch (error) {
      const expired = error instanceof Error && error.name === 'TraceExpiredError';
      if (!expired || !this.#source) throw error;
      if (!this.reading.busy.peek()) void this.inspect(this.#source.text, this.#source);
      throw new CancelledError(); // whoever draws the text asks again when it is open
    }
  }

  /** Whenever a text was read. @param listener told whether it is the one that was open before */
  onOpen(listener: (again: boolean) => void): void {
    this.#listeners.push(listener);
  }

  #open(opened: Opened, source: Source): void {
    const before = this.#opened.peek();
    const again = this.#source?.text === source.text && this.#source.target === source.target;
    const back = this.#source === undefined && this.#left.text === source.text ? this.#left.crosshair : {};
    if (before) void this.panel.attempt(() => this.panel.ask('closeTrace', { trace: before.trace }));
    this.#source = source;
    batch(() => {
      this.#opened.value = opened;
      if (!again) this.cursor.value = this.brushed.value = undefined;
      for (const listener of this.#listeners) listener(again);
      const { index = Number.POSITIVE_INFINITY, brushed, ...unit } = back;
      if (index < this.count.peek()) this.led.value = this.cursor.value = { ...unit, index };
      if (brushed && brushed.from < brushed.to && brushed.to <= this.count.peek()) this.brushed.value = brushed;
    });
  }

  /** The editor's own cursor: no highlight goes back. */
  #followEditor(at: RunPanel['editorCursor']['value']): void {
    if (!at || at.passage !== this.#source?.passage) return;
    const index = (at.index ?? Number.POSITIVE_INFINITY) + this.#lead();
    if (index >= this.count.peek() || this.part.peek() === 'target') this.active.value = false;
    else this.led.value = this.cursor.value = { ...this.cursor.peek(), index, other: undefined, map: undefined };
  }

  /** Columns before the text itself: the boundary, for a model of labels. */
  #lead(): number {
    return this.shape.peek()?.source.boundary === 'before' ? 1 : 0;
  }
}

/** None while there is no text. */
const charactersOf = (shape: TextShape | undefined): readonly string[] => (shape ? columnsOf(shape) : []);
