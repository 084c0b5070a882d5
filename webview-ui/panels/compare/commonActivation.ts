// The range of an activation over all sides: their maps share it.
import type { ActivationShape } from '../../../src/engine/inspect/traceShape';

type Ranged = Pick<ActivationShape, 'range' | 'low' | 'high'>;

/** Of gates only if it is one in all of them; unbounded where it is in any. */
export function commonActivation(maps: readonly { readonly activation: Ranged }[]): Ranged {
  const all = maps.map(({ activation }) => activation);
  const ranges = new Set(all.map(({ range }) => range));
  const [only = 'real'] = ranges;
  return {
    range: ranges.size === 1 ? only : 'real',
    low: Math.min(...all.map(({ low }) => low)),
    high: Math.max(...all.map(({ high }) => high)),
  };
}
