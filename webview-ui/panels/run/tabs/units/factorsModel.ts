// The factors of the layer that has the chosen unit: which units each has, how active it is along the text, and which one the list is narrowed to.
import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import * as z from 'zod/mini';
import type { LayerShape, UnitAt } from '../../../../../src/engine/inspect/traceShape';
import type { FactorUnit } from '../../../../../src/engine/inspect/units/factors';
import { FACTORS } from '../../../../../src/protocol/answerOptions';
import { inkOf } from '../../../../charts/textAxis';
import { Question } from '../../../../components/question';
import { Axis, NARROWEST, WIDEST } from '../../../../components/textMaps/axis';
import { type Drawn, FieldTiles } from '../../../../components/textMaps/fieldTiles';
import type { Walked } from '../../../../components/textMaps/mapKeys';
import type { Inspected } from '../../inspected';
import type { RunPanel } from '../../runPanel';

const { least, most, initial } = FACTORS.rank;
const KEPT = {
  rank: z.catch(z.int().check(z.minimum(least), z.maximum(most)), initial),
  /** Of a character, in CSS pixels: fitted to the text until the user zooms. */
  columnWidth: z.catch(z.optional(z.number().check(z.minimum(NARROWEST), z.maximum(WIDEST))), undefined),
};

interface Found {
  readonly layer: LayerShape;
  /** That was asked for: there may be fewer factors. */
  readonly rank: number;
  readonly factors: readonly (readonly FactorUnit[])[];
}

export class FactorsModel {
  readonly inspected: Inspected;
  readonly kept;
  readonly axis: Axis;
  readonly walked: Walked;
  readonly tiles: FieldTiles;
  readonly asking: Question;
  readonly found = signal<Found>();
  /** The row that the keyboard is in. */
  readonly row = signal(0);
  /** The factor whose units alone are listed. */
  readonly only = signal<number>();
  readonly layer: ReadonlySignal<LayerShape | undefined>;
  readonly inSight = computed(() => {
    const { glyphs, cursor } = this.inspected;
    const at = cursor.value?.index;
    const marked = at === undefined ? undefined : this.axis.column(at);
    return { glyphs: glyphs.value, ink: inkOf(glyphs.value), step: this.axis.step.value, columns: this.axis.columns.value, marked };
  });

  constructor(panel: RunPanel, chosen: ReadonlySignal<UnitAt | undefined>, looked: ReadonlySignal<boolean>) {
    this.inspected = panel.inspected;
    this.kept = panel.kept.keep('factors', KEPT);
    this.axis = new Axis(
      this.kept,
      this.inspected.count,
      computed(() => this.inspected.shape.value?.kept ?? 1),
      this.inspected.units,
    );
    this.walked = {
      axis: this.axis,
      cursor: () => this.inspected.cursor.peek()?.index,
      leave: () => this.inspected.point(undefined),
    };
    this.asking = new Question(panel);
    this.tiles = new FieldTiles(
      (request, signal) => this.inspected.ask('traceField', request, { signal }),
      (error) => void this.asking.attempt(() => Promise.reject(error)),
    );
    this.layer = computed(() =>
      this.inspected.text.value?.layers.find((one) => one.layer === chosen.value?.layer && one.direction === chosen.value.direction),
    );
    this.inspected.onOpen(() => {
      this.tiles.clear();
      this.found.value = this.only.value = undefined;
    });
    const rank = computed(() => this.kept.value.rank);
    effect(() => {
      const layer = this.layer.value;
      if (looked.value && layer) this.#ask(layer, rank.value);
    });
  }

  /** A factor's activity as it is drawn, of all of them. */
  readonly drawn = computed((): Drawn | undefined => {
    const { layer, rank } = this.found.value ?? {};
    if (!layer || rank === undefined) return undefined;
    const field = { kind: 'factors', layer: layer.layer, direction: layer.direction, rank } as const;
    return { part: this.inspected.part.value, field, planes: ['mean', 'low', 'high'] };
  });

  readonly goTo = (index: number): void =>
    this.inspected.point({ ...this.inspected.cursor.peek(), index, other: undefined, map: undefined });

  /** Of a factor that there is. @returns its first unit, which the text is then painted with */
  readonly choose = (factor: number): UnitAt | undefined => {
    const { layer, factors } = this.found.peek() ?? {};
    if (!factors?.[factor]) return undefined;
    const [first] = factors[factor];
    this.row.value = factor;
    this.only.value = factor;
    const [output] = layer?.activations ?? [];
    return layer && first && output && { layer: layer.layer, direction: layer.direction, name: output.name, unit: first.unit };
  };

  /** Whether a unit is of the factor that the list is narrowed to. */
  readonly has = ({ layer, direction, unit }: UnitAt): boolean => {
    const found = this.found.value;
    if (this.only.value === undefined || !found) return true;
    const own = found.layer.layer === layer && found.layer.direction === direction;
    return own && (found.factors[this.only.value]?.some((one) => one.unit === unit) ?? false);
  };

  #ask(layer: LayerShape, rank: number): void {
    const asked = { part: this.inspected.part.peek(), layer: layer.layer, direction: layer.direction, rank };
    void this.asking.ask(
      (attending) => this.inspected.ask('factorUnits', asked, attending),
      (factors) => {
        if (this.found.peek()?.layer !== layer || this.found.peek()?.factors.length !== factors.length) this.only.value = undefined;
        this.row.value = Math.max(0, Math.min(this.row.peek(), factors.length - 1));
        this.found.value = { layer, rank, factors };
      },
    );
  }
}
