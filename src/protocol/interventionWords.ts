/** Interventions as people read them. Characters, or words, are counted from 1. */

import type { Intervention, Span, Target } from '../engine/inspect/interventions/intervention';
import { shownUnit } from '../engine/text/characterNames';
import { shortened } from '../engine/text/shortened';
import { type UnitWords, unitWords } from '../engine/text/units';

/** `l0:h[37] = 0.5, characters 4–10`; of a translator's decoder `target l0:h[37] = …`. */
export function interventionWords(intervention: Intervention, units: UnitWords = unitWords('characters')): string {
  return `${intervention.part === 'target' ? 'target ' : ''}${withinText(intervention, units)}`;
}

function withinText(intervention: Intervention, units: UnitWords): string {
  const { one } = units;
  switch (intervention.kind) {
    case 'clamp':
      return `${targetName(intervention)} = ${figure(intervention.value)}, ${spanWords(intervention, units)}`;
    case 'add':
      return `${targetName(intervention)} ${intervention.value < 0 ? '−' : '+'} ${figure(Math.abs(intervention.value))}, ${spanWords(intervention, units)}`;
    case 'freeze':
      return `${targetName(intervention)} frozen, ${spanWords(intervention, units)}`;
    case 'reset':
      return `states reset before ${one} ${intervention.at + 1}`;
    case 'patch':
      return `states after ${one} ${intervention.at + 1} from ${one} ${intervention.of + 1} of “${cut(intervention.text)}”`;
    case 'edit':
      return `${one} ${intervention.at + 1} is “${intervention.character === '\n' ? '↵' : shownUnit(intervention.character)}”`;
  }
}

/** `l0:h[37]`, `l1:z`, `l1:h[4] ←` */
export function targetName({ layer, direction, name, unit }: Omit<Target, 'part'>): string {
  return `l${layer}:${name}${unit === undefined ? '' : `[${unit}]`}${direction === 'backward' ? ' ←' : ''}`;
}

function spanWords({ from, to }: Span, { one, many }: UnitWords): string {
  if (to === undefined) return `from ${one} ${from + 1} on`;
  return to - from === 1 ? `${one} ${to}` : `${many} ${from + 1}–${to}`;
}

const figure = (value: number): string => String(Number(value.toPrecision(4))).replace('-', '−');
const cut = (text: string): string => shortened(text, 21);
