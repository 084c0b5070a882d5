// What units know: the ranked list, its filter, and the text painted with the unit that is chosen.
import assert from 'node:assert/strict';
import { openPanel } from './harness';

describe('units', () => {
  it('are ranked, filtered, chosen by keyboard; the text is painted, its crosshair is everybody’s, and a reload keeps all', async () => {
    const panel = await openPanel({ tab: 'units' });
    const { page } = panel;
    const rows = page.locator('.ranked-units tbody tr');
    await rows.first().waitFor();
    const words = page.getByTestId('unit-words');
    assert.match((await words.textContent()) ?? '', /^l0:[hc]\[\d+\] ≈ .+, (AUC|\|r\|) \d\.\d\d$/);
    await page.getByTestId('units-property').selectOption('white space');
    await page.getByText(/white space, AUC/).waitFor();
    const scores = await rows.locator('td.number').allTextContents();
    const numbers = scores.map((text) => Number(/\d\.\d\d/.exec(text)?.[0]));
    assert.deepEqual(
      numbers,
      [...numbers].sort((a, b) => b - a),
    );
    await page.getByTestId('units-filter').fill('c[');
    const second = rows.nth(1).getByRole('button');
    const name = await second.textContent();
    assert.match(name ?? '', /^l0:c\[/);
    await second.press('Enter');
    await page.getByRole('heading', { name: `${name} ≈` }).waitFor();
    const painted = page.getByTestId('painted');
    await painted.locator('[data-at="40"]').hover();
    assert.match((await page.getByTestId('unit-here').textContent()) ?? '', /\(41\): −?\d\.\d\d$/);
    await page.getByTestId('painted-walk').press('ArrowRight');
    assert.match((await page.getByTestId('unit-here').textContent()) ?? '', /\(42\): /);
    await page.reload();
    await page.getByRole('heading', { name: `${name} ≈` }).waitFor();
    assert.equal(await page.getByTestId('units-filter').inputValue(), 'c[');
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });

  it('can be cancelled while they are scored; with no text one is told what to do, and of a short one that a longer one says more', async () => {
    const blank = await openPanel({ tab: 'units', blank: true });
    await blank.page.getByTestId('units-empty').waitFor();
    await blank.page.evaluate(() => window.fakeHost.hold('unitScores'));
    await blank.page.getByTestId('inspect-text').fill('x');
    await blank.page.getByTestId('inspect').click();
    await blank.page.getByText('50 %').waitFor();
    await blank.page.locator('.units-toolbar').getByTestId('cancel').click();
    await blank.page.getByRole('button', { name: 'Hold units against the text' }).click();
    await blank.page.getByText('160 characters of text: a longer one says more.').waitFor();
    assert.deepEqual(blank.problems, []);
    await blank.close();
  });
});
