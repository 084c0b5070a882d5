/** The scores of units as a list: each with what it tells, the best first. */

import type { UnitAt } from '../engine/inspect/traceShape';
import type { UnitScores } from '../engine/inspect/units/scoreUnits';

export interface RankedUnit extends UnitAt {
  readonly property: string;
  readonly measure: 'AUC' | '|r|';
  /** 0.5 … 1 for AUC, 0 … 1 for |r|; where a unit does not keep what it promised, less. */
  readonly score: number;
  /** Whether the unit is lower where the property is there, or greater. */
  readonly inverted: boolean;
}

/** @param property the units that tell it; by default each unit with what it tells best */
export function rankUnits({ properties, groups, scores, signs, best }: UnitScores, property?: string): RankedUnit[] {
  const asked = properties.findIndex(({ name }) => name === property);
  const ranked: RankedUnit[] = [];
  let row = 0;
  for (const { layer, direction, name, units } of groups) {
    for (let unit = 0; unit < units; unit++, row++) {
      const index = property === undefined ? (best[row] as number) : asked;
      const told = properties[index];
      const score = scores[row * properties.length + index] as number;
      if (!told || Number.isNaN(score)) continue;
      const measure = told.kind === 'binary' ? 'AUC' : '|r|';
      const inverted = (signs[row * properties.length + index] as number) < 0;
      ranked.push({ layer, direction, name, unit, property: told.name, measure, score, inverted });
    }
  }
  return ranked.sort((a, b) => strength(b) - strength(a));
}

/** 0 … 1, of AUC and |r| alike: 2 AUC − 1 is 0 for chance. */
export const strength = ({ measure, score }: Pick<RankedUnit, 'measure' | 'score'>): number => (measure === 'AUC' ? 2 * score - 1 : score);

/** `l0:h[37]`, `l1:h[4] ←`: the layer, the activation, the unit, and the direction where it is backwards. */
export function unitName({ layer, direction, name, unit }: UnitAt): string {
  return `l${layer}:${name}[${unit}]${direction === 'backward' ? ' ←' : ''}`;
}

/** `l0:h[37] ≈ inside quotes, AUC 0.98` */
export function unitWords(ranked: RankedUnit): string {
  const { property, measure, score, inverted } = ranked;
  return `${unitName(ranked)} ≈ ${inverted ? (measure === 'AUC' ? 'not ' : '− ') : ''}${property}, ${measure} ${score.toFixed(2)}`;
}
