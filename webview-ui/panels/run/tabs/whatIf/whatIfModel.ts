// What is changed while the text is read, and what came of it: the changed trace beside the plain one, and what the model writes on after each.
import { batch, computed, effect, signal, untracked } from '@preact/signals';
import * as z from 'zod/mini';
import type { Intervention } from '../../../../../src/engine/inspect/interventions/intervention';
import type { Field, LayerShape } from '../../../../../src/engine/inspect/traceShape';
import type { Continuation, GenerationOptions } from '../../../../../src/engine/results';
import { interventionSchema } from '../../../../../src/protocol/interventionSchema';
import type { ChangedTrace } from '../../../../../src/protocol/queries';
import { handedDown } from '../../../../components/handedDown';
import { Question } from '../../../../components/question';
import type { Inspected } from '../../inspected';
import type { RunPanel } from '../../runPanel';
import { type Difference, differenceOf, type Otherwise, otherwiseFrom } from './difference';

export const KINDS = ['clamp', 'silence', 'add', 'freeze', 'reset', 'patch', 'edit'] as const;

const number = (initial: number) => z.catch(z.number(), initial);
const KEPT = {
  /** Of the text that they were made for. */
  interventions: z.catch(z.array(interventionSchema), []),
  text: z.catch(z.string(), ''),
  /** The layer whose maps are shown, among those of all directions. */
  layer: z.catch(z.int().check(z.minimum(0)), 0),
  /** What of the text is in sight. */
  sight: z.catch(z.enum(['change', 'all']), 'change'),
  /** What the form says; characters from 1. */
  kind: z.catch(z.enum(KINDS), 'clamp'),
  target: z.catch(z.string(), ''),
  unit: z.catch(z.string(), ''),
  value: number(1),
  from: number(1),
  to: z.catch(z.string(), ''),
  character: z.catch(z.string(), ''),
  other: z.catch(z.string(), ''),
  of: number(1),
  /** How both continuations are drawn; by default as the user has set it for generating. */
  temperature: z.catch(z.optional(z.number().check(z.minimum(0))), undefined),
  seed: z.catch(z.optional(z.int().check(z.minimum(0))), undefined),
};

/** Milliseconds after which a slider has come to rest. */
const PAUSE = 150;

/** What is in sight around a change, and before it. */
const SIGHT = 160;
const BEFORE = 12;
/** Columns of a picture, at most. */
const COLUMNS = 1024;
const LENGTH = 200;

export class WhatIfModel {
  readonly inspected: Inspected;
  readonly kept;
  readonly changing: Question;
  readonly writing: Question;
  readonly #drawing: Question;
  readonly changed = signal<ChangedTrace>();
  /** By the name of the activation; the surprise is under the empty name. */
  readonly differences = signal<ReadonlyMap<string, Difference>>(new Map());
  readonly written = signal<{ readonly plain: Continuation; readonly changed: Continuation }>();
  /** Characters in sight of which something else is the likeliest now; where a model tells something of each. */
  readonly otherwise = signal<readonly Otherwise[]>();
  readonly #looked = signal(false);
  /** How what is written was drawn. */
  #drawn = '';

  readonly interventions = computed(() => this.kept.value.interventions);
  readonly layers = computed<readonly LayerShape[]>(() => this.inspected.text.value?.layers ?? []);
  readonly layer = computed(() => this.layers.value[Math.min(this.kept.value.layer, this.layers.value.length - 1)]);
  /** Whether it reads a text and writes another. */
  readonly translates = computed(() => this.inspected.shape.value?.target !== undefined);
  /** Whether the model writes: on from where a text ends, or a translation. */
  readonly writes = computed(() => this.panel.run.words.value.predicts === 'next');
  /** What it tells of each character of the text, where it does. */
  readonly tells = computed(() => {
    const { predicts } = this.panel.run.words.value;
    if (predicts === 'next' || predicts === 'label') return undefined;
    return predicts === 'here' ? 'character' : predicts;
  });
  /** The changes of the text that is shown. */
  readonly #here = computed(() =>
    this.interventions.value.filter(({ part = 'source' }) => part === (this.translates.value ? this.inspected.part.value : 'source')),
  );
  readonly drawing = computed(() => {
    const { topK, topP, ...last } = this.last;
    const { temperature = last.temperature, seed = last.seed } = this.kept.value;
    return { length: LENGTH, temperature, topK, topP, seed, count: 1 };
  });
  /** Characters in sight. */
  readonly sight = computed(() => {
    const count = this.inspected.count.value;
    const first = Math.min(...this.#here.value.map((each) => ('at' in each ? each.at : each.from)));
    if (this.kept.value.sight === 'all' || count <= SIGHT || !Number.isFinite(first)) return { from: 0, to: count };
    const from = Math.max(0, Math.min(first - BEFORE, count - SIGHT));
    return { from, to: Math.min(count, from + SIGHT) };
  });

  constructor(
    private readonly panel: RunPanel,
    /** As the user has set it for generating. */
    private readonly last: GenerationOptions,
  ) {
    this.inspected = panel.inspected;
    this.kept = panel.kept.keep('whatIf', KEPT);
    this.changing = new Question(panel);
    this.writing = new Question(panel);
    this.#drawing = new Question(panel);
    panel.inspected.onOpen(() => {
      this.changing.cancel(); // of the trace that was open before
      this.#forget();
      const { text } = this.inspected.kept.peek();
      if (this.kept.peek().text !== text) this.kept.change({ interventions: [], text });
    });
    effect(() => {
      this.inspected.changes.value = this.interventions.value.length;
    });
    effect(() => {
      if (!this.#looked.value || !this.inspected.shape.value || this.changed.value) return;
      untracked(() => this.interventions.peek().length > 0 && this.#apply(this.interventions.peek()));
    });
    effect(() => {
      const drawing = JSON.stringify(this.drawing.value);
      const timer = setTimeout(() => {
        const changed = this.changed.peek();
        if (changed && this.writes.peek() && !this.translates.peek() && drawing !== this.#drawn) void this.#write(changed.trace);
      }, PAUSE);
      return () => clearTimeout(timer);
    });
    effect(() => {
      const [changed, layer, sight] = [this.changed.value, this.layer.value, this.sight.value];
      if (changed && layer) untracked(() => this.#compare(changed, layer, sight));
    });
  }

  readonly look = (): (() => void) => {
    this.#looked.value = true;
    return () => {
      this.#looked.value = false;
    };
  };

  /** The layer, direction and activation that the form names; the output of the first layer where it names none. */
  readonly target = computed(() => {
    const all = this.layers.value.flatMap((layer) => layer.activations.map(({ name }) => ({ layer, name })));
    return all.find((one) => targetKey(one) === this.kept.value.target) ?? all[0];
  });

  /** What the form says, as an intervention. */
  readonly asked = computed((): Intervention | undefined => {
    const { kind, unit, value, from, to, character, other, of } = this.kept.value;
    const target = this.target.value;
    if (!target) return undefined;
    const at = from - 1;
    const part = this.translates.value && this.inspected.part.value === 'target' ? ({ part: 'target' } as const) : {};
    if (kind === 'reset') return { kind, ...part, at };
    if (kind === 'patch') return { kind, ...part, at, text: other, of: of - 1 };
    if (kind === 'edit') return { kind, ...part, at, character };
    const { layer, direction } = target.layer;
    const where = {
      ...part,
      layer,
      direction,
      name: target.name,
      ...(unit !== '' && { unit: Number(unit) }),
      from: at,
      ...(to !== '' && { to: Number(to) }),
    };
    if (kind === 'freeze') return { kind, ...where };
    return kind === 'silence' ? { kind: 'clamp', ...where, value: 0 } : { kind, ...where, value };
  });

  readonly add = (): void => {
    const asked = this.asked.peek();
    if (asked) void this.#apply([...this.interventions.peek(), asked]);
  };

  readonly remove = (intervention: Intervention): void => void this.#apply(this.interventions.peek().filter((one) => one !== intervention));

  /** Takes character, unit and activation of the crosshair into the form. */
  readonly takeCrosshair = (): void => {
    const { index, unit, direction = 'forward', map } = this.inspected.cursor.peek() ?? {};
    if (index === undefined) return;
    const name = map?.replace(' ←', '');
    const layer = this.layer.peek()?.layer;
    const found = this.layers.peek().find((one) => one.layer === layer && one.direction === direction);
    const known = found?.activations.some((one) => one.name === name);
    this.kept.change({
      from: index + 1,
      to: String(index + 1),
      ...(unit !== undefined && { unit: String(unit) }),
      ...(found && name !== undefined && known && { target: targetKey({ layer: found, name }) }),
    });
  };

  async #apply(interventions: readonly Intervention[]): Promise<void> {
    const before = this.changed.peek();
    if (interventions.length === 0) {
      this.changing.cancel();
      this.changing.refusal.value = undefined;
      this.kept.change({ interventions: [] });
      this.#forget();
    } else
      await this.changing.ask(
        (attending) => this.inspected.ask('changeTrace', { interventions }, attending),
        (changed) =>
          batch(() => {
            this.kept.change({ interventions: [...interventions], text: this.inspected.kept.peek().text });
            this.changed.value = changed;
          }),
      );
    const now = this.changed.peek();
    if (before && before.trace !== now?.trace) void this.panel.attempt(() => this.inspected.ask('closeTrace', { trace: before.trace }));
    if (now && now.trace !== before?.trace && this.writes.peek()) await this.#write(now.trace);
  }

  #forget(): void {
    this.writing.cancel();
    this.#drawing.cancel();
    batch(() => {
      this.changed.value = undefined;
      this.written.value = undefined;
      this.differences.value = new Map();
      this.otherwise.value = undefined;
    });
  }

  async #write(trace: string): Promise<void> {
    const drawing = this.drawing.peek();
    this.#drawn = JSON.stringify(drawing);
    await this.writing.ask(
      async (attending) => {
        const [plain] = await this.inspected.ask('continueTrace', drawing, attending);
        const [changed] = await this.inspected.ask('continueTrace', { trace, ...drawing }, attending);
        return plain && changed && { plain, changed };
      },
      (written) => {
        this.written.value = written;
      },
    );
  }

  #compare({ trace }: ChangedTrace, { layer, direction, activations }: LayerShape, { from, to }: { from: number; to: number }): void {
    let step = 1;
    while ((to - from) / step > COLUMNS) step *= 2;
    const part = this.inspected.part.peek();
    const fields: (readonly [string, Field])[] = [
      ['', { kind: 'surprise' }],
      ...activations.map(({ name }) => [name, { kind: 'activation', layer, direction, name }] as const),
    ];
    void this.#drawing.ask(
      async ({ signal }) => {
        const found = new Map<string, Difference>();
        for (const [name, field] of fields) {
          const look = { part, field, from, to, step, planes: ['mean'] } as const;
          const plain = await this.inspected.ask('traceField', look, { signal });
          found.set(name, differenceOf(plain, await this.inspected.ask('traceField', { trace, ...look }, { signal })));
        }
        if (!this.tells.peek()) return { found };
        const plain = await this.inspected.ask('tracePredictions', { part, from, to }, { signal });
        const changed = await this.inspected.ask('tracePredictions', { trace, part, from, to }, { signal });
        return { found, otherwise: otherwiseFrom(from, plain, changed) };
      },
      ({ found, otherwise }) =>
        batch(() => {
          this.differences.value = found;
          this.otherwise.value = otherwise;
        }),
    );
  }
}

export const targetKey = ({ layer: { layer, direction }, name }: { readonly layer: LayerShape; readonly name: string }): string =>
  `${layer} ${direction} ${name}`;

export const [withWhatIf, useWhatIf] = handedDown<WhatIfModel>('what if');
