/** Translations of texts: by beam search, or greedily many at once. */

import { appended } from '../../data/joined';
import { Vocabulary } from '../../data/vocabulary';
import { generated } from '../../infer/alternatives';
import { beamSearch, type Found } from '../../infer/beamSearch';
import { likeliest, without } from '../../infer/distribution';
import { groupsByLength } from '../../infer/paddedTexts';
import { CancelledError, type Following, type Interruption } from '../../interruption';
import type { ChangedNetwork } from '../../model/changedNetwork';
import type { Model } from '../../model/model';
import type { GeneratedCharacter, Hypothesis, Translation, TranslationOptions } from '../../results';
import { requireSentence } from './sentence';
import { Translator, type TranslatorStep } from './translator';

/** Sources translated at once, where each has one hypothesis. */
const MOST = 32;

/** @param changed for one text alone, greedily @throws CancelledError */
export async function translate(
  model: Model,
  sources: readonly string[],
  { beam, lengthPenalty }: TranslationOptions,
  interruption: Following,
  changed?: ChangedNetwork,
): Promise<Translation[]> {
  const { experiment, vocabulary, targets } = model;
  const written = new Vocabulary(targets, vocabulary.units);
  sources.forEach(requireSentence);
  const read = sources.map((source) => vocabulary.encode(source));
  const ended = read.map(({ tokens }) => appended(tokens, vocabulary.boundary));
  const found = new Array<Found<TranslatorStep>[]>(sources.length);
  let done = 0;
  await eachGroup(model, ended, { most: beam === 1 ? MOST : 1, beam, changed }, interruption, async (translator, indices) => {
    const some = indices.map((index) => ended[index] as Uint32Array);
    const common = { start: targets.length, end: targets.length, never: written.unknown, lengthPenalty };
    const longest = some.map(({ length }) => Math.max(experiment.window, 2 * length) + 1);
    if (beam === 1) {
      const each = await greedy(translator, some, { ...common, longest }, interruption);
      for (const [row, index] of indices.entries()) found[index] = [each[row] as Found<TranslatorStep>];
    } else {
      await translator.begin(new Array<Uint32Array>(beam).fill(some[0] as Uint32Array));
      found[indices[0] as number] = await beamSearch(translator, { ...common, longest: longest[0] as number, width: beam }, interruption);
    }
    done += indices.length;
    interruption.progress?.(done / sources.length);
  });
  return sources.map((source, index) => ({
    source,
    hypotheses: (found[index] ?? []).map((hypothesis) => inCharacters(hypothesis, written, ended[index]?.length as number)),
    unknown: read[index]?.unknown ?? [],
  }));
}

/** A translator for each group of sources of similar length. */
export async function eachGroup(
  model: Model,
  sources: readonly Uint32Array[],
  { most, beam, changed }: { readonly most: number; readonly beam: number; readonly changed?: ChangedNetwork | undefined },
  { stop }: Interruption,
  action: (translator: Translator, indices: readonly number[]) => Promise<void>,
): Promise<void> {
  const together = Math.min(most, sources.length);
  let opened: { readonly window: number; readonly translator: Translator } | undefined;
  try {
    for (const { indices, window } of groupsByLength(sources, together)) {
      if (stop.aborted) throw new CancelledError();
      if (opened?.window !== window) {
        opened?.translator.dispose();
        opened = { window, translator: await Translator.open(model, Math.max(beam, together), window, changed) };
      }
      await action(opened.translator, indices);
    }
  } finally {
    opened?.translator.dispose();
  }
}

interface GreedyOptions {
  readonly start: number;
  readonly end: number;
  readonly never: number | undefined;
  /** Of each, symbols at most, the end among them. */
  readonly longest: readonly number[];
  readonly lengthPenalty: number;
}

/** The likeliest symbol at each step, for several sources at once: what a beam of 1 finds for each. */
async function greedy(
  translator: Translator,
  sources: readonly Uint32Array[],
  { start, end, never, longest, lengthPenalty }: GreedyOptions,
  { stop }: Interruption,
): Promise<Found<TranslatorStep>[]> {
  const rows = sources.map((_, row) => ({
    longest: longest[row] as number,
    tokens: [] as number[],
    expected: [] as TranslatorStep[],
    logProbability: 0,
  }));
  const goesOn = ({ tokens, longest }: (typeof rows)[number]) => tokens.length < longest && tokens.at(-1) !== end;
  await translator.begin(sources);
  while (rows.some(goesOn)) {
    if (stop.aborted) throw new CancelledError();
    const steps = await translator.step(rows.map(({ tokens }, row) => ({ parent: row, token: tokens.at(-1) ?? start })));
    rows.forEach((row, index) => {
      if (!goesOn(row)) return;
      const step = steps[index] as TranslatorStep;
      const token = likeliest(without(step.logProbabilities, never));
      row.tokens.push(token);
      row.expected.push(step);
      row.logProbability += step.logProbabilities[token] as number;
    });
  }
  return rows.map((row) => ({ ...row, score: row.logProbability / ((5 + row.tokens.length) / 6) ** lengthPenalty }));
}

/** @param length symbols of the source, its end among them: the columns of the alignment */
function inCharacters({ tokens, expected, logProbability, score }: Found<TranslatorStep>, written: Vocabulary, length: number): Hypothesis {
  let text = '';
  const characters = tokens.map((token, t): GeneratedCharacter => {
    const character = written.spelled(token, text);
    text += character;
    return { ...generated((expected[t] as TranslatorStep).logProbabilities.map(Math.exp), written.characters, token), character };
  });
  return { text, logProbability, score, characters, ...(expected[0]?.alignment && { alignment: alignmentOf(expected, length) }) };
}

/** (T, S) */
function alignmentOf(expected: readonly TranslatorStep[], length: number): Float32Array {
  const weights = new Float32Array(expected.length * length);
  expected.forEach(({ alignment }, t) => {
    if (alignment) weights.set(alignment.subarray(0, length), t * length);
  });
  return weights;
}
