/**
 * What fills a gap best, for two language models that read towards each other: p(text) from its beginning on, and from its end.
 * A filling is judged with all that follows it: forwards by log p(filling, what is after | what is before), backwards by
 * log p(filling, what is before | what is after), each a chain of conditional probabilities; the mean of both ranks it. As the
 * text around the gap is the same for all, fillings of different lengths compare.
 *
 * A beam from each side proposes, and so does each beginning of one with each end of the other.
 */
import type { Numbers } from '../../backend';
import type { Choice } from '../../infer/beamSearch';
import { logSoftmax, top } from '../../infer/distribution';
import { CancelledError, type Following, partOf } from '../../interruption';
import type { Reader } from './searchGap';

/** A direction, and the symbols that it meets beyond the gap, nearest first. */
export interface Ahead {
  readonly reader: Reader;
  readonly beyond: readonly number[];
}

export interface JointOptions {
  /** Symbols that are missing. */
  readonly shortest: number;
  readonly longest: number;
  /** Hypotheses kept by each beam. */
  readonly beam: number;
  /** Fillings of each length that are made of a beginning from the left and an end from the right. */
  readonly met: number;
}

export interface JointFilling {
  readonly tokens: readonly number[];
  /** −(log p forwards + log p backwards) / 2 of the filling and what lies beyond it. */
  readonly nats: number;
}

/** Of the work, as much as proposing takes: the rest is judging. */
const PROPOSED = 0.2;

/** A text that begins where the gap does, as one direction reads it. */
interface Hypothesis {
  readonly tokens: readonly number[];
  readonly log: number;
}

/** All fillings that were judged, best first. @throws CancelledError */
export async function searchJoint(left: Ahead, right: Ahead, options: JointOptions, following: Following): Promise<JointFilling[]> {
  const { shortest, longest, met } = options;
  const fromLeft = await propose(left.reader, options, partOf(following, 0, PROPOSED / 2));
  const fromRight = (await propose(right.reader, options, partOf(following, PROPOSED / 2, PROPOSED))).map((level) =>
    level.map(({ tokens, log }) => ({ tokens: [...tokens].reverse(), log })),
  );
  const proposed = new Map<string, readonly number[]>();
  for (let length = shortest; length <= longest; length++) {
    const whole = [...(fromLeft[length] ?? []), ...(fromRight[length] ?? [])];
    for (const { tokens } of [...whole, ...joined(fromLeft, fromRight, length, met)]) proposed.set(tokens.join(), tokens);
  }
  const fillings = [...proposed.values()];
  const half = (1 + PROPOSED) / 2;
  const forwards = await judge(left, fillings, partOf(following, PROPOSED, half));
  const backwards = await judge(
    right,
    fillings.map((tokens) => [...tokens].reverse()),
    partOf(following, half, 1),
  );
  return fillings
    .map((tokens, index) => ({ tokens, nats: -((forwards[index] as number) + (backwards[index] as number)) / 2 }))
    .sort((a, b) => a.nats - b.nats);
}

/** The likeliest texts of each length up to the longest, as this side goes on. */
async function propose(reader: Reader, { longest, beam }: JointOptions, { stop, progress }: Following): Promise<Hypothesis[][]> {
  let live: Hypothesis[] = [{ tokens: [], log: 0 }];
  let logits: readonly Numbers[] = [reader.next];
  const levels = [live];
  reader.restart();
  for (let length = 1; length <= longest; length++) {
    if (stop.aborted) throw new CancelledError();
    const next = live
      .flatMap(({ tokens, log }, parent) => {
        const here = logSoftmax(logits[parent] as Numbers);
        return top(here, beam).map((token) => ({ tokens: [...tokens, token], log: log + (here[token] as number), parent, token }));
      })
      .sort((a, b) => b.log - a.log)
      .slice(0, Math.min(beam, reader.width));
    if (length < longest) logits = await reader.step(next);
    live = next;
    levels.push(live);
    progress?.(length / longest);
  }
  return levels;
}

/** The best that begin as one side says and end as the other says, each symbol counted once. */
function joined(fromLeft: readonly Hypothesis[][], fromRight: readonly Hypothesis[][], length: number, count: number): Hypothesis[] {
  const found: { readonly begins: Hypothesis; readonly ends: Hypothesis; readonly log: number }[] = [];
  for (let split = 1; split < length; split++)
    for (const begins of fromLeft[split] ?? [])
      for (const ends of fromRight[length - split] ?? []) found.push({ begins, ends, log: begins.log + ends.log });
  return found
    .sort((a, b) => b.log - a.log)
    .slice(0, count)
    .map(({ begins, ends, log }) => ({ tokens: [...begins.tokens, ...ends.tokens], log }));
}

/** log p of each text and of what lies beyond the gap, as this side reads them. @throws CancelledError */
async function judge({ reader, beyond }: Ahead, texts: readonly (readonly number[])[], { stop, progress }: Following): Promise<number[]> {
  const order = texts.map((_, index) => index).sort((a, b) => (texts[a] as []).length - (texts[b] as []).length);
  const logs = new Array<number>(texts.length).fill(0);
  for (let start = 0; start < order.length; start += reader.width) {
    const rows = order
      .slice(start, start + reader.width)
      .map((index) => ({ index, whole: [...(texts[index] as readonly number[]), ...beyond] }));
    const longest = Math.max(...rows.map(({ whole }) => whole.length));
    let logits: readonly Numbers[] = rows.map(() => reader.next);
    reader.restart();
    for (let place = 0; place < longest; place++) {
      if (stop.aborted) throw new CancelledError();
      rows.forEach(({ index, whole }, row) => {
        const token = whole[place];
        if (token !== undefined) logs[index] = (logs[index] as number) + (logSoftmax(logits[row] as Numbers)[token] as number);
      });
      // A text that has ended reads any symbol: what comes of it is not looked at.
      const choices: Choice[] = rows.map(({ whole }, row) => ({ parent: place === 0 ? 0 : row, token: whole[place] ?? 0 }));
      if (place + 1 < longest) logits = await reader.step(choices);
    }
    progress?.(Math.min(1, (start + reader.width) / order.length));
  }
  return logs;
}
