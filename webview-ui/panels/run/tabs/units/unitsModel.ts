// What the units of the text that is looked into know, which of them is looked at, and its value at each character.
import { batch, computed, effect, signal, untracked } from '@preact/signals';
import * as z from 'zod/mini';
import type { Part, UnitAt } from '../../../../../src/engine/inspect/traceShape';
import type { GivenProperty, UnitScores } from '../../../../../src/engine/inspect/units/scoreUnits';
import { type RankedUnit, rankUnits, unitName } from '../../../../../src/protocol/rankedUnits';
import { handedDown } from '../../../../components/handedDown';
import { Question } from '../../../../components/question';
import type { Inspected } from '../../inspected';
import type { RunPanel } from '../../runPanel';
import { DossierModel } from './dossierModel';
import { FactorsModel } from './factorsModel';
import { MatchingModel } from './matchingModel';

const UNIT = z.object({
  layer: z.int().check(z.minimum(0)),
  direction: z.enum(['forward', 'backward']),
  name: z.string(),
  unit: z.int().check(z.minimum(0)),
});

const KEPT = {
  /** The property that units are ranked by; none: each by what it tells best. */
  property: z.catch(z.string(), ''),
  /** What the rows that are shown contain. */
  filter: z.catch(z.string(), ''),
  activations: z.catch(z.enum(['output and states', 'all']), 'output and states'),
  chosen: z.catch(z.optional(UNIT), undefined),
  /** Which places of the run's own text are shown. */
  extreme: z.catch(z.enum(['highest', 'lowest']), 'highest'),
};

/** Characters painted at a time. */
export const PAGE = 2000;

export class UnitsModel {
  readonly inspected: Inspected;
  readonly kept;
  readonly scoring: Question;
  readonly scores = signal<UnitScores>();
  /** Values of the chosen unit at the characters of a page, (characters). */
  readonly painted = signal<{ readonly unit: UnitAt; readonly from: number; readonly values: Float32Array }>();
  readonly dossier: DossierModel;
  readonly matching: MatchingModel;
  readonly factors: FactorsModel;
  readonly #painting: Question;
  /** Whether somebody looks: nothing is scored before. */
  readonly #looked = signal(false);

  readonly #activations = computed(() => this.kept.value.activations);
  readonly #property = computed(() => this.kept.value.property);

  readonly ranked = computed<readonly RankedUnit[]>(() => {
    const scores = this.scores.value;
    if (!scores) return [];
    const known = scores.properties.some(({ name }) => name === this.#property.value);
    return rankUnits(scores, known ? this.#property.value : undefined);
  });
  readonly found = computed<readonly RankedUnit[]>(() => {
    const words = this.kept.value.filter.toLowerCase().split(/\s+/);
    return this.ranked.value.filter((one) => {
      const row = `${unitName(one)} ${one.property}`.toLowerCase();
      return words.every((word) => row.includes(word)) && this.factors.has(one);
    });
  });
  /** That the user chose, else the best of those that are shown. */
  readonly chosen = computed<UnitAt | undefined>(() => {
    const { chosen } = this.kept.value;
    const there = chosen && this.scores.value?.groups.some((group) => sameGroup(group, chosen) && chosen.unit < group.units);
    return there ? chosen : this.ranked.value[0];
  });
  /** What the chosen unit tells, of the property that is asked for or the one that it tells best. */
  readonly told = computed(() => {
    const { chosen } = this;
    return chosen.value && this.ranked.value.find((one) => sameUnit(one, chosen.value as UnitAt));
  });
  /** First character of the page that is painted: the crosshair is in it. */
  readonly from = computed(() => Math.floor((this.inspected.cursor.value?.index ?? 0) / PAGE) * PAGE);

  constructor(private readonly panel: RunPanel) {
    this.inspected = panel.inspected;
    this.kept = panel.kept.keep('units', KEPT);
    this.scoring = new Question(panel);
    this.#painting = new Question(panel);
    this.matching = new MatchingModel(panel);
    this.dossier = new DossierModel(panel, this.chosen);
    this.factors = new FactorsModel(panel, this.chosen, this.#looked);
    panel.inspected.onOpen(() => {
      this.scores.value = undefined;
    });
    effect(() => {
      if (this.#looked.value && this.inspected.shape.value && this.inspected.part.value && this.#activations.value) untracked(this.score);
    });
    effect(() => {
      const chosen = this.chosen.value;
      if (this.#looked.value && chosen) this.#paint(chosen, this.from.value);
    });
  }

  readonly look = (): (() => void) => {
    this.#looked.value = true;
    return () => {
      this.#looked.value = false;
    };
  };

  readonly choose = ({ layer, direction, name, unit }: UnitAt): void => this.kept.change({ chosen: { layer, direction, name, unit } });

  /** Lists the units of a factor alone, and paints the text with its first. */
  readonly chooseFactor = (factor: number): void => {
    const unit = this.factors.choose(factor);
    if (unit) this.choose(unit);
  };

  #scored: { readonly shape: unknown; readonly part: Part; readonly activations: string } | undefined;

  /** Holds all units against the text that is open, where that was not done yet. */
  readonly score = (): void => {
    const { activations } = this.kept.peek();
    const shape = this.inspected.shape.peek();
    const part = this.inspected.part.peek();
    const before = this.scores.peek() && this.#scored;
    if (before?.shape === shape && before?.part === part && before?.activations === activations) return;
    void this.scoring.ask(
      async (attending) => this.inspected.ask('unitScores', { part, activations, given: await this.#given(part) }, attending),
      (scores) =>
        batch(() => {
          this.#scored = { shape, part, activations };
          this.scores.value = scores;
        }),
    );
  };

  /** What the language service says of the text, where that is a passage of an editor; in columns of the trace. */
  async #given(part: Part): Promise<readonly GivenProperty[]> {
    const { passage } = this.inspected.kept.peek();
    if (passage === undefined || part === 'target') return [];
    const lead = this.inspected.text.peek()?.boundary === 'before' ? 1 : 0;
    const kinds = await this.panel.host.tokenKinds(passage);
    return kinds.map(({ name, spans }) => ({ name, spans: spans.map((at) => at + lead) }));
  }

  #paint(unit: UnitAt, from: number): void {
    const { layer, direction, name } = unit;
    const field = { kind: 'activation', layer, direction, name, unit: unit.unit } as const;
    void this.#painting.ask(
      (attending) =>
        this.inspected.ask('traceField', { part: this.inspected.part.peek(), from, to: from + PAGE, step: 1, field }, attending),
      ({ mean }) => {
        this.painted.value = { unit, from, values: mean ?? new Float32Array() };
      },
    );
  }
}

const sameGroup = (a: Omit<UnitAt, 'unit'>, b: Omit<UnitAt, 'unit'>): boolean =>
  a.layer === b.layer && a.direction === b.direction && a.name === b.name;
export const sameUnit = (a: UnitAt, b: UnitAt): boolean => sameGroup(a, b) && a.unit === b.unit;

/** The units of the tab that a component is in. */
export const [withUnits, useUnits] = handedDown<UnitsModel>('units');
