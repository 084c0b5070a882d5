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
    assert.match((await page.getByTestId('step-loss').textContent()) ?? '', /of the loss at “n”: −ln p\(“.”\) = 2\.31 nats/);
    const back = (await page.getByTestId('step-backward').textContent()) ?? '';
    assert.match(back, /dh'= −0\.018 from the loss/);
    assert.match(back, /dc' = dc' \+ dh' · o · \(1 − tanh\(c'\)²\)= -?[(−0-9.)]+ \+ /);
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

  it('leads from every name to its map, a state as the step found it to the step before', async () => {
    const panel = await openPanel({ tab: 'step' });
    const { page } = panel;
    const announcement = page.getByTestId('announcement');
    const names = page.locator('.step .step-forward .link');
    await page.getByTestId('step-at').fill('40');
    await page.getByTestId('step-unit').fill('7');
    await page.getByText('unit 7 at “n” (40)').waitFor();
    const told = await names.evaluateAll((links) => links.map((link) => [link.textContent ?? '', link.getAttribute('title') ?? '']));
    assert.deepEqual([...new Set(told.map(([name]) => name))].sort(), ['c', "c'", 'f', 'g', 'h', "h'", 'i', 'o']);
    for (const [index, [name = '', title = '']] of told.entries()) {
      if (told.findIndex(([other]) => other === name) < index) continue;
      const before = name === 'h' || name === 'c';
      await names.nth(index).click();
      const map = name.replace("'", '');
      await announcement.getByText(new RegExp(`, character ${before ? 39 : 40}, ${map} unit 7 = `)).waitFor({ state: 'attached' });
      assert.match(title, new RegExp(`Show the map of ${map}`));
      await page.getByRole('tab', { name: 'One step' }).click();
      await page.getByTestId('step-at').fill('40');
      await page.getByText('unit 7 at “n” (40)').waitFor();
    }
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });

  it('is reached from Memory at the crosshair, and leads back there', async () => {
    const panel = await openPanel({ tab: 'memory' });
    const { page } = panel;
    await page
      .getByRole('slider', { name: /gradient/i })
      .first()
      .press('ArrowLeft');
    await page.getByTestId('step-through').click();
    const at = await page.getByTestId('step-at').inputValue();
    await page.getByTestId('step-place').getByText(`(${at})`).waitFor();
    await page.getByTestId('step-at').fill('31');
    await page.getByTestId('to-memory').click();
    await page.locator('.memory-why').waitFor();
    await page.getByRole('tab', { name: 'One step' }).click();
    assert.equal(await page.getByTestId('step-at').inputValue(), '31');
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });
});
