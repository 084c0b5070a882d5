// 512 units × 5,000 characters × 6 activations: scrolling, zooming and pointing stay fluid, since only what is visible is drawn.
// How long a step takes is printed, and depends on the machine; how much is drawn does not, and is held.
import assert from 'node:assert/strict';
import { openPanel, type Panel } from './harness';

describe('speed of 512 × 5,000', () => {
  let panel: Panel;
  before(async function () {
    this.timeout(60_000);
    panel = await openPanel({ tab: 'inside', scenario: 'large' });
    await panel.page.getByText('of 5,000 characters').waitFor();
  });
  after(async () => {
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });

  for (const [what, unit] of [
    ['scrolling', 'scroll'],
    ['pointing', 'point'],
    ['zooming', 'zoom'],
  ] as const) {
    it(what, async () => {
      const { median, columns, visible } = await panel.page.evaluate(async (kind) => {
        const pane = document.querySelector('[data-testid=maps]');
        const map = document.querySelector('[data-testid=heatmap-h]');
        if (!pane || !map) throw new Error('no maps');
        const box = map.getBoundingClientRect();
        const step = {
          scroll: (n: number) => {
            pane.scrollLeft = n * 311;
            pane.dispatchEvent(new Event('scroll'));
          },
          point: (n: number) =>
            map.dispatchEvent(new PointerEvent('pointermove', { bubbles: true, clientX: box.left + 8 * n, clientY: box.top + 2 * n })),
          zoom: (n: number) =>
            pane.dispatchEvent(
              new WheelEvent('wheel', { ctrlKey: true, deltaY: n % 8 < 4 ? 60 : -60, clientX: box.left + 300, cancelable: true }),
            ),
        }[kind];
        let columns = 0;
        const put = CanvasRenderingContext2D.prototype.putImageData;
        CanvasRenderingContext2D.prototype.putImageData = function (image: ImageData, ...rest: unknown[]) {
          columns = Math.max(columns, image.width);
          Reflect.apply(put, this, [image, ...rest]);
        };
        const times: number[] = [];
        for (let n = 1; n <= 40; n++) {
          const began = performance.now();
          step(n);
          await new Promise((resolve) => setTimeout(resolve)); // components render in a microtask or the next task
          await new Promise((resolve) => setTimeout(resolve));
          times.push(performance.now() - began);
          await new Promise((resolve) => requestAnimationFrame(resolve));
        }
        CanvasRenderingContext2D.prototype.putImageData = put;
        return { median: times.sort((a, b) => a - b)[20] ?? Number.NaN, columns, visible: box.width };
      }, unit);
      console.log(`      ${what}: median ${median.toFixed(1)} ms`);
      // A column is a pixel wide at least; two may be cut off at the edges. Pointing draws no map anew.
      assert.ok(columns <= visible + 2, `${columns} columns drawn, ${visible} pixels visible`);
      assert.equal(columns > 0, unit !== 'point');
    });
  }
});
