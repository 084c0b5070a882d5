// On what a prediction depends: asked when the crosshair has come to rest, in contrast, by leaving out; the words to come.
import assert from 'node:assert/strict';
import { openPanel, type Panel, picture } from './harness';

describe('dependence', () => {
  let panel: Panel;
  afterEach(async () => {
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });

  /** All steps in one go: on a busy machine the crosshair would rest between two keys. */
  const walkTo = (steps: number) =>
    panel.page.getByTestId('text-axis').evaluate((axis: HTMLElement, count) => {
      axis.focus();
      for (const key of ['Home', ...Array.from({ length: count }, () => 'ArrowRight')])
        axis.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    }, steps);
  const asked = async () => (await panel.calls('traceConnectivity')).at(-1)?.[0] as { at: number; against?: string; occlusion: boolean };

  it('is told of the character at which the crosshair comes to rest, strongest first, and keeps to it', async () => {
    panel = await openPanel({ tab: 'inside' });
    await panel.page.getByTestId('depends-row').waitFor();
    const before = (await panel.calls('traceConnectivity')).length;
    await walkTo(9);
    const first = panel.page.getByTestId('depends-on').locator('.bars:not(.named) .bar-row').first();
    await panel.page.waitForFunction(
      (count) => window.fakeHost.calls.filter(({ method }) => method === 'traceConnectivity').length > count,
      before,
    );
    await first.waitFor();
    assert.equal((await asked()).at, 9);
    assert.match(await first.innerText(), /1\.60/);
    assert.equal((await panel.calls('traceConnectivity')).length, before + 1);
    assert.match(await panel.page.getByTestId('words').innerText(), /nd/);
    const colours = await panel.page.evaluate(() => {
      const canvas = window.fakeHost.canvas('depends-row');
      const { data } = (canvas.getContext('2d') as CanvasRenderingContext2D).getImageData(0, 0, canvas.width, canvas.height);
      return new Set(new Uint32Array(data.buffer)).size;
    });
    assert.ok(colours > 2, 'up and down differ');
  });

  it('asks in contrast and by leaving out, and says what the model refuses', async () => {
    panel = await openPanel({ tab: 'inside' });
    await walkTo(5);
    await panel.page.getByTestId('depends-left out').click();
    const against = panel.page.getByTestId('against');
    const options = await against.locator('option').allInnerTexts();
    await against.selectOption({ index: 1 });
    await panel.page.waitForFunction(() =>
      window.fakeHost.calls.some(({ method, args }) => method === 'traceConnectivity' && (args[0] as { against?: string }).against),
    );
    const { at, against: given, occlusion } = await asked();
    assert.deepEqual([at, given === ' ' ? '␣' : given, occlusion], [5, options[1], true]);
    await panel.page.evaluate(() => window.fakeHost.refuse('traceConnectivity', 'The model has never seen it.'));
    await panel.page.getByTestId('depends-gradient').click();
    await panel.page.getByTestId('depends-on').getByTestId('refusal').waitFor();
    await panel.page.getByTestId('depends-off').click();
    await panel.page.getByTestId('depends-row').waitFor({ state: 'detached' });
  });

  it('is not asked while another tab is in front', async () => {
    panel = await openPanel({ tab: 'inside' });
    await panel.page.getByTestId('depends-row').waitFor();
    await panel.page.getByTestId('tab-training').click();
    const before = (await panel.calls('traceConnectivity')).length;
    await panel.page.evaluate(() => window.fakeHost.panel.cursor('passage', 7));
    await panel.page.waitForTimeout(400);
    assert.equal((await panel.calls('traceConnectivity')).length, before);
    await panel.page.getByTestId('tab-inside').click();
    await panel.page.waitForFunction(
      (count) => window.fakeHost.calls.filter(({ method }) => method === 'traceConnectivity').length > count,
      before,
    );
    assert.equal((await asked()).at, 7);
  });

  it('of a translator is told of characters of the source: over them, or painted while the target is shown', async () => {
    panel = await openPanel({ tab: 'inside', scenario: 'translate' });
    const { page } = panel;
    const asked = async (at: number) => {
      await page.waitForFunction((at) => {
        const last = window.fakeHost.calls.findLast(({ method }) => method === 'traceConnectivity');
        return (last?.args[0] as { at: number } | undefined)?.at === at;
      }, at);
    };
    await asked(0);
    await page.getByTestId('depends-row').waitFor();
    await page.getByTestId('depends-at').selectOption('3');
    await asked(3);
    const first = page.getByTestId('depends-on').locator('.bars:not(.named) .bar-row').first();
    await first.waitFor();
    assert.match((await first.locator('.bar-name').getAttribute('title')) ?? '', /of the source/);
    await page.getByRole('button', { name: 'decoder' }).click();
    await page.getByTestId('depends-source').waitFor();
    assert.equal(await page.getByTestId('depends-row').count(), 0);
    assert.equal(await page.getByTestId('depends-source').innerText(), 'may the third, 1979▮');
    await picture(page, 'depends translate');
    assert.ok((await page.getByTestId('depends-source').locator('.paint-8').count()) > 0);
    await walkTo(5);
    await asked(5);
    await page.getByTestId('depends-on').getByText('Words to come are told by models that write').waitFor();
    assert.equal((await panel.calls('traceWords')).length, 0);
  });
});
