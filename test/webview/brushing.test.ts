// Brushing a span in the maps, by pointer and by keyboard: it is the one that Units finds units over.
import assert from 'node:assert/strict';
import { assertAccessibleInAnyTheme } from './accessible';
import { openPanel } from './harness';

describe('brushing', () => {
  it('goes over a map with Shift and pins nothing, leads to the units that are on over it, and is the span of Units', async () => {
    const panel = await openPanel({ tab: 'inside' });
    const { page } = panel;
    const map = page.getByTestId('heatmap-h');
    await page.getByTestId('brush-hint').getByText('Shift').waitFor();
    const said = page.getByTestId('brush-said'); // is there before it has words, and has no buttons
    assert.deepEqual([await said.getAttribute('role'), await said.textContent()], ['status', '']);
    await page.evaluate(() => {
      const status = document.querySelector('[data-testid=brush-said]') as HTMLElement;
      new MutationObserver(() => {
        status.dataset.spoken = `${status.dataset.spoken ?? ''}|${status.textContent}`;
      }).observe(status, { childList: true, characterData: true, subtree: true });
    });
    await map.hover({ position: { x: 85, y: 30 } });
    const box = (await map.boundingBox()) ?? assert.fail();
    await page.keyboard.down('Shift');
    await page.mouse.down();
    await page.mouse.move(box.x + 140, box.y + 30, { steps: 8 });
    await page.mouse.up();
    await page.keyboard.up('Shift');
    const words = (await page.getByTestId('brushed').textContent()) ?? '';
    const [, from, to] = /^Characters (\d+)–(\d+): /.exec(words) ?? assert.fail(words);
    await said.getByText(`Characters ${from}–${to} brushed`).waitFor();
    assert.equal(await said.getAttribute('data-spoken'), `|Characters ${from}–${to} brushed`); // once, not at every move
    assert.equal(await said.locator('button').count(), 0);
    assert.equal(await page.locator('.pinned').count(), 0);
    await page.getByTestId('units-over-span').click();
    await page.getByTestId('units-over').getByText('3 units on here and off around it').waitFor();
    assert.deepEqual([await page.getByTestId('span-from').inputValue(), await page.getByTestId('span-to').inputValue()], [from, to]);
    const over = (await panel.calls('unitsOver')).at(-1)?.[0] as { from: number; to: number };
    assert.deepEqual([over.from, over.to], [Number(from) - 1, Number(to)]);
    // The other way: what is marked there is brushed in the maps.
    await page.getByTestId('span-to').fill('30');
    await page.getByTestId('span-to').press('Enter');
    await page.getByRole('tab', { name: 'Inside' }).click();
    await page.getByText(`Characters ${from}–30:`).waitFor();
    await page.getByRole('button', { name: 'Brush nothing' }).click();
    assert.equal(await page.getByTestId('brushed').count(), 0);
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });

  it('goes by keyboard, on the text and in a map, and is forgotten with the text', async () => {
    const panel = await openPanel({ tab: 'inside' });
    const { page } = panel;
    const axis = page.getByTestId('text-axis');
    await axis.press('Home');
    for (let times = 0; times < 4; times++) await axis.press('ArrowRight');
    await axis.press('b');
    await page.getByText('Character 5:').waitFor();
    const map = page.getByTestId('heatmap-f');
    await map.press('ArrowRight');
    await map.press('ArrowRight');
    await map.press('e');
    await page.getByText('Characters 5–7:').waitFor();
    await map.press('Home');
    await map.press('e'); // an end before the beginning: the character alone
    await page.getByText('Character 1:').waitFor();
    await page.getByTestId('inspect-text').fill('other');
    await page.getByTestId('inspect').click();
    await page.getByTestId('brushed').waitFor({ state: 'detached' });
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });

  it('comes back after a reload of the window, with the threshold of its units', async () => {
    const panel = await openPanel({ tab: 'units', height: 1600 });
    const { page } = panel;
    const values = () => Promise.all(['span-from', 'span-to', 'threshold'].map((name) => page.getByTestId(name).inputValue()));
    for (const [name, value] of [
      ['span-to', '12'],
      ['span-from', '5'],
      ['threshold', '0.45'],
    ] as const) {
      await page.getByTestId(name).fill(value);
      await page.getByTestId(name).press('Enter');
    }
    assert.deepEqual(await values(), ['5', '12', '0.45']);
    await page.waitForTimeout(200); // it is kept a moment later
    await page.reload();
    await page.getByTestId('matching').waitFor();
    assert.deepEqual(await values(), ['5', '12', '0.45']);
    await page.getByTestId('tab-inside').click();
    await page.getByText('Characters 5–12:').waitFor();
    await page.getByTestId('inspect-text').fill('another');
    await page.getByTestId('inspect').click();
    await page.getByTestId('brushed').waitFor({ state: 'detached' });
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });

  it('can be seen in every theme', async () => {
    const panel = await openPanel({ tab: 'inside' });
    const { page } = panel;
    const axis = page.getByTestId('text-axis');
    await axis.press('Home');
    for (const key of ['ArrowRight', 'ArrowRight', 'b', ...new Array<string>(9).fill('ArrowRight'), 'e']) await axis.press(key);
    await page.getByTestId('brushed').waitFor();
    await assertAccessibleInAnyTheme(panel, 'brushed');
  });
});
