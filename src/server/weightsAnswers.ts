/** What answers questions about files of weights: no model is opened for them, and the file may be anybody's. */
import { nodePlatform } from '../backends/platform/node/nodePlatform';
import { isReadable } from '../engine/checkpoint/dtypes';
import { tensorHistogram } from '../engine/inspect/weights/tensorHistogram';
import { tensorSpectrum } from '../engine/inspect/weights/tensorSpectrum';
import { type TensorStatistics, tensorStatistics } from '../engine/inspect/weights/tensorStatistics';
import { weightAxes } from '../engine/inspect/weights/weightAxes';
import { weightMap } from '../engine/inspect/weights/weightMap';
import { entryAt } from '../engine/inspect/weights/weightsFile';
import { weightsSummary } from '../engine/inspect/weights/weightsSummary';
import type { Following } from '../engine/interruption';
import type { Answering } from '../protocol/asking';
import type { Answer, Arguments } from '../protocol/queries';
import type { WeightsKind } from '../protocol/weightsQueries';
import type { OpenWeights, WeightsShelf } from '../runs/weightsShelf';

type Answers = {
  readonly [K in WeightsKind]: (open: OpenWeights, given: Arguments<K>, answering: Answering<Answer<K>>) => Promise<Answer<K>>;
};

/** A message is never larger, however many tensors a file has. */
const BLOCK = 2000;
/** Nobody sees more than so many steps of a table that fills. */
const PAUSE = 250; // milliseconds

const answers: Answers = {
  openWeights: async ({ version, file, ...read }) => ({ weights: version, summary: weightsSummary(file, read) }),
  weightsTensors: async ({ file: { entries } }, _, { block }) => {
    const listed = (from: number) =>
      entries
        .slice(from, from + BLOCK)
        .map(({ name, dtype, shape, start, end }) => ({ name, dtype, shape, bytes: end - start, readable: isReadable(dtype) }));
    let start = 0;
    for (; start + BLOCK < entries.length; start += BLOCK) await block(listed(start));
    return listed(start);
  },
  tensorStatistics: async ({ bytes, file }, { tensors }, { block, signal, progress }) => {
    const sizes = tensors.map((tensor) => {
      const { start, end } = entryAt(file, tensor);
      return end - start;
    });
    const all = sizes.reduce((sum, size) => sum + size, 0);
    let done = 0;
    let known: TensorStatistics[] = [];
    let since = Date.now();
    for (const [at, tensor] of tensors.entries()) {
      const size = sizes[at] as number;
      const told = (fraction: number) => progress((done + fraction * size) / Math.max(1, all));
      known.push(await tensorStatistics(bytes, file, tensor, { stop: signal, progress: told, pause: nodePlatform.pause }));
      done += size;
      if (known.length < BLOCK && Date.now() - since < PAUSE) continue;
      await block(known);
      [known, since] = [[], Date.now()];
    }
    return known;
  },
  tensorHistogram: ({ bytes, file }, wanted, answering) => tensorHistogram(bytes, file, wanted, following(answering)),
  tensorAxes: async ({ file, checkpoint }, { tensor }) => weightAxes(file, entryAt(file, tensor), checkpoint),
  tensorMap: ({ bytes, file }, wanted, answering) => weightMap(bytes, file, wanted, following(answering)),
  tensorSpectrum: ({ bytes, file }, wanted, answering) => tensorSpectrum(bytes, file, wanted, following(answering)),
};

/** @param file its path @throws StorageError, CheckpointError, WeightsError, WeightsChangedError, CancelledError */
export async function answerAboutWeights<K extends WeightsKind>(
  shelf: WeightsShelf,
  file: string,
  kind: K,
  given: Arguments<K>,
  answering: Answering<Answer<K>>,
): Promise<Answer<K>> {
  const { weights }: { readonly weights?: string } = given;
  return await shelf.use(file, (open) => answers[kind](open, given, answering), weights);
}

const following = ({ signal, progress }: Pick<Answering, 'signal' | 'progress'>): Following => ({
  stop: signal,
  progress,
  pause: nodePlatform.pause,
});
