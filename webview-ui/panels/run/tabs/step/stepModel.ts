// Which step is unrolled: the layer, and character and unit of the crosshair; its equations, and the values of the steps around it.
import { computed, effect, signal, untracked } from '@preact/signals';
import * as z from 'zod/mini';
import type { UnrolledStep } from '../../../../../src/engine/inspect/step/unrolledStep';
import type { LayerShape } from '../../../../../src/engine/inspect/traceShape';
import { handedDown } from '../../../../components/handedDown';
import { Question } from '../../../../components/question';
import type { Inspected } from '../../inspected';
import type { RunPanel } from '../../runPanel';

/** Steps drawn: that of the crosshair, and as many before it as after it where the text has them. */
export const STEPS = 5;

/** A place and what was found there. */
export interface FoundStep extends UnrolledStep {
  readonly at: number;
  readonly unit: number;
  readonly layer: LayerShape;
  /** The first of the steps whose values there are. */
  readonly from: number;
  /** By the names of activations: the unit's value at each of the steps. */
  readonly values: ReadonlyMap<string, Float32Array>;
}

export class StepModel {
  readonly inspected: Inspected;
  readonly kept;
  readonly asking: Question;
  readonly found = signal<FoundStep>();
  readonly #looked = signal(false);

  readonly layers = computed<readonly LayerShape[]>(() => this.inspected.text.value?.layers ?? []);
  readonly layer = computed(() => this.layers.value[Math.min(this.kept.value.layer, this.layers.value.length - 1)]);
  /** The character of the crosshair. */
  readonly at = computed(() => Math.min(this.inspected.cursor.value?.index ?? 0, Math.max(0, this.inspected.count.value - 1)));
  readonly unit = computed(() => {
    const { units = 1, order } = this.layer.value ?? {};
    return Math.min(this.inspected.cursor.value?.unit ?? order?.[0] ?? 0, units - 1);
  });

  constructor(private readonly panel: RunPanel) {
    this.inspected = panel.inspected;
    this.kept = panel.kept.keep('step', { layer: z.catch(z.int().check(z.minimum(0)), 0) });
    this.asking = new Question(panel);
    effect(() => {
      const [looked, shape, layer, at, unit] = [
        this.#looked.value,
        this.inspected.shape.value,
        this.layer.value,
        this.at.value,
        this.unit.value,
      ];
      if (looked && shape && layer) untracked(() => this.#ask(layer, unit, at));
    });
  }

  /** T, of a run that learns from running text. */
  readonly window = computed(() => {
    const experiment = this.panel.run.summary.value?.experiment;
    return this.panel.run.words.value.teacher.includes('text') ? experiment?.window : undefined;
  });

  readonly look = (): (() => void) => {
    this.#looked.value = true;
    return () => {
      this.#looked.value = false;
    };
  };

  /** A layer as others count them: its first direction. */
  readonly showLayer = (layer: number): void => {
    const index = this.layers.peek().findIndex((one) => one.layer === layer);
    if (index >= 0) this.kept.change({ layer: index });
  };

  /** How far back the loss at the crosshair is felt. */
  readonly showMemory = (): void => {
    const layer = this.layer.peek();
    this.inspected.point({ ...this.inspected.cursor.peek(), index: this.at.peek() });
    this.panel.show('memory', layer && { layer: layer.layer });
  };

  /** Moves the crosshair by characters, and by units in the order of the maps. */
  readonly move = (characters: number, units: number): void => {
    const { order = new Uint32Array(1), direction = 'forward' } = this.layer.peek() ?? {};
    const row = order.indexOf(this.unit.peek()) + units;
    const unit = order[Math.max(0, Math.min(order.length - 1, row))] ?? 0;
    const index = Math.max(0, Math.min(this.inspected.count.peek() - 1, this.at.peek() + characters));
    this.inspected.point({ index, unit, direction });
  };

  readonly choose = (at: number, unit: number): void =>
    this.inspected.point({ index: at, unit, direction: this.layer.peek()?.direction ?? 'forward' });

  /** Shows an activation in its map. @param before at the step that is read before this one, where there is one */
  readonly showMap = (name: string, before: boolean): void => {
    const layer = this.layer.peek();
    if (!layer) return;
    const backwards = layer.direction === 'backward';
    const at = this.at.peek() + (before ? (backwards ? 1 : -1) : 0);
    const index = Math.max(0, Math.min(this.inspected.count.peek() - 1, at));
    this.inspected.point({ index, unit: this.unit.peek(), direction: layer.direction, map: backwards ? `${name} ←` : name });
    this.panel.show('inside', { layer: layer.layer });
  };

  #ask(layer: LayerShape, unit: number, at: number): void {
    const where = { layer: layer.layer, direction: layer.direction, unit };
    const count = this.inspected.count.peek();
    const from = Math.max(0, Math.min(at - Math.floor(STEPS / 2), count - STEPS));
    const to = Math.min(count, from + STEPS);
    void this.asking.ask(
      async (attending) => {
        const step = await this.inspected.ask('traceStep', { ...where, at }, attending);
        const values = new Map<string, Float32Array>();
        for (const { name } of layer.activations) {
          const field = { kind: 'activation', ...where, name } as const;
          const { mean } = await this.inspected.ask(
            'traceField',
            { part: 'source', field, from, to, step: 1, planes: ['mean'] },
            attending,
          );
          values.set(name, mean ?? new Float32Array());
        }
        return { ...step, at, unit, layer, from, values };
      },
      (found) => {
        this.found.value = found;
      },
    );
  }
}

export const [withStep, useStep] = handedDown<StepModel>('step');
