/** Running text in which each character is learned from those before it. */
import { type RunningTextData, type RunningTextSettings, runningTextData } from '../../data/runningText';
import { Vocabulary } from '../../data/vocabulary';

/**
 * @param vocabulary of a run that is resumed; otherwise the text's own
 * @throws DataError if the text has fewer than two characters
 */
export function languageModelData(text: string, settings: RunningTextSettings, vocabulary = Vocabulary.of(text)): RunningTextData {
  return runningTextData(text, settings, vocabulary, (tokens) => ({
    tokens: tokens.subarray(0, tokens.length - 1),
    targets: tokens.subarray(1),
  }));
}
