/** Probabilities in the words of a result: the likeliest symbols, by what they stand for. */
import type { Alternative, GeneratedCharacter } from '../results';
import { top } from './distribution';

/** Told for each character. */
const TOLD = 5;

/** What stands for the boundary symbol, which begins and ends texts. */
export const BOUNDARY = '';

/** Likeliest first. @param symbols what each number stands for; the one beyond them is the boundary */
export function alternatives(probabilities: Float64Array, symbols: readonly string[], count = TOLD): Alternative[] {
  return top(probabilities, count).map((number) => alternative(probabilities, symbols, number));
}

export function generated(probabilities: Float64Array, symbols: readonly string[], number: number): GeneratedCharacter {
  const { symbol: character, probability } = alternative(probabilities, symbols, number);
  return { character, probability, alternatives: alternatives(probabilities, symbols) };
}

function alternative(probabilities: Float64Array, symbols: readonly string[], number: number): Alternative {
  return { symbol: symbols[number] ?? BOUNDARY, probability: probabilities[number] as number };
}
