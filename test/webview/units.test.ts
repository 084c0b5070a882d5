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
    await page.getByTestId('units-property').selectOption('token: keyword');
    await page.getByText(/token: keyword, AUC/).waitFor();
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

  it('are told apart in factors: as many as are asked for, one narrows the list to its units and paints its first', async () => {
    const panel = await openPanel({ tab: 'units' });
    const { page } = panel;
    const rows = page.locator('.ranked-units tbody tr');
    const picture = page.getByTestId('unit-factors');
    await picture.waitFor();
    const before = await rows.count();
    await picture.locator('.picture-drawing').click({ position: { x: 200, y: 24 + 2 * 36 + 18 } });
    await page.getByRole('heading', { name: /^l0:h\[34\]/ }).waitFor();
    await page.getByTestId('all-factors').getByText('Units of factor 3').waitFor();
    const units = new Set((await rows.locator('th').allTextContents()).map((name) => /\[(\d+)\]/.exec(name)?.[1]));
    assert.deepEqual([...units].sort(), ['121', '34', '63', '92']);
    const slider = picture.getByRole('slider');
    await slider.press('ArrowDown');
    await slider.press('ArrowRight');
    assert.match((await slider.getAttribute('aria-valuetext')) ?? '', /, factor 4: \d\.\d\d; \+h\[51\] −h\[80\] 0\.80/);
    await slider.press('Enter');
    await page.getByTestId('all-factors').getByText('Units of factor 4').waitFor();
    await page.getByTestId('all-factors').click();
    assert.equal(await rows.count(), before);
    await page.getByTestId('factors').selectOption('9');
    await page.getByText('in 9 non-negative factors').waitFor();
    await page.getByTestId('unit-factors-menu').click();
    await picture.getByRole('button', { name: 'Table' }).click();
    assert.equal(await picture.locator('thead th').count(), 2 + 9);
    await page.reload();
    await page.getByText('in 9 non-negative factors').waitFor();
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });

  it('of another number of factors show how far they are, and can be cancelled; of fewer the last is the one that the keyboard is in', async () => {
    const panel = await openPanel({ tab: 'units' });
    const { page } = panel;
    const picture = page.getByTestId('unit-factors');
    const slider = picture.getByRole('slider');
    await page.getByTestId('factors').selectOption('16');
    await page.getByText('in 16 non-negative factors').waitFor();
    for (let times = 0; times < 12; times++) await slider.press('ArrowDown');
    await page.evaluate(() => window.fakeHost.hold('factorUnits'));
    await page.getByTestId('factors').selectOption('9');
    await picture.getByText('50 %').waitFor();
    await picture.getByTestId('cancel').click();
    await picture.getByTestId('cancel').waitFor({ state: 'detached' });
    await page.getByText('in 16 non-negative factors').waitFor();
    await page.getByTestId('factors').selectOption('8');
    await page.getByText('in 8 non-negative factors').waitFor();
    await slider.press('Enter');
    await page.getByTestId('all-factors').getByText('Units of factor 8').waitFor();
    await slider.press('ArrowRight');
    assert.match((await slider.getAttribute('aria-valuetext')) ?? '', /, factor 8: \d\.\d\d; /);
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });

  it('have a dossier: weights at once, places in the run’s own text when asked for, which open in the editor', async () => {
    const panel = await openPanel({ tab: 'units' });
    const { page } = panel;
    assert.match(
      (await page.getByTestId('raises').textContent()) ?? '',
      /^When the unit's output is high it raises ␣ 2.1 .* and lowers Q −2.1/,
    );
    assert.match((await page.getByTestId('saturation').locator('.caption').first().textContent()) ?? '', /i closed at \d+.*%, open at/);
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

  it('of a span that is brushed, or said, are found, and the places where they are on together', async () => {
    const panel = await openPanel({ tab: 'units', height: 1600 });
    const { page } = panel;
    const glyph = async (at: number) => (await page.getByTestId('painted').locator(`[data-at="${at}"]`).boundingBox()) ?? assert.fail();
    const [first, last] = [await glyph(5), await glyph(9)];
    await page.mouse.move(first.x + 1, first.y + 5);
    await page.mouse.down();
    await page.mouse.move(last.x + last.width - 1, last.y + 5, { steps: 4 });
    await page.mouse.up();
    assert.equal(await page.getByTestId('span-from').inputValue(), '6');
    assert.equal(await page.getByTestId('span-to').inputValue(), '10');
    await page.getByTestId('threshold').fill('2');
    await page.getByTestId('find-units').click();
    await page.getByText('No unit is on over this span alone.').waitFor();
    await page.getByTestId('threshold').fill('0.4');
    await page.getByTestId('find-units').click();
    await page.getByText('3 units on here').waitFor();
    const [asked] = (await panel.calls('unitsOver')).at(-1) as [{ from: number; to: number; threshold: number }];
    assert.deepEqual([asked.from, asked.to, asked.threshold], [5, 10, 0.4]);
    await page.getByTestId('search-matches').click();
    await page.getByTestId('matches').locator('li').nth(19).waitFor();
    const [wanted] = (await panel.calls('corpusMatches')).at(-1) as [{ units: unknown[]; length: number }];
    assert.deepEqual([wanted.units.length, wanted.length], [3, 5]);
    await page.getByTestId('span-to').fill('12');
    await page.getByTestId('span-to').press('Tab');
    await page.getByTestId('matches').waitFor({ state: 'detached' });
    await page.evaluate(() => window.fakeHost.hold('unitsOver'));
    await page.getByTestId('find-units').click();
    await page.getByTestId('matching').getByText('50 %').waitFor();
    await page.getByTestId('inspect-text').fill('other words'); // nothing of this text's units is told of another
    await page.getByTestId('inspect').click();
    await page.waitForFunction(() => window.fakeHost.calls.some(({ method, args }) => method === 'cancelled' && args[0] === 'unitsOver'));
    await page.getByTestId('matching').getByText('50 %').waitFor({ state: 'detached' });
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });
});
