/** What can be asked of a file of weights, which `run` names then: any safetensors file, of ours or of others. No model is opened for it. */
import * as z from 'zod/mini';
import type { TensorHistogram } from '../engine/inspect/weights/tensorHistogram';
import type { TensorSpectrum } from '../engine/inspect/weights/tensorSpectrum';
import type { TensorStatistics } from '../engine/inspect/weights/tensorStatistics';
import type { WeightAxes } from '../engine/inspect/weights/weightAxes';
import type { WeightMap } from '../engine/inspect/weights/weightMap';
import type { WeightsSummary } from '../engine/inspect/weights/weightsSummary';
import { index, query } from './query';

/** A handle on a file of weights as it was: when it has changed since, it is to be opened anew (WeightsChangedError). */
export interface OpenedWeights {
  readonly weights: string;
  readonly summary: WeightsSummary;
}

/** A tensor as the header tells of it; its number in the file is its place in the list. */
export interface ListedTensor {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Of all its numbers. */
  readonly bytes: number;
  /** Whether its numbers can be read one by one. */
  readonly readable: boolean;
}

const weights = z.string().check(z.maxLength(100));
/** From, and up to, not including, to. */
const stretch = z.readonly(z.tuple([index, index]));
/** Of a picture, in cells. */
const side = z.int().check(z.minimum(1), z.maximum(4096));

export const WEIGHTS_QUERIES = {
  openWeights: query<OpenedWeights>()({}),
  /** In the order of the header. */
  weightsTensors: query<readonly ListedTensor[]>()({ weights }),
  /** In the order in which they are asked for. */
  tensorStatistics: query<readonly TensorStatistics[]>()({ weights, tensors: z.readonly(z.array(index).check(z.maxLength(200_000))) }),
  tensorHistogram: query<TensorHistogram>()({ weights, tensor: index, bins: z.int().check(z.minimum(1), z.maximum(1000)) }),
  tensorAxes: query<WeightAxes>()({ weights, tensor: index }),
  /** Of a stretch of its rows and columns, in so many cells. */
  tensorMap: query<WeightMap>()({ weights, tensor: index, rows: stretch, columns: stretch, height: side, width: side }),
  /** `rows`: of one gate, where a matrix has those of several. */
  tensorSpectrum: query<TensorSpectrum>()({ weights, tensor: index, rows: z.optional(stretch) }),
};

export type WeightsKind = keyof typeof WEIGHTS_QUERIES;

export const isAboutWeights = (kind: string): kind is WeightsKind => Object.hasOwn(WEIGHTS_QUERIES, kind);
