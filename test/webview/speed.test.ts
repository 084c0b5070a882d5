// 512 units × 20,000 characters × 6 activations: scrolling, zooming and pointing stay fluid, since tiles are coloured once and then moved.
// How long a frame takes is printed, and depends on the machine; how much is drawn does not, and is held.
import assert from 'node:assert/strict';
import { openPanel, type Panel } from './harness';

const FRAMES = 60;
/** Columns of a tile; the maps of an LSTM; a screen's tiles and one at either end. */
const [TILE, MAPS, TILES] = [256, 6, 8];

for (const [what, zoomedOut] of [
  ['character by character', 0],
  ['from afar', 12],
] as const)
  describe(`speed of 512 × 20,000 ${what}`, () => {
    let panel: Panel;
    before(async function () {
      this.timeout(60_000);
      panel = await openPanel({ tab: 'inside', scenario: 'large', length: 20_000 });
      await panel.page.getByText('of 20,000 characters').waitFor();
      for (let n = 0; n < zoomedOut; n++) await panel.page.getByTestId('zoom-out').click({ force: true });
      await panel.page.waitForTimeout(1_000);
    });
    after(async () => {
      assert.deepEqual(panel.problems, []);
      await panel.close();
    });

    for (const kind of ['scroll', 'point', 'zoom'] as const) {
      it(`${kind}s`, async () => {
        const { times, pictures, coloured } = await panel.page.evaluate(
          async ([moved, frames]) => {
            const pane = document.querySelector('[data-testid=maps]');
            const map = document.querySelector('[data-testid=heatmap-h]');
            if (!pane || !map) throw new Error('no maps');
            const box = map.getBoundingClientRect();
            const step = {
              scroll: (n: number) => {
                pane.scrollLeft = n * 37;
                pane.dispatchEvent(new Event('scroll'));
              },
              point: (n: number) =>
                map.dispatchEvent(new PointerEvent('pointermove', { bubbles: true, clientX: box.left + 8 * n, clientY: box.top + 2 * n })),
              zoom: (n: number) =>
                pane.dispatchEvent(
                  new WheelEvent('wheel', { ctrlKey: true, deltaY: n % 8 < 4 ? 60 : -60, clientX: box.left + 300, cancelable: true }),
                ),
            }[moved];
            const { drawImage, putImageData } = CanvasRenderingContext2D.prototype;
            let [drawn, widest] = [0, 0];
            CanvasRenderingContext2D.prototype.drawImage = function (...given: unknown[]) {
              drawn++;
              Reflect.apply(drawImage, this, given);
            };
            CanvasRenderingContext2D.prototype.putImageData = function (image: ImageData, ...rest: unknown[]) {
              widest = Math.max(widest, image.width);
              Reflect.apply(putImageData, this, [image, ...rest]);
            };
            const times: number[] = [];
            const pictures: number[] = [];
            for (let n = 1; n <= frames; n++) {
              drawn = 0;
              const began = performance.now();
              step(n);
              for (let hop = 0; hop < 8; hop++) await undefined; // components render in microtasks; the host answers in tasks
              pane.getBoundingClientRect(); // lays out
              times.push(performance.now() - began);
              pictures.push(drawn);
              await new Promise((resolve) => requestAnimationFrame(resolve));
            }
            Object.assign(CanvasRenderingContext2D.prototype, { drawImage, putImageData });
            return { times: times.sort((a, b) => a - b), pictures: Math.max(...pictures), coloured: widest };
          },
          [kind, FRAMES] as const,
        );
        const at = (share: number) => (times[Math.floor(share * FRAMES)] ?? Number.NaN).toFixed(1);
        console.log(`      a frame of ${kind}ing: median ${at(0.5)} ms, 95 of 100 within ${at(0.95)} ms`);
        // Tiles are moved, a tile at most is coloured at a time, and pointing draws no map anew.
        assert.ok(pictures <= MAPS * 2 * TILES, `${pictures} pictures drawn`);
        assert.ok(coloured <= TILE, `${coloured} columns coloured`);
        if (kind === 'point') assert.equal(pictures, 0);
        else assert.ok(pictures > 0);
      });
    }
  });
