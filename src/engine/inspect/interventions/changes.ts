/** Interventions as what a changeable cell reads at each step: changes of one activation follow one another in the order given. */
import type { Feed, Numbers } from '../../backend';
import { type Units, unitWords } from '../../text/units';
import { stateName } from '../chunkReader';
import { type Place, partOf, shownActivations, shownName } from '../place';
import type { Part } from '../traceShape';
import { type Change, changeKey } from './changeableCell';
import { givenName } from './changeableNetwork';
import { type Inside, type Intervention, InterventionError } from './intervention';

/** States of places, (H), by `stateName`. */
export type States = Feed;

/** A change of one activation, or of a state as it is found, over columns. */
interface Step {
  readonly place: Place;
  readonly key: string;
  readonly unit?: number | undefined;
  readonly from: number;
  readonly to: number;
  readonly scale: number;
  /** For all units, or each. */
  readonly shift: number | Numbers;
  readonly hold: number;
}

/** Of each text. */
export type Both<Value> = { readonly source: Value } & { readonly target?: Value | undefined };

export class Changes {
  readonly #steps: readonly Step[];

  /**
   * @param lengths columns
   * @param begin with which states it begins; zero where left out
   * @param patches of each patch the states of the other text
   * @param units what stands in a column
   * @throws InterventionError
   */
  constructor(
    private readonly interventions: readonly Intervention[],
    private readonly places: readonly Place[],
    private readonly lengths: Both<number>,
    begin: Both<States>,
    patches: ReadonlyMap<Intervention, States>,
    private readonly units: Units = 'characters',
  ) {
    this.#steps = interventions.flatMap((intervention) => {
      if (intervention.kind === 'edit') return [];
      if (intervention.kind === 'reset') return this.#set(intervention, 'previous', begin[intervention.part ?? 'source'] ?? {});
      if (intervention.kind === 'patch') return this.#set(intervention, 'activation', patches.get(intervention) ?? {});
      return this.#over(intervention);
    });
  }

  /** What `steps` columns of a text from `start` on are changed by, by `givenName`, (steps, H). */
  feed(start: number, steps: number, part: Part = 'source'): Feed {
    const feed: Record<string, Float64Array> = {};
    for (const { place, key, unit, from, to, scale, shift, hold } of this.#steps) {
      if (partOf(place) !== part) continue;
      const [first, end] = [Math.max(from, start), Math.min(to, start + steps)];
      if (first >= end) continue;
      const { units } = place;
      const of = (change: Change) => {
        const name = givenName(place, changeKey(change, key));
        feed[name] ??= new Float64Array(steps * units).fill(change === 'scale' ? 1 : 0);
        return feed[name];
      };
      const [scales, shifts] = [of('scale'), of('shift')];
      const holds = key.startsWith('previous:') ? undefined : of('hold');
      for (let t = first; t < end; t++)
        for (let u = unit ?? 0; u < (unit === undefined ? units : unit + 1); u++) {
          const at = (t - start) * units + u;
          scales[at] = scale * (scales[at] as number);
          shifts[at] = scale * (shifts[at] as number) + (typeof shift === 'number' ? shift : (shift[u] as number));
          if (holds) holds[at] = scale * (holds[at] as number) + hold;
        }
    }
    return feed;
  }

  /** The first column that no intervention reaches any more, of the text that is told of; its length where one lasts, or where what is read first was changed. */
  get end(): number {
    const { source, target } = this.lengths;
    const length = target ?? source;
    const ends = this.interventions.map((each) => {
      if (target !== undefined && each.part !== 'target') return length;
      return 'at' in each ? each.at + 1 : (each.to ?? length);
    });
    return Math.min(length, Math.max(0, ...ends));
  }

  #over(intervention: Exclude<Intervention, { at: number }>): Step[] {
    const { kind, part = 'source', layer, direction, name, unit, from, to = Number.POSITIVE_INFINITY } = intervention;
    const length = this.#inside(from, part);
    const place = this.#places(part).find((each) => each.layer === layer && each.direction === direction);
    const activation = place && shownActivations(place.cell).find((each) => shownName(each) === name);
    if (!place || !activation || (unit !== undefined && unit >= place.units)) {
      const which = `${name}${unit === undefined ? '' : `[${unit}]`}`;
      const has = place ? `It has ${shownActivations(place.cell).map(shownName).join(', ')}, of ${place.units} units.` : '';
      throw new InterventionError(`Layer ${layer}${direction === 'backward' ? ' (backwards)' : ''} has no ${which}. ${has}`.trim());
    }
    if (to <= from) throw new InterventionError('A span ends after it begins.');
    const step = { place, key: activation.key, unit, from, to };
    if (kind === 'add') return [{ ...step, scale: 1, shift: intervention.value, hold: 0 }];
    if (kind === 'clamp') return [{ ...step, scale: 0, shift: intervention.value, hold: 0 }];
    // The value of the step that is taken first is kept: of the last column where the text is read backwards.
    const kept = direction === 'forward' ? { from: from + 1 } : { to: Math.min(to, length) - 1 };
    return [{ ...step, ...kept, scale: 0, shift: 0, hold: 1 }];
  }

  #set({ part = 'source', at }: Inside & { readonly at: number }, when: 'previous' | 'activation', states: States): Step[] {
    this.#inside(at, part);
    return this.#places(part).flatMap((place) =>
      place.cell.activations
        .filter(({ state }) => state)
        .map((activation): Step => {
          const state = shownName(activation);
          const key = when === 'previous' ? `previous:${state}` : activation.key;
          return { place, key, from: at, to: at + 1, scale: 0, shift: states[stateName(place, state)] ?? 0, hold: 0 };
        }),
    );
  }

  #places(part: Part): readonly Place[] {
    return this.places.filter((place) => partOf(place) === part);
  }

  /** The columns of a text that has this one. */
  #inside(at: number, part: Part): number {
    const length = this.lengths[part];
    if (length === undefined)
      throw new InterventionError('This model reads one text and writes no other: leave out that the target is meant.');
    if (at < length) return length;
    throw new InterventionError(
      `The ${part === 'target' ? 'target' : 'text'} has ${length} ${unitWords(this.units).many}; there is none at ${at + 1}.`,
    );
  }
}
