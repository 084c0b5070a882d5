/** The likeliest whole words to come after a character, by beam search: letters, up to whatever is none. */
import type { Numbers } from '../../backend';
import { beamSearch, type Choice, type Expectation } from '../../infer/beamSearch';
import { Branches } from '../../infer/branches';
import { logSoftmax } from '../../infer/distribution';
import { stackStepGraph } from '../../infer/stackStepGraph';
import type { Interruption } from '../../interruption';
import type { Architecture } from '../../model/architecture';
import type { Model } from '../../model/model';
import { CHUNK } from '../chunkReader';
import { FieldError } from '../fields';
import type { Traced } from '../readings';

const WIDTH = 16;
const LONGEST = 24;
const LETTER = /^[\p{L}\p{M}\p{N}'’_-]$/u;

export interface LikelyWord {
  /** The whole word, with what of it has begun already; empty where no letter comes and none stood before. */
  readonly word: string;
  /** What comes of it: nothing where it ends here. */
  readonly rest: string;
  /** Of just this, up to the end of the word: 0…1. */
  readonly probability: number;
}

/** Likeliest first. @throws FieldError for a network that does not read forwards, or a character that is not there; CancelledError */
export async function likelyWords(model: Model, traced: Traced, at: number, interruption: Interruption): Promise<LikelyWord[]> {
  const { chunks, source, reading, changes } = traced;
  const stepping = model.shape.architecture.stepping;
  if (changes) throw new FieldError('Words to come are told of the network as it is: look at the text without changes.');
  if (!stepping || !chunks) throw new FieldError('Words to come are told by models that read forwards and tell the next character.');
  if (source.units === 'words') throw new FieldError('This model tells whole words: what comes next is what it predicts.');
  if (at >= source.table.length) throw new FieldError(`There is no character ${at + 1}.`);
  const branches = await model.keep('branches for words', () => openBranches(model, stepping));
  const chunk = Math.floor(at / CHUNK);
  const tokens = reading.feed.tokens as Numbers;
  branches.restart(chunks.entering(chunk));
  await branches.read(tokens.slice(chunk * CHUNK, at));
  branches.restart(await branches.state());
  const letters = model.targets.map((symbol) => LETTER.test(symbol));
  const end = model.shape.targets;
  const decoder = {
    step: async (choices: readonly Choice[]): Promise<Expectation[]> => {
      const logits = (await branches.step(choices)).logits as Numbers;
      return choices.map((_, row) => ({ logProbabilities: untilWordEnds(logits.subarray(row * end, (row + 1) * end), letters) }));
    },
  };
  const options = { start: tokens[at] as number, end, width: WIDTH, longest: LONGEST, lengthPenalty: 0 };
  const found = await beamSearch(decoder, options, interruption);
  const begun = begunWord(source.characters, at);
  return found.map(({ tokens, logProbability }) => {
    const rest = tokens
      .filter((token) => token !== end)
      .map((token) => model.targets[token] ?? '')
      .join('');
    return { word: begun + rest, rest, probability: Math.exp(logProbability) };
  });
}

/** The letters up to and with a character. */
function begunWord(characters: readonly string[], at: number): string {
  let start = at + 1;
  while (start > 0 && LETTER.test(characters[start - 1] ?? '')) start--;
  return characters.slice(start, at + 1).join('');
}

const openBranches = (model: Model, architecture: Architecture): Promise<Branches> => {
  const shape = { ...model.shape, architecture };
  return Branches.open({ ...model, shape }, stackStepGraph(shape, 'forward', WIDTH));
};

/** All that is no letter is one symbol, beyond the others: the end of the word. */
function untilWordEnds(logits: Numbers, letters: readonly boolean[]): Float64Array {
  const told = logSoftmax(logits);
  const all = new Float64Array(told.length + 1).fill(Number.NEGATIVE_INFINITY);
  let ends = 0;
  told.forEach((logProbability, symbol) => {
    if (letters[symbol]) all[symbol] = logProbability;
    else ends += Math.exp(logProbability);
  });
  all[told.length] = Math.log(ends);
  return all;
}
