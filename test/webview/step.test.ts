// One step, unrolled: numbers of the unit at the crosshair, moved by keyboard, names that lead to their maps.
import assert from 'node:assert/strict';
import { openPanel } from './harness';

describe('one step', () => {
  it('has the equations with numbers, follows fields, keyboard and the graph, and leads from a name to its map', async () => {
    const panel = await openPanel({ tab: 'step' });
    const { page } = panel;
    const place = page.getByTestId('step-place');
    await page.getByTestId('step-at').fill('40');
    await page.getByTestId('step-unit').fill('7');
    await place.getByText('unit 7 at “n” (40)').waitFor();
    const value = await page.evaluate(() => {
      const { units, values } = window.fakeHost.traced('c');
      return (values[39 * units + 7] as number).toFixed(2).replace('-', '−');
    });
    const memory = page.getByTestId('step-forward').locator('dd').nth(4);
    assert.match((await memory.textContent()) ?? '', new RegExp(`= ${value}$`));
    assert.match((await page.getByTestId('step-backward').textContent()) ?? '', /dc' = .*o · /);
    await page.getByRole('slider', { name: /^The layer unrolled/ }).press('ArrowRight');
    await place.getByText('(41)').waitFor();
    await page
      .getByTestId('unrolled')
      .locator('.picture-drawing')
      .click({ position: { x: 20, y: 100 } });
    await place.getByText('unit 7 at “i” (39)').waitFor();
    await memory.getByRole('button', { name: 'f', exact: true }).click();
    await page.getByTestId('heatmap-f').waitFor();
    await page
      .getByTestId('announcement')
      .getByText(/^i, character 39, f unit 7 = /)
      .waitFor({ state: 'attached' });
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });
});
