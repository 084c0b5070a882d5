// The class of a character that is painted with a value (styles/paint.css).

/** Colours of each sign. */
const LEVELS = 8;

/** @param most the |value| that has the full colour */
export function paintOf(value: number, most: number): string {
  return `paint-${Math.round(Math.max(-1, Math.min(1, value / most)) * LEVELS)}`;
}
