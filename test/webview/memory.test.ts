// The tab of memory: pictures over the text with the panel's crosshair, words from their numbers, and what a user sees who has no text.
import assert from 'node:assert/strict';
import { assertAccessible } from './accessible';
import { historyOf } from './fixtures';
import { openPanel, picture } from './harness';

describe('memory', () => {
  it('follows the crosshair by keyboard and pointer, says what is left in words and in a table, and keeps what was chosen', async () => {
    const panel = await openPanel({ tab: 'memory' });
    const { page } = panel;
    const curve = page.getByTestId('memory-gradient');
    await curve.getByRole('heading').waitFor();
    const title = () => curve.getByRole('heading').textContent();
    const drawing = curve.getByRole('slider');
    const before = await title();
    await drawing.press('Home');
    await drawing.press('ArrowRight');
    assert.notEqual(await title(), before);
    const place = () => drawing.evaluate((e) => ['min', 'now', 'max'].map((name) => e.getAttribute(`aria-value${name}`)));
    assert.deepEqual(await place(), ['1', '3', '160']);
    await drawing.click({ position: { x: 400, y: 120 } });
    assert.match((await page.getByTestId('memory-words').first().textContent()) ?? '', /1 % is left \d+ characters back/);
    await page.getByTestId('memory-gradient-menu').click();
    await page.getByTestId('memory-gradient-table').click();
    assert.deepEqual(await curve.locator('thead th').allTextContents(), ['characters back', 'character', 'h', 'c']);
    await page.getByTestId('memory-state-c').click();
    assert.deepEqual(await curve.locator('thead th').allTextContents(), ['characters back', 'character', 'c']);
    await page.getByTestId('memory-scale-linear').click();
    await page.getByText('all 40 inside the unit circle').waitFor();
    assert.match((await page.getByTestId('memory-fading').textContent()) ?? '', /14 charactersλ₁ −0\.05/);
    await page.reload();
    await curve.getByRole('heading').waitFor();
    assert.equal(await page.getByTestId('memory-scale-linear').getAttribute('aria-pressed'), 'true');
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });

  it('lays other cells beside this one with one click: what is missing is trained, the same text is read by all', async () => {
    const panel = await openPanel({ tab: 'memory', theme: 'Light Modern' });
    const { page } = panel;
    await page.getByTestId('memory-beside-cost').getByText('trains gru, about 3:00').waitFor();
    await page.getByTestId('memory-beside').press('Enter');
    await page.getByTestId('memory-sides').getByText('gru').waitFor();
    assert.deepEqual(await page.getByTestId('memory-sides').locator('span').allTextContents(), ['lstm', 'rnn', 'gru']);
    await page.getByTestId('memory-fading').getByText('gru h').first().waitFor();
    assert.equal((await panel.calls('trainBesides')).length, 1);
    assert.equal((await panel.calls('openTrace')).length, 3);
    await page.waitForTimeout(400);
    await picture(page, 'memory beside other cells');
    await assertAccessible(panel);
  });

  it('closes the text that others have read when this cell is alone again', async () => {
    const panel = await openPanel({ tab: 'memory' });
    const { page } = panel;
    await page.getByTestId('memory-beside').click();
    await page.getByTestId('memory-fading').getByText('gru h').first().waitFor();
    await page.getByRole('button', { name: 'This cell alone' }).click();
    await page.getByTestId('memory-beside').waitFor();
    assert.deepEqual(await panel.calls('closeTrace'), [[{ trace: 'trace 2' }], [{ trace: 'trace 3' }]]);
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });

  it('while a run trains says nothing of how long other cells take, and leaves what is still to be read when it ends', async () => {
    const panel = await openPanel({ tab: 'memory', scenario: 'training' });
    const { page } = panel;
    const cost = page.getByTestId('memory-beside-cost');
    await cost.getByText('trains gru').waitFor();
    assert.equal(await cost.textContent(), 'trains gru');
    await page.evaluate(() => window.fakeHost.refuse('openCell', 'This cell is not there any more.'));
    await page.getByTestId('open-cell').click();
    await page.getByTestId('failure').getByText('This cell is not there any more.').waitFor();
    const before = (await panel.calls('besides')).length;
    const ended = { ...historyOf('training').summary, status: 'stopped' as const };
    await page.evaluate((summary) => void window.fakeHost.panel.summary(summary), ended);
    await cost.getByText('trains gru, about 3:00').waitFor();
    assert.equal((await panel.calls('besides')).length, before + 1);
    assert.ok(await page.getByTestId('failure').isVisible());
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });

  it('says beside the button that nothing can be trained where the text was not saved', async () => {
    const panel = await openPanel({ tab: 'memory', scenario: 'unsaved' });
    await panel.page.getByTestId('memory-beside-cost').getByText('cannot train gru: this run learned from a text').waitFor();
    assert.ok(await panel.page.getByTestId('memory-beside').isDisabled());
    await picture(panel.page, 'memory not saved');
    await assertAccessible(panel);
  });

  it('with no text says what to do; a refusal is shown, and gradients can be cancelled', async () => {
    const panel = await openPanel({ tab: 'memory', blank: true });
    const { page } = panel;
    await page.getByTestId('memory-empty').waitFor();
    await page.evaluate(() => window.fakeHost.refuse('gradientsBack', 'This model reads in both directions.'));
    await page.getByTestId('inspect-text').fill('x');
    await page.getByTestId('inspect').click();
    await page.getByText('This model reads in both directions.').waitFor();
    await page.evaluate(() => window.fakeHost.hold('gradientsBack'));
    await page.getByRole('button', { name: 'Follow the gradients' }).press('Enter');
    await page.getByTestId('cancel').click();
    await page.getByRole('button', { name: 'Follow the gradients' }).waitFor();
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });
});
