// What is looked at in the tab of memory: the stretch of text in sight, the loss at the crosshair, the states that are shown, and of which runs.
import { computed, effect, signal, untracked } from '@preact/signals';
import * as z from 'zod/mini';
import type { Beside } from '../../../../../src/protocol/panelProtocol';
import { handedDown } from '../../../../components/handedDown';
import { Question } from '../../../../components/question';
import type { Inspected } from '../../inspected';
import type { RunPanel } from '../../runPanel';
import { MemorySide, type Stretch } from './memorySide';
import { textElsewhere } from './textElsewhere';

const KEPT = {
  scale: z.catch(z.enum(['log', 'linear']), 'log'),
  /** The state that is shown; by default all. */
  state: z.catch(z.string(), ''),
  /** Counted from 0; by default all. */
  layer: z.catch(z.optional(z.int()), undefined),
};

/** Characters in sight. */
const IN_SIGHT = 112;
/** Of them so many lie before the crosshair when it is brought into sight. */
const BEFORE = 95;
/** Nobody waits for the eigenvalues of a step that the pointer passes over. */
const PAUSE = 150; // milliseconds

/** Of a side: what is left of the gradient of the loss at the crosshair in one state. */
export interface ShownLine {
  readonly side: MemorySide;
  readonly layer: number;
  readonly state: string;
  /** Of a side, which line it is. */
  readonly which: number;
}

export class MemoryModel {
  readonly inspected: Inspected;
  readonly run: RunPanel['run'];
  readonly kept;
  readonly looking: Question;
  readonly #eigen: Question;
  readonly own: MemorySide;
  readonly sides = signal<readonly MemorySide[]>([]);
  /** Runs like this one with other cells, as the host knows them. */
  readonly besides = signal<readonly Beside[]>([]);
  readonly besiding: Question;
  readonly #knowing: Question;
  readonly #looked = signal(false);
  readonly #first = signal(0);
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** The character whose loss it is: at the crosshair, else the last of what is in sight. Nothing predicts the first. */
  readonly at = computed(() => {
    const count = this.inspected.count.value;
    return Math.max(Math.min(1, count - 1), Math.min(count - 1, this.inspected.cursor.value?.index ?? Math.min(count, BEFORE) - 1));
  });
  readonly window = computed<Stretch>(() => {
    const count = this.inspected.count.value;
    const from = Math.max(0, Math.min(this.#first.value, count - IN_SIGHT));
    return { from, to: Math.min(count, from + IN_SIGHT) };
  });
  readonly states = computed(() => [
    ...new Set(this.sides.value.flatMap(({ gradients }) => gradients.value?.lines.map(({ state }) => state) ?? [])),
  ]);
  readonly layers = computed(() => [
    ...new Set(this.sides.value.flatMap(({ gradients }) => gradients.value?.lines.map(({ layer }) => layer) ?? [])),
  ]);
  readonly lines = computed<readonly ShownLine[]>(() => this.sides.value.flatMap((side) => this.#linesOf(side)));

  constructor(private readonly panel: RunPanel) {
    this.inspected = panel.inspected;
    this.run = panel.run;
    this.kept = panel.kept.keep('memory', KEPT);
    this.looking = new Question(panel);
    this.#eigen = new Question(panel);
    this.besiding = new Question(panel);
    this.#knowing = new Question(panel);
    this.own = new MemorySide(panel.run.summary.peek()?.experiment.cell ?? '', 'positive', (kind, given, options) =>
      this.inspected.ask(kind, given, options),
    );
    this.sides.value = [this.own];
    this.inspected.onOpen((again) => {
      for (const side of this.sides.peek()) side.forget();
      if (!again) this.#first.value = 0;
    });
    effect(() => {
      const { from, to } = this.window.value;
      if (!this.#looked.value || !this.inspected.shape.value || to <= from) return;
      untracked(this.look);
    });
    effect(() => {
      const at = this.at.value;
      const { from, to } = this.window.peek();
      if (at < from || at >= to) this.#first.value = Math.max(0, at - BEFORE);
    });
    effect(() => {
      const at = this.at.value;
      const told = this.sides.value.every(({ gradients }) => gradients.value !== undefined);
      clearTimeout(this.#timer);
      if (this.#looked.value && told) this.#timer = setTimeout(() => void this.#lookAt(at), PAUSE);
    });
  }

  /** Shows the step at the crosshair, with its numbers. */
  readonly stepThrough = (): void => {
    const { layer } = this.kept.peek();
    this.inspected.point({ ...this.inspected.cursor.peek(), index: this.at.peek() });
    this.panel.show('step', layer === undefined ? undefined : { layer });
  };

  readonly begin = (): (() => void) => {
    this.#looked.value = true;
    return () => {
      this.#looked.value = false;
    };
  };

  readonly look = async (): Promise<void> => {
    const window = this.window.peek();
    const length = this.inspected.count.peek();
    await this.looking.ask(
      async ({ signal: stop, onProgress }) => {
        for (const side of this.sides.peek()) await side.look(window, length, { signal: stop, onProgress });
      },
      () => undefined,
    );
  };

  /** What is there already, and how long the rest would train: for the button's own words. Nobody asked for it: a refusal is told when the button is pressed. */
  readonly findBesides = (): Promise<void> =>
    this.#knowing.ask(
      () => this.panel.host.besides(),
      (besides) => {
        this.besides.value = besides;
      },
    );

  /** Lays the other cells beside this one: those that were trained, after those that were not have been. */
  readonly layBeside = async (): Promise<void> => {
    await this.besiding.ask(
      async () => {
        const known = await this.panel.host.besides();
        return known.every(({ folder }) => folder !== undefined) ? known : await this.panel.host.trainBesides();
      },
      (besides) => {
        this.besides.value = besides;
        const there = besides.flatMap(({ cell, folder }) => (folder === undefined ? [] : [{ cell, folder }]));
        const colours = ['negative', 'gate', 'warning'] as const;
        const sides = there.map(({ cell, folder }, index) => {
          const { ask, close } = textElsewhere(this.panel, folder);
          return new MemorySide(cell, colours[index] ?? 'muted', ask, close);
        });
        this.#lay(sides);
      },
    );
  };

  readonly alone = (): void => this.#lay([]);

  /** The crosshair goes to a character of the stretch. */
  readonly point = (index: number): void => {
    const { from, to } = this.window.peek();
    if (index >= from && index < to) this.inspected.point({ ...this.inspected.cursor.peek(), index });
  };

  /** What a key does in a picture over the text. */
  readonly press = ({ key, shiftKey }: KeyboardEvent): boolean => {
    const stride = shiftKey ? 10 : 1;
    const last = this.inspected.count.peek() - 1;
    const to = { ArrowLeft: this.at.peek() - stride, ArrowRight: this.at.peek() + stride, Home: 0, End: last }[key];
    if (to === undefined) return false;
    this.inspected.point({ ...this.inspected.cursor.peek(), index: Math.max(0, Math.min(last, to)) });
    return true;
  };

  /** What is left of the loss at a character in the state after another. */
  left({ side, which }: ShownLine, loss: number, state: number): number {
    const gradients = side.gradients.value;
    const line = gradients?.lines[which];
    if (!gradients || !line) return Number.NaN;
    const back = loss - gradients.ahead - state;
    const row = loss - gradients.from;
    if (back < 0 || back > gradients.reach || row < 0 || loss >= gradients.to) return Number.NaN;
    return line.left[row * (gradients.reach + 1) + back] as number;
  }

  /** Those that lay there before are not asked any more. */
  #lay(others: readonly MemorySide[]): void {
    const looks = this.looking.busy.peek();
    this.looking.cancel();
    this.#eigen.cancel();
    for (const before of this.sides.peek()) if (before !== this.own) before.forget();
    this.sides.value = [this.own, ...others];
    if (looks || others.length > 0) void this.look();
  }

  #linesOf(side: MemorySide): ShownLine[] {
    const { state, layer } = this.kept.value;
    const all = (side.gradients.value?.lines ?? []).map((line, which) => ({ side, which, layer: line.layer, state: line.state }));
    const ofLayer = all.filter((line) => layer === undefined || line.layer === layer);
    const some = ofLayer.length > 0 ? ofLayer : all;
    const ofState = some.filter((line) => line.state === state);
    return ofState.length > 0 ? ofState : some;
  }

  async #lookAt(at: number): Promise<void> {
    await this.#eigen.ask(
      async ({ signal: stop }) => {
        for (const side of this.sides.peek()) await side.lookAt(at, { signal: stop });
      },
      () => undefined,
    );
  }

  /** Why there are no eigenvalues. */
  get refused() {
    return this.#eigen;
  }
}

export const [withMemory, useMemory] = handedDown<MemoryModel>('memory');
