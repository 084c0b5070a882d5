// Looking inside through the checkpoints that a run kept of its way.
import assert from 'node:assert/strict';
import { openPanel } from './harness';

describe('kept checkpoints', () => {
  it('read the text one after the other, by keyboard; the maps keep their place, the crosshair its character, and a reload the checkpoint', async () => {
    const panel = await openPanel({ tab: 'inside', scenario: 'kept', width: 560 });
    const { page } = panel;
    await page.getByTestId('heatmap-h').click({ position: { x: 200, y: 20 } });
    await page.getByTestId('maps').evaluate((e) => (e.scrollLeft = 240));
    const words = page.getByTestId('checkpoint-words');
    assert.equal(await words.textContent(), 'update 1,500 of 1,500, the model that answers (best)');
    const slider = page.getByTestId('checkpoint');
    await slider.focus();
    for (const key of ['ArrowLeft', 'ArrowLeft']) await page.keyboard.press(key);
    await page.getByText('update 474 of 1,500').waitFor();
    const traces = await panel.calls('openTrace');
    assert.deepEqual(traces.at(-1)?.[1], 474);
    await page.waitForTimeout(100);
    const fields = await panel.calls('traceField');
    assert.equal(fields.at(-1)?.[1], 474, 'and its maps are asked of the same');
    assert.equal(await page.getByTestId('maps').evaluate((e) => e.scrollLeft), 240);
    await page.getByRole('button', { name: 'Earlier checkpoint' }).click();
    assert.equal(await slider.getAttribute('aria-valuetext'), 'update 150 of 1,500');
    await page.reload();
    await page.getByTestId('heatmap-h').waitFor();
    assert.equal(await slider.getAttribute('aria-valuetext'), 'update 150 of 1,500');
    await slider.press('End');
    assert.match((await slider.getAttribute('aria-valuetext')) ?? '', /the model that answers/);
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });

  it('are not offered where the run kept none', async () => {
    const panel = await openPanel({ tab: 'inside' });
    await panel.page.getByTestId('heatmap-h').waitFor();
    assert.equal(await panel.page.getByTestId('checkpoint').count(), 0);
    await panel.close();
  });
});
