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
    await blank.page.locator('.units-toolbar').getByTestId('cancel').press('Enter');
    await blank.page.getByRole('button', { name: 'Hold units against the text' }).press('Enter');
    await blank.page.getByText('160 characters of text: a longer one says more.').waitFor();
    assert.deepEqual(blank.problems, []);
    await blank.close();
  });

  it('have a dossier: weights at once, places in the run’s own text when asked for, which open in the editor', async () => {
    const panel = await openPanel({ tab: 'units' });
    const { page } = panel;
    assert.match((await page.getByTestId('raises').textContent()) ?? '', /^When high it raises ␣ 2.1 .* and lowers Q −2.1/);
    await page.getByTestId('search-corpus').click();
    const excerpts = page.getByTestId('excerpts').locator('li');
    await excerpts.nth(19).waitFor();
    assert.match((await excerpts.first().textContent()) ?? '', /^0\.98/);
    await page.getByTestId('extreme-lowest').click();
    assert.match((await excerpts.first().textContent()) ?? '', /^−0\.98/);
    await excerpts.nth(2).getByRole('button').click();
    await page.waitForFunction(() => window.fakeHost.calls.some(({ method }) => method === 'showPlaces'));
    const [[places, chosen]] = (await panel.calls('showPlaces')) as [[{ file: string; line: number }[], number]];
    assert.deepEqual([places.length, chosen, places[2]?.line], [20, 2, 63]);
    await page.locator('.ranked-units tbody tr').nth(3).click();
    await excerpts.nth(19).waitFor();
    assert.equal((await panel.calls('unitInCorpus')).length, 2, 'the next unit is looked up by itself');
    await page.evaluate(() => window.fakeHost.refuse('unitInCorpus', 'The files are not there any more.'));
    await page.locator('.ranked-units tbody tr').nth(4).click();
    await page.getByTestId('dossier').getByText('The files are not there any more.').waitFor();
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });
});
