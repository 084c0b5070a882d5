/** Probabilities in the words of a result: the likeliest symbols, by what they stand for. */
import type { Alternative, GeneratedCharacter } from '../results';
import { top } from './distribution';

/** Told for each character. */
const TOLD = 5;

/** What stands for the boundary symbol, which begins and ends texts. */
export const BOUNDARY = '';

/** Likeliest first. @param symbols what each number stands for; the one beyond them is the boundary */
export function alternatives(probabilities: Float64Array, symbols: readonly string[], count = TOLD): Alternative[] {
  return top(probabilities, count).map((symbol) => alternative(probabilities, symbols, symbol));
}

export function generated(probabilities: Float64Array, symbols: readonly string[], symbol: number): GeneratedCharacter {
  return { ...alternative(probabilities, symbols, symbol), alternatives: alternatives(probabilities, symbols) };
}

function alternative(probabilities: Float64Array, symbols: readonly string[], symbol: number): Alternative {
  return { character: symbols[symbol] ?? BOUNDARY, probability: probabilities[symbol] as number };
}
