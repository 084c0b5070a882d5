// The editor of a file of weights: facts, tensors and pictures, in four themes, by keyboard, narrow and zoomed, of ours and of a stranger's.
import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { assertAccessible, assertAccessibleInAnyTheme } from './accessible';
import { type OpenOptions, openPanel, type Panel, picture } from './harness';

async function opened(options: OpenOptions = {}): Promise<Panel> {
  const panel = await openPanel({ panel: 'checkpoint', width: 1440, height: 900, ...options });
  await panel.page.getByTestId('tensors').waitFor();
  return panel;
}

const tensor = ({ page }: Panel, name: string): Locator => page.getByTestId('tensor').filter({ hasText: name }).first();
const slider = ({ page }: Panel, name: string): Locator => page.getByTestId(name).getByRole('slider');
/** Waits until it is read at the crosshair. */
async function reads(panel: Panel, name: string, words: RegExp): Promise<void> {
  const text = () => slider(panel, name).getAttribute('aria-valuetext');
  for (let attempt = 0; attempt < 50 && !words.test((await text()) ?? ''); attempt++) await panel.page.waitForTimeout(100);
  assert.match((await text()) ?? '', words);
}

describe('a file of weights', () => {
  for (const [scenario, name] of [
    ['done', 'W_hi'],
    ['strangers', 'weight_hh_l0'],
  ] as const)
    it(`of ${scenario === 'done' ? 'a run' : 'a stranger'} is accessible in every theme`, async () => {
      const panel = await opened({ scenario, height: 1300 });
      await tensor(panel, name).click();
      await panel.page.getByTestId('weights-singular').waitFor();
      await slider(panel, 'weights-map').hover({ position: { x: 300, y: 60 } });
      await assertAccessibleInAnyTheme(panel, `checkpoint-${scenario}`);
    });

  for (const [what, size] of [
    ['350 px', { width: 350, height: 2700 }],
    ['zoomed to 200 %', { width: 720, height: 1400, ratio: 2 }],
  ] as const)
    it(`fits ${what}`, async () => {
      const panel = await opened(size);
      await panel.page.getByTestId('weights-singular').waitFor();
      await picture(panel.page, `checkpoint ${what.replace(' %', '')}`);
      const fits = (wide: number) =>
        document.documentElement.scrollWidth <= wide && (document.querySelector('.view')?.scrollWidth ?? 0) <= wide;
      assert.ok(await panel.page.evaluate(fits, size.width));
      await assertAccessible(panel);
    });

  it('says what a checkpoint is, where its run stood then, and what cannot be done with it and why', async () => {
    const panel = await opened();
    const { page } = panel;
    const facts = await page.getByTestId('checkpoint-facts').innerText();
    for (const told of [/Task\s+language model/, /Update\s+1,201/, /Best held out\s+1\.612 nats/, /31 characters/])
      assert.match(facts, told);
    assert.match(await page.getByTestId('equations').innerText(), /i {2}= sigmoid\(W_xi x \+ W_hi h/);
    assert.match(
      await page.getByTestId('loss-there').innerText(),
      /update 1,19\d: train \d\.\d+, held out \d\.\d+ nats\/char; 299 updates were made after it/,
    );
    const resume = page.getByTestId('action-resume');
    assert.equal(await resume.getAttribute('aria-disabled'), 'true');
    assert.match((await resume.getAttribute('title')) ?? '', /Restricted Mode/);
    await resume.click({ force: true });
    for (const action of ['use', 'inspect']) await page.getByTestId(`action-${action}`).click();
    assert.deepEqual(await panel.calls('act'), [['use'], ['inspect']]);
    await panel.close();
  });

  it('says of a checkpoint that lies in no run what it says itself', async () => {
    const panel = await opened({ scenario: 'alone' });
    const facts = await panel.page.getByTestId('checkpoint-facts').innerText();
    assert.match(facts, /Loss there\s+1\.600 nats\/char, mean of the last 2 updates\s+Held out there\s+1\.700 nats\/char/);
    assert.equal(await panel.page.getByTestId('loss-there').count(), 0);
    for (const action of ['use', 'inspect', 'resume'])
      assert.match((await panel.page.getByTestId(`action-${action}`).getAttribute('title')) ?? '', /in no run that this window knows/);
    await panel.close();
  });

  it('walks the table by keyboard, closes and opens modules, filters and sorts', async () => {
    const panel = await opened();
    const { page } = panel;
    const rows = () => page.locator('.tensor-row th').allInnerTexts();
    const before = (await rows()).length;
    await page.getByTestId('tensors').focus();
    await page.keyboard.press('ArrowLeft');
    assert.ok((await rows()).length < before, 'the module is closed');
    await page.keyboard.press('ArrowRight');
    for (let step = 0; step < 5; step++) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    assert.match(await page.getByTestId('chosen-tensor').innerText(), /^layers\.0\.W_hi/);
    assert.equal(await page.locator('.tensor-row[aria-selected=true]').count(), 1);
    await page.getByTestId('filter').fill('optimizer w_x');
    assert.deepEqual(
      await rows(),
      ['i', 'f', 'o', 'c'].map((gate) => `optimizer/m/layers.0.W_x${gate}`),
    );
    await page.getByTestId('filter').fill('no such');
    assert.match(await page.getByTestId('no-tensors').innerText(), /None of 28 tensors/);
    await page.getByTestId('filter').fill('');
    await page.getByTestId('sort-deviation').click();
    const column = () => page.locator('.tensor-row .cell-deviation').allInnerTexts();
    const falling = (await column()).map(Number);
    assert.deepEqual(
      falling,
      [...falling].sort((a, b) => b - a),
    );
    await page.getByTestId('sort-deviation').click();
    assert.equal(await page.locator('th[aria-sort=ascending]').count(), 1);
    await page.getByTestId('sort-deviation').click();
    assert.equal((await rows()).length, before, 'as the file has them');
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });

  it('walks and zooms the map by keyboard, rows and columns by their names, and is there again after a reload', async () => {
    const panel = await opened();
    const { page } = panel;
    await tensor(panel, 'W_xi').click();
    await slider(panel, 'weights-map').focus();
    for (const key of ['ArrowDown', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
    await reads(panel, 'weights-map', /^unit 1, character “!”: −?0\.\d+$/);
    for (const key of ['End', 'PageDown']) await page.keyboard.press(key);
    await reads(panel, 'weights-map', /^unit 47, character “z”: /);
    await page.keyboard.press('+');
    await page.getByTestId('show-all').waitFor();
    await reads(panel, 'weights-map', /^unit 47, character “z”: /);
    await page.keyboard.press('Home');
    await reads(panel, 'weights-map', /^unit 47, character “newline”: /);
    await page.keyboard.press('0');
    await page.getByTestId('show-all').waitFor({ state: 'detached' });
    await page.getByTestId('weights-map-menu').click();
    await page.getByTestId('weights-map-table').click();
    assert.match(await page.getByTestId('weights-map').locator('table').innerText(), /unit\s+character\s+mean/);
    await page.reload();
    await page.getByTestId('weights-map').waitFor();
    assert.match(await page.getByTestId('chosen-tensor').innerText(), /^layers\.0\.W_xi/);
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });

  it('draws what has more numbers than pixels as means, or as what is farthest from zero, and says what is not finite', async () => {
    const panel = await opened({ scenario: 'strangers' });
    const { page } = panel;
    await page.getByTestId('tensor').filter({ hasText: '900 × 1700' }).click();
    await page.getByText('a cell is about').waitFor();
    await page.getByTestId('aggregate-extreme').click();
    await slider(panel, 'weights-map').focus();
    await page.keyboard.press('ArrowRight');
    await reads(panel, 'weights-map', /^row 0 to 1, column 1( to 2)?: mean −?0\.\d+, −0\.\d+ … 0\.\d+$/);
    await page.getByTestId('decompose').waitFor();
    await tensor(panel, 'broken').click();
    await page.getByText('yellow is not finite').waitFor();
    assert.match(await page.getByTestId('weights-histogram').innerText(), /2 numbers not finite/);
    await page.getByText('broken has numbers that are not finite, so it has no spectrum.').waitFor();
    await tensor(panel, 'nothing').click();
    await page.getByText('There are no numbers in it.').waitFor();
    await tensor(panel, 'one').click();
    await page.getByTestId('weights-histogram').waitFor();
    assert.equal(await page.locator('img').count(), 0, 'markup in names is text');
    await page.getByText('hidden⟨U+202E RIGHT-TO-LEFT OVERRIDE⟩name').waitFor();
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });

  it('tells the spectrum gate by gate, with eigenvalues, and saves pictures', async () => {
    const panel = await opened({ scenario: 'strangers' });
    const { page } = panel;
    await tensor(panel, 'weight_hh_l0').click();
    await page.getByTestId('weights-eigenvalues').waitFor();
    const before = await page.getByTestId('weights-eigenvalues').innerText();
    await page.getByTestId('gate-f').click();
    await page.waitForFunction(
      (text) => document.querySelector<HTMLElement>('[data-testid=weights-eigenvalues]')?.innerText !== text,
      before,
    );
    const [asked] = (await panel.calls('tensorSpectrum')).at(-1) as [{ readonly rows: unknown }];
    assert.deepEqual(asked.rows, [16, 32]);
    await slider(panel, 'weights-eigenvalues').focus();
    await page.keyboard.press('ArrowRight');
    await reads(panel, 'weights-eigenvalues', /^eigenvalue 2 of 16: .* i, \|λ\| \d/);
    await page.getByTestId('weights-eigenvalues-menu').click();
    for (const kind of ['png', 'svg', 'csv']) await page.getByTestId(`weights-eigenvalues-${kind}`).click();
    await page.waitForFunction(() => window.fakeHost.calls.filter(({ method }) => method === 'saveFile').length === 3);
    await panel.close();
  });

  for (const told of [true, false])
    it(`reads a file anew that training has written, ${told ? 'as it is told' : 'also where it finds out by itself'}, and keeps what is looked at`, async () => {
      const panel = await opened();
      const { page } = panel;
      await tensor(panel, 'W_hf').click();
      await page.getByTestId('weights-eigenvalues').waitFor();
      await page.evaluate((tell) => window.fakeHost.rewrite?.(tell), told);
      if (!told) await tensor(panel, 'W_ho').click();
      await page.getByTestId('checkpoint-facts').getByText('1,202').waitFor();
      await page.getByTestId('weights-eigenvalues').waitFor();
      assert.match(await page.getByTestId('chosen-tensor').innerText(), told ? /^layers\.0\.W_hf/ : /^layers\.0\.W_ho/);
      assert.equal(await page.getByRole('alert').count(), 0);
      assert.deepEqual(panel.problems, []);
      await panel.close();
    });

  it('of a large file reads what is in sight, all of it when asked to, and can be stopped', async () => {
    const panel = await opened({ scenario: 'gigabytes' });
    const { page } = panel;
    await page.getByTestId('read-all').waitFor();
    const [asked] = (await panel.calls('tensorStatistics'))[0] as [{ readonly tensors: readonly number[] }];
    assert.ok(asked.tensors.length < 20, `${asked.tensors.length} of 28`);
    assert.match(await page.getByTestId('read-all').innerText(), /^Read all 28 \(13\.5 GB\)$/);
    await page.evaluate(() => window.fakeHost.hold('tensorStatistics'));
    await page.getByTestId('read-all').click();
    await page.getByTestId('asked-progress').getByText('50 %').waitFor();
    await page.getByTestId('cancel').click();
    await page.getByTestId('read-all').click();
    await page.getByTestId('read-all').waitFor({ state: 'detached' });
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });

  it('says why a file cannot be shown, and how to look at it all the same', async () => {
    const panel = await openPanel({ panel: 'checkpoint', scenario: 'damaged' });
    const { page } = panel;
    assert.match(
      await page.getByTestId('broken').innerText(),
      /These weights cannot be shown\s+This is not a safetensors file, or it is damaged: .*Was it copied whole\?/,
    );
    await page.getByTestId('reopen-text').click();
    await page.getByTestId('reopen-other').click();
    assert.deepEqual(await panel.calls('reopen'), [['text'], ['other']]);
    await assertAccessibleInAnyTheme(panel, 'checkpoint-damaged');
  });

  it('has ten thousand tensors in its table, and few of them in the page', async () => {
    const panel = await opened({ scenario: 'thousands' });
    const { page } = panel;
    await page.getByTestId('filter').fill('weight_7');
    assert.equal(await page.getByTestId('tensors').getAttribute('aria-rowcount'), '1001');
    await page.getByTestId('tensors').focus();
    await page.keyboard.press('End');
    await page.getByTestId('tensor').filter({ hasText: 'model.layers.999.weight_7' }).waitFor();
    assert.ok((await page.getByTestId('tensor').count()) < 40);
    await page.keyboard.press('Enter');
    assert.match(await page.getByTestId('chosen-tensor').innerText(), /^model\.layers\.999\.weight_7/);
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });
});
