/** Interventions as people read them. Characters are counted from 1. */
import type { Intervention, Span, Target } from '../engine/inspect/interventions/intervention';

/** `l0:h[37] = 0.5, characters 4–10`; of a translator's decoder `target l0:h[37] = …`. */
export function interventionWords(intervention: Intervention): string {
  return `${intervention.part === 'target' ? 'target ' : ''}${withinText(intervention)}`;
}

function withinText(intervention: Intervention): string {
  switch (intervention.kind) {
    case 'clamp':
      return `${targetName(intervention)} = ${figure(intervention.value)}, ${spanWords(intervention)}`;
    case 'add':
      return `${targetName(intervention)} ${intervention.value < 0 ? '−' : '+'} ${figure(Math.abs(intervention.value))}, ${spanWords(intervention)}`;
    case 'freeze':
      return `${targetName(intervention)} frozen, ${spanWords(intervention)}`;
    case 'reset':
      return `states reset before character ${intervention.at + 1}`;
    case 'patch':
      return `states after character ${intervention.at + 1} from character ${intervention.of + 1} of “${cut(intervention.text)}”`;
    case 'edit':
      return `character ${intervention.at + 1} is “${intervention.character === '\n' ? '↵' : intervention.character}”`;
  }
}

/** `l0:h[37]`, `l1:z`, `l1:h[4] ←` */
export function targetName({ layer, direction, name, unit }: Omit<Target, 'part'>): string {
  return `l${layer}:${name}${unit === undefined ? '' : `[${unit}]`}${direction === 'backward' ? ' ←' : ''}`;
}

function spanWords({ from, to }: Span): string {
  if (to === undefined) return `from character ${from + 1} on`;
  return to - from === 1 ? `character ${to}` : `characters ${from + 1}–${to}`;
}

const figure = (value: number): string => String(Number(value.toPrecision(4))).replace('-', '−');
const cut = (text: string): string => ([...text].length > 20 ? `${[...text].slice(0, 20).join('')}…` : text);
