/** What the checkpoints that read the same text share. */
import assert from 'node:assert/strict';
import type { LayerShape, TraceShape } from '../../../../../../src/engine/inspect/traceShape';
import { alsoOf, inCommon, NOTHING_COMMON } from '../../../../../../webview-ui/panels/run/tabs/inside/commonView';

const layer = (low: number, high: number, order: readonly number[]): LayerShape => ({
  layer: 0,
  direction: 'forward',
  units: 2,
  order: Uint32Array.from(order),
  activity: new Float32Array(2),
  activations: [{ name: 'c', equation: '', range: 'real', state: true, low, high }],
});
const read = (one: LayerShape) => ({ source: { layers: [one] } }) as unknown as TraceShape;

describe('what checkpoints share', () => {
  it('is the order of the first, and the widest range of all', () => {
    const [first, second] = [layer(-1, 2, [1, 0]), layer(-3, 1, [0, 1])];
    const common = alsoOf(alsoOf(NOTHING_COMMON, read(first)), read(second));
    const drawn = inCommon(common, 'source', second);
    assert.deepEqual([...drawn.order], [1, 0]);
    assert.deepEqual([drawn.activations[0]?.low, drawn.activations[0]?.high], [-3, 2]);
    assert.equal(inCommon(common, 'target', second), second);
  });
});
