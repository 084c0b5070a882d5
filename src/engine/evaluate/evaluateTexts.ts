/** How near translations come to what is right, and how well texts are expected that a decoder writes. */
import type { Row } from '../data/material';
import { Vocabulary } from '../data/vocabulary';
import type { Interruption } from '../interruption';
import type { Model } from '../model/model';
import type { Evaluation } from '../results';
import { LabelledTexts } from '../tasks/generateFromLabel/labelledTexts';
import { eachGroup, translate } from '../tasks/translate/translate';
import { bleu } from './bleu';
import { Nats, natsOfTexts } from './natsOfTexts';
import { characterErrorRate, exactByLength, exactMatch } from './translationScores';

/** Texts read at once. */
const MOST = 32;

/** Greedily. @throws CancelledError */
export async function evaluateTranslator(model: Model, rows: readonly Row[], interruption: Interruption): Promise<Evaluation> {
  const { vocabulary, targets } = model;
  const sources = rows.map(({ input }) => input);
  const translations = await translate(model, sources, { beam: 1, lengthPenalty: 0 }, interruption);
  const translated = rows.map(({ input, target }, index) => ({
    source: input,
    truth: target,
    guess: translations[index]?.hypotheses[0]?.text ?? '',
  }));
  const nats = new Nats();
  const truths = rows.map(({ target }) => sayable(target, new Vocabulary(targets), targets.length));
  const read = sources.map((source) => Uint32Array.of(...vocabulary.encode(source).tokens, vocabulary.boundary));
  await eachGroup(model, read, MOST, 1, async (translator, indices) => {
    await translator.begin(indices.map((index) => read[index] as Uint32Array));
    const texts = indices.map((index) => truths[index]?.symbols as Int32Array);
    await natsOfTexts(translator, texts, targets.length, nats, interruption);
  });
  const measured = bleu(translated);
  return {
    task: 'translate',
    examples: rows.length,
    nats: nats.mean,
    perplexity: Math.exp(nats.mean),
    exact: exactMatch(translated),
    characterErrorRate: characterErrorRate(translated),
    ...(measured !== undefined && { bleu: measured }),
    byLength: exactByLength(translated),
    unknown: [...new Set([...translations, ...truths].flatMap(({ unknown }) => unknown))],
  };
}

/** Rows of a label that the model does not know are told, and cannot be read. @throws CancelledError */
export async function evaluateWriter(model: Model, rows: readonly Row[], interruption: Interruption): Promise<Evaluation> {
  const { vocabulary, labels } = model;
  const known = rows.filter(({ target }) => labels.includes(target));
  const strange = rows.filter(({ target }) => !labels.includes(target)).map(({ target }) => target);
  const texts = known.map(({ input }) => sayable(input, vocabulary, vocabulary.boundary));
  const nats = new Nats();
  const writer = await LabelledTexts.open(model, MOST);
  try {
    for (let start = 0; start < known.length; start += MOST) {
      writer.begin(known.slice(start, start + MOST).map(({ target }) => labels.indexOf(target)));
      const some = texts.slice(start, start + MOST).map(({ symbols }) => symbols);
      await natsOfTexts(writer, some, vocabulary.boundary, nats, interruption);
    }
  } finally {
    writer.dispose();
  }
  const unknown = [...new Set([...texts.flatMap((text) => text.unknown), ...strange])];
  return { task: 'generate-from-label', examples: known.length, nats: nats.mean, perplexity: Math.exp(nats.mean), unknown };
}

/** A text as symbols that a network may say, and its end; −1 for those that it cannot. */
function sayable(text: string, vocabulary: Vocabulary, end: number): { readonly symbols: Int32Array; readonly unknown: readonly string[] } {
  const { tokens, unknown } = vocabulary.encode(text);
  const strange = new Set(unknown);
  const symbols = Int32Array.of(...[...text].map((character, t) => (strange.has(character) ? -1 : (tokens[t] as number))), end);
  return { symbols, unknown };
}
