// Many runs compared: the table, parallel coordinates and curves of forty and a hundred; by pointer and keyboard, in four themes.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { assertAccessible, assertAccessibleInAnyTheme } from './accessible';
import { type OpenOptions, openPanel, picture } from './harness';

const many = (options: OpenOptions = {}) => openPanel({ panel: 'compare', scenario: 'sweep', length: 40, ...options });
const names = (page: Page) => page.getByTestId('run').locator('th').allInnerTexts();
const column = async (page: Page, at: number) =>
  (await page.getByTestId('run').locator(`td:nth-of-type(${at})`).allInnerTexts()).map((text) => text.trim());

describe('compare: many runs', () => {
  it('are accessible in every theme', async () => {
    const panel = await many({ height: 1250, width: 1440, length: 100 });
    const { page } = panel;
    await page.getByTestId('run').nth(2).hover();
    await assertAccessibleInAnyTheme(panel, 'compare-many');
  });

  it('fit 350 px', async () => {
    const panel = await many({ width: 350, height: 1500 });
    await panel.page.getByTestId('run').nth(2).hover();
    await picture(panel.page, 'compare-many-narrow');
    assert.ok(
      await panel.page.evaluate(
        () => document.documentElement.scrollWidth <= 350 && (document.querySelector('.view')?.scrollWidth ?? 0) <= 350,
      ),
    );
    await assertAccessible(panel);
  });

  it('stand in a table, the best first, sorted by a click or a key on any head', async () => {
    const panel = await many();
    const { page } = panel;
    const heads = await page.getByTestId('runs-table').locator('thead th').allInnerTexts();
    assert.deepEqual(
      heads.map((head) => head.replace(/\W/g, '')),
      ['Sidebyside', 'run', 'cell', 'hidden', 'dropout', 'learningRate', 'status', 'validation', 'loss', 'update', 'parameters', 'time'],
    );
    const sorted = (name: string) => page.locator('th', { has: page.getByTestId(`sort-${name}`) }).getAttribute('aria-sort');
    const losses = (await column(page, 7)).map(Number).filter((loss) => !Number.isNaN(loss));
    assert.deepEqual(
      losses,
      [...losses].sort((a, b) => a - b),
    );
    assert.equal(losses.length, 39, 'one failed before it was judged');
    assert.equal((await column(page, 7)).at(-1), '–', 'and comes last');
    assert.deepEqual([await sorted('validation'), await sorted('cell')], ['ascending', 'none']);
    await page.getByTestId('sort-learningRate').click();
    const rates = (await column(page, 5)).map(Number);
    assert.deepEqual(
      rates,
      [...rates].sort((a, b) => a - b),
    );
    await page.getByTestId('sort-learningRate').focus();
    await page.keyboard.press('Enter');
    assert.deepEqual([await sorted('validation'), await sorted('learningRate')], ['none', 'descending']);
    assert.deepEqual((await column(page, 5)).map(Number), [...rates].reverse());
    await page.getByTestId('sort-name').click();
    assert.deepEqual(
      (await names(page)).slice(0, 11).map((name) => name.split('\n')[0]),
      Array.from({ length: 11 }, (_, at) => `rates-${at + 1}`),
    );
    assert.match((await names(page))[3] ?? '', /^rates-4\nThe loss became infinite/);
    await page.reload();
    await page.getByTestId('run').nth(39).waitFor();
    assert.equal(await sorted('name'), 'ascending');
    assert.match(await page.getByTestId('runs-told').innerText(), /^40 runs, 2 training, 1 failed/);
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });

  it('are let through by what is brushed on an axis, by pointer', async () => {
    const panel = await many();
    const { page } = panel;
    const picture = page.getByTestId('parallel').getByRole('slider');
    const box = (await picture.boundingBox()) ?? assert.fail();
    // The last axis, its lower half: the better ones.
    await page.mouse.move(box.x + box.width - 44, box.y + 240);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width - 44, box.y + 150, { steps: 4 });
    await page.mouse.up();
    const told = page.getByTestId('runs-told');
    await told.filter({ hasText: / of 40 runs/ }).waitFor();
    await panel.calls('saveFile'); // drawn anew by then
    const shown = await page.getByTestId('run').count();
    assert.ok(shown > 3 && shown < 39, `${shown} runs`);
    const losses = (await column(page, 7)).map(Number);
    assert.ok(Math.max(...losses) < 2.9, 'the better ones');
    await page.getByTestId('runs-csv').click();
    const [[name, bytes] = []] = (await panel.calls('saveFile')) as [string, Record<string, number>][];
    const csv = Buffer.from(Object.values(bytes ?? {})).toString('utf8');
    assert.deepEqual([name, csv.trimEnd().split('\r\n').length], ['runs.csv', shown + 1]);
    assert.match(csv, /^run,cell,hidden,dropout,learningRate,status,validation,/);
    await page.mouse.click(box.x + box.width - 44, box.y + 60);
    assert.equal(await page.getByTestId('run').count(), 40, 'a click on the axis lets all through');
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });

  it('are walked through, and let through, by keyboard', async () => {
    const panel = await many();
    const { page } = panel;
    const picture = page.getByTestId('parallel').getByRole('slider');
    const here = () => page.getByTestId('parallel-here').textContent();
    await picture.focus();
    await page.keyboard.press('ArrowDown');
    const best = (await names(page))[0] ?? '';
    assert.match((await here()) ?? '', new RegExp(`^${best}, validation `));
    await page.keyboard.press('ArrowRight');
    assert.match((await here()) ?? '', new RegExp(`^${best}, cell \\w+, validation `));
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    const sizes = new Set(await column(page, 3));
    assert.equal(sizes.size, 1, 'those of the same size');
    assert.match((await here()) ?? '', /, \d+ of 40 runs are let through$/);
    await page.keyboard.press('Escape');
    assert.equal(await page.getByTestId('run').count(), 40);
    await page.keyboard.press('End');
    await page.keyboard.press('Home');
    assert.match((await here()) ?? '', new RegExp(`^${best}, hidden`));
    assert.equal(await picture.getAttribute('aria-valuenow'), '1');
    await panel.close();
  });

  it('of which two to four are chosen to read the same text and to write', async () => {
    const panel = await many({ height: 1400 });
    const { page } = panel;
    assert.match(await page.getByTestId('choose-sides').innerText(), /^Tick two to 4 runs/);
    const boxes = page.getByRole('checkbox');
    for (const at of [0, 1]) await boxes.nth(at).check();
    await page.getByTestId('compared-text').fill('To be, or not to be');
    await page.getByTestId('read').click();
    await page.getByTestId('compare-activations').waitFor();
    assert.equal((await panel.calls('openTrace')).length, 2);
    for (const at of [2, 3]) await boxes.nth(at).check();
    assert.ok(await boxes.nth(4).isDisabled(), 'four are enough');
    assert.equal(await page.getByTestId('side').count(), 4);
    await picture(page, 'compare-many-sides');
    await page.getByRole('button', { name: 'Leave out' }).first().click();
    assert.equal(await page.getByTestId('side').count(), 3);
    assert.ok(await boxes.nth(4).isEnabled());
    await page.getByRole('button', { name: 'rates-1', exact: true }).click();
    assert.deepEqual(await panel.calls('openRun'), [['/runs/rates-1']]);
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });

  it('that are chosen have the colours of their names in the lines along the settings, too', async () => {
    const panel = await many();
    const { page } = panel;
    /** Pixels of the picture in the colour of a custom property. */
    const drawn = (property: string) =>
      page.getByTestId('parallel').evaluate((element, name) => {
        const canvas = element.querySelector('canvas') as HTMLCanvasElement;
        const one = new OffscreenCanvas(1, 1).getContext('2d') as OffscreenCanvasRenderingContext2D;
        one.fillStyle = getComputedStyle(document.body).getPropertyValue(name).trim();
        one.fillRect(0, 0, 1, 1);
        const [red, green, blue] = one.getImageData(0, 0, 1, 1).data;
        const { data } = (canvas.getContext('2d') as CanvasRenderingContext2D).getImageData(0, 0, canvas.width, canvas.height);
        let count = 0;
        for (let at = 0; at < data.length; at += 4) if (data[at] === red && data[at + 1] === green && data[at + 2] === blue) count++;
        return count;
      }, property);
    assert.equal(await drawn('--positive'), 0);
    for (const at of [0, 1]) await page.getByRole('checkbox').nth(at).check();
    await page.mouse.move(0, 0);
    await page.waitForFunction(() => document.querySelectorAll('[data-testid=side]').length === 2);
    await page.waitForTimeout(200);
    for (const property of ['--positive', '--negative']) assert.ok((await drawn(property)) > 100, property);
    await picture(page, 'compare-many-chosen');
    await panel.close();
  });

  it('come as a sweep begins them, and are pointed at in the curves', async () => {
    const panel = await many({ length: 6 });
    const { page } = panel;
    await page.evaluate(() => window.fakeHost.add('rates-99'));
    await page.getByRole('button', { name: 'rates-99', exact: true }).waitFor();
    assert.equal(await page.getByTestId('run').count(), 7);
    await page.getByTestId('losses').hover({ position: { x: 700, y: 150 } });
    assert.match(await page.getByTestId('losses-reading').innerText(), /^update [\d,]+: rates-\d+ \d\.\d+$/);
    assert.equal(await page.locator('tr.lit').count(), 1);
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });

  it('of three runs look as well as of a hundred', async () => {
    const panel = await many({ length: 3, width: 1100, height: 1300 });
    await panel.page.getByTestId('parallel').waitFor();
    await picture(panel.page, 'compare-three');
    await assertAccessible(panel);
  });
});
