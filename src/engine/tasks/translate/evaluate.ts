/** How near translations come to what is right, greedily, and how well what is right is expected. */
import { appended } from '../../data/joined';
import { Sifted } from '../../data/pairs';
import { Vocabulary } from '../../data/vocabulary';
import { bleu } from '../../evaluate/bleu';
import { Nats } from '../../evaluate/nats';
import { natsOfTexts, type Sayable, sayable } from '../../evaluate/natsOfTexts';
import { characterErrorRate, exactByLength, exactMatch } from '../../evaluate/translationScores';
import type { FromRows } from '../task';
import { isSentence } from './sentence';
import { eachGroup, translate } from './translate';

/** Texts read at once. */
const MOST = 32;

export const evaluateTranslator: FromRows['evaluate'] = async (model, pairs, interruption) => {
  const { experiment, vocabulary, targets } = model;
  const sifted = new Sifted(pairs);
  sifted.keep(({ row }) => isSentence(row.input), 'is too long to be translated', 'Hold the model against shorter rows.');
  const rows = sifted.pairs.map(({ row }) => row);
  const sources = rows.map(({ input }) => input);
  const translations = await translate(model, sources, { beam: 1, lengthPenalty: 0 }, interruption);
  const translated = rows.map(({ input, target }, index) => ({
    source: input,
    truth: target,
    guess: translations[index]?.hypotheses[0]?.text ?? '',
  }));
  const nats = new Nats();
  const written = new Vocabulary(targets, vocabulary.units);
  const truths = rows.map(({ target }) => sayable(target, written));
  const read = sources.map((source) => appended(vocabulary.encode(source).tokens, vocabulary.boundary));
  await eachGroup(model, read, { most: MOST, beam: 1 }, interruption, async (translator, indices) => {
    await translator.begin(indices.map((index) => read[index] as Uint32Array));
    const texts = indices.map((index) => truths[index] as Sayable);
    await natsOfTexts(translator, texts, targets.length, nats, interruption);
  });
  const measured = bleu(translated);
  return {
    task: experiment.task,
    examples: rows.length,
    ...nats.told,
    exact: exactMatch(translated),
    characterErrorRate: characterErrorRate(translated),
    ...(measured !== undefined && { bleu: measured }),
    byLength: exactByLength(translated),
    notes: sifted.notes,
    unknown: [...new Set([...translations, ...truths].flatMap(({ unknown }) => unknown))],
  };
};
