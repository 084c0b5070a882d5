/** Running text in which each character or word is learned from those before it. */
import { type KnownUnits, type RunningTextData, type RunningTextSettings, runningTextData, unitsOf } from '../../data/runningText';
import type { Experiment } from '../../experimentSchema';

/**
 * @param known the vocabulary of a run that is resumed; otherwise the text's own
 * @throws DataError if the text has fewer than two units
 */
export function languageModelData(
  text: string,
  settings: RunningTextSettings & Pick<Experiment, 'units' | 'vocabulary'>,
  known: KnownUnits = unitsOf(text, settings),
): RunningTextData {
  const columns = (tokens: Uint32Array) => ({ tokens: tokens.subarray(0, tokens.length - 1), targets: tokens.subarray(1) });
  return runningTextData(text, settings, known, columns, (tokens, from) => ({ columns: columns(tokens), from: from - 1 }));
}
