/** Units in what a run learned from: where each is highest and lowest, and where several are on together. */
import type { Model } from '../engine/abilities';
import type { UnitAt } from '../engine/inspect/traceShape';
import { CorpusUnits } from '../engine/inspect/units/corpusUnits';
import { type CorpusMatch, matchCorpus } from '../engine/inspect/units/matchUnits';
import type { Following } from '../engine/interruption';
import type { CorpusMatches, Location, UnitDossier } from '../protocol/queries';
import { type Corpus, readCorpus } from './readCorpus';

/** Files outside the run's workspace that may be read. */
type Readable = readonly string[] | 'anything';

/** All units are looked for at once, and kept with the model: the next unit costs nothing. @throws CorpusError, CancelledError, and as `readCorpus` */
export async function unitInCorpus(
  model: Model,
  run: string,
  unit: UnitAt,
  following: Following,
  readable: Readable = [],
): Promise<UnitDossier> {
  const { corpus, units } = await model.keep('corpus units', async () => {
    const corpus = await readCorpus(run, readable);
    return { corpus, units: await CorpusUnits.read(model, corpus.learned, following), dispose: () => {} };
  });
  const { highest, lowest, histogram } = units.of(unit);
  const located = (peaks: typeof highest) => {
    const locations = corpus.locate(peaks.map(({ position }) => ({ from: position, to: position + 1 })));
    return peaks.map(({ value }, index) => ({ value, location: locations[index] as Location }));
  };
  return { highest: located(highest), lowest: located(lowest), histogram, characters: units.length, cut: corpus.cut };
}

/** @throws as `unitInCorpus` */
export async function matchesInCorpus(
  model: Model,
  run: string,
  wanted: { readonly units: readonly UnitAt[]; readonly threshold: number; readonly length: number },
  following: Following,
  readable: Readable = [],
): Promise<CorpusMatches> {
  const corpus: Corpus = await readCorpus(run, readable);
  const matches: CorpusMatch[] = await matchCorpus(model, corpus.learned, wanted, following);
  const locations = corpus.locate(matches);
  return { matches: matches.map(({ on, score }, index) => ({ on, score, location: locations[index] as Location })), cut: corpus.cut };
}
