// A panel that compares runs or checkpoints: curves, what differs, the same text, what each writes; in four themes, by keyboard, over a reload.
import assert from 'node:assert/strict';
import { assertAccessible, assertAccessibleInAnyTheme } from './accessible';
import { TEXT } from './fixtures';
import { type OpenOptions, openPanel, type Panel, picture, THEMES } from './harness';

/** With everything in it. */
async function filled(options: OpenOptions): Promise<Panel> {
  const panel = await openPanel({ panel: 'compare', ...options });
  const { page } = panel;
  await page.getByTestId('compared-text').fill(TEXT);
  await page.getByTestId('read').click();
  await page.getByTestId('compare-activations').waitFor();
  await page.getByTestId('prompt').fill('But, soft!');
  await page.getByTestId('generate').click();
  await page.getByTestId('continuation').nth(1).waitFor();
  return panel;
}

describe('compare', () => {
  for (const scenario of ['kept', 'done'] as const)
    it(`of ${scenario === 'done' ? 'two runs' : 'two checkpoints of one'} is accessible in every theme`, async () => {
      const panel = await filled({ scenario, height: 1900, width: 1100 });
      await panel.page
        .getByTestId('compare-surprise')
        .getByRole('slider')
        .hover({ position: { x: 300, y: 30 } });
      await assertAccessibleInAnyTheme(panel, `compare-${scenario}`);
    });

  it('fits 350 px', async () => {
    const panel = await filled({ width: 350, height: 2300 });
    await picture(panel.page, 'compare-narrow');
    for (const name of await panel.page.locator('.side-name').all())
      assert.ok(Number((await name.boundingBox())?.width) > 90, 'it can be read');
    assert.ok(
      await panel.page.evaluate(
        () => document.documentElement.scrollWidth <= 350 && (document.querySelector('.view')?.scrollWidth ?? 0) <= 350,
      ),
    );
    await assertAccessible(panel);
  });

  it('asks each side of its own run and checkpoint, with the same text, prompt and seed, and shows names as they are', async () => {
    const panel = await filled({});
    const [reads, writes] = [await panel.calls('openTrace'), await panel.calls('generate')];
    assert.deepEqual([...new Set(reads.map(([run]) => run))].length, 2);
    assert.deepEqual([...new Set(reads.map(([, , given]) => JSON.stringify(given)))].length, 1);
    assert.deepEqual([...new Set(writes.map(([, , given]) => JSON.stringify(given)))].length, 1);
    assert.equal(await panel.page.locator('img').count(), 0);
    const table = await panel.page.getByTestId('runs-table').innerText();
    for (const row of [/lstm\s+128/, /gru\s+64/]) assert.match(table, row);
    assert.doesNotMatch(table, /batch/, 'what is the same is left out');
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });

  it('compares a classifier and a translator in what they have in common, and says what they have not', async () => {
    const panel = await openPanel({ panel: 'compare', scenario: 'translate', height: 1400 });
    const { page } = panel;
    await page.getByTestId('compared-text').fill('Ó Briain');
    await page.getByTestId('read').click();
    await page.getByText('None of these predicts the characters of a text.').waitFor();
    await page.getByTestId('compare-activations').waitFor();
    await page.getByText('they count nats/label and nats/char').waitFor();
    assert.equal(await page.getByTestId('generate').count(), 0, 'neither goes on from a text');
    assert.match(await page.getByTestId('runs-table').innerText(), /task.*classify.*translate/s);
    await picture(page, 'compare-tasks');
    await assertAccessible(panel);
  });

  it('tells which lines became more and less predictable, and leads to them: in the pictures, and in the editor', async () => {
    const panel = await filled({ scenario: 'kept' });
    const { page } = panel;
    const here = () => page.getByTestId('line-here').innerText();
    await page.getByTestId('changed-less').getByRole('button').first().click();
    const [, line = '', text = ''] = /^Line (\d+): \+\d\.\d\d bits a character, \d\.\d\d → \d\.\d\d: “(.+)”$/.exec(await here()) ?? [];
    assert.equal(text, TEXT.split('\n')[Number(line) - 1]);
    assert.ok((await page.getByTestId('surprise-here').innerText()).startsWith(`“${text[0]}”`), 'the first character of it');
    assert.deepEqual(await panel.calls('showPassage'), [], 'it was typed');
    const lines = page.getByTestId('compare-lines').getByRole('slider');
    await lines.focus();
    for (const [key, at] of [
      ['Home', 1],
      ['ArrowRight', 2],
      ['ArrowLeft', 1],
      ['ArrowLeft', 1],
      ['End', TEXT.split('\n').length],
    ] as const) {
      await page.keyboard.press(key);
      assert.match(await here(), new RegExp(`^Line ${at}:`));
    }
    await lines.click({ position: { x: 30, y: 20 } });
    assert.match(await here(), /^Line 2:/);
    await page.getByTestId('use-selection').click();
    await page.waitForFunction(
      () => document.querySelector<HTMLTextAreaElement>('[data-testid=compared-text]')?.value === 'To be, or not to be',
    );
    await page.getByTestId('changed-less').or(page.getByTestId('changed-more')).first().getByRole('button').first().click();
    await panel.page.waitForTimeout(100);
    assert.match(JSON.stringify(await panel.calls('showPassage')), /^\[\["selection",\d+\]\]$/);
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });

  it('does not hold words against characters', async () => {
    const panel = await openPanel({ panel: 'compare', scenario: 'words' });
    const { page } = panel;
    await page.getByTestId('compared-text').fill('To be, or not to be');
    await page.getByTestId('read').click();
    const refusal = await page.getByRole('alert').innerText();
    assert.match(refusal, /reads this text as [\d,]+ characters, and .* as 7 words: their places cannot be held against each other\./);
    assert.equal(await page.getByTestId('compare-surprise').count(), 0);
    await panel.close();
  });

  it('walks through the text by keyboard, goes over time, chooses checkpoints, and comes back after a reload', async () => {
    const panel = await filled({ scenario: 'kept' });
    const { page } = panel;
    await page.getByTestId('compare-surprise').getByRole('slider').focus();
    for (const key of ['End', 'ArrowLeft']) await page.keyboard.press(key);
    assert.match((await page.getByTestId('surprise-here').textContent()) ?? '', /update 47 .*bits; .*update 1,500 .*bits/);
    await page.getByTestId('over-time').click();
    assert.match((await page.getByTestId('losses-reading').textContent()) ?? '', /^7:54/);
    await page.getByLabel('Checkpoint of').first().selectOption('150');
    await page.getByTestId('compare-activations').waitFor();
    await page.waitForTimeout(150);
    assert.equal((await panel.calls('openTrace')).at(-2)?.[1], 150);
    await page.reload();
    await page.getByTestId('compare-activations').waitFor();
    assert.equal(await page.getByLabel('Checkpoint of').first().inputValue(), '150');
    assert.match((await page.getByTestId('losses-reading').textContent()) ?? '', /^7:54/);
    await page.getByRole('button', { name: 'Another checkpoint of' }).click();
    assert.equal(await page.getByTestId('side').count(), 3);
    await page.getByRole('button', { name: 'Leave out' }).last().click();
    assert.equal(await page.getByTestId('side').count(), 2);
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });

  it('shows any layer, of those that have it, and comes back to it', async () => {
    const panel = await openPanel({ panel: 'compare', scenario: 'layers', height: 1400 });
    const { page } = panel;
    await page.getByTestId('compared-text').fill('To be, or not to be');
    await page.getByTestId('read').click();
    const maps = page.getByTestId('compare-activations');
    await maps.waitFor();
    assert.equal(await maps.getByRole('button', { name: 'f', exact: true }).count(), 0, 'a GRU has none');
    await maps.getByRole('combobox', { name: 'Layer' }).selectOption({ label: '4' });
    await page.getByText('has no layer 4.').waitFor();
    await maps.getByTestId('activation-f').click();
    const asked = async () => (await panel.calls('traceField')).at(-1)?.[2] as { readonly field: unknown };
    await page.waitForFunction(() => JSON.stringify(window.fakeHost.calls.at(-1)).includes('"name":"f"'));
    assert.deepEqual((await asked()).field, { kind: 'activation', layer: 4, direction: 'forward', name: 'f' });
    await picture(page, 'compare-layer');
    await page.reload();
    await page.getByText('has no layer 4.').waitFor();
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });

  it('reads the whole text, asks for what is in sight, is zoomed and scrolled as maps are, and reads again what was put away', async () => {
    const panel = await openPanel({ panel: 'compare', scenario: 'large', height: 1400 });
    const { page } = panel;
    const text = 'So shaken as we are, so wan with care. '.repeat(500).trim();
    await page.getByTestId('compared-text').fill(text);
    await page.getByTestId('read').click();
    await page.getByTestId('compare-activations').waitFor();
    assert.deepEqual(
      (await panel.calls('openTrace')).map(([, , given]) => [...(given as { text: string }).text].length),
      [text.length, text.length],
    );
    const range = page.getByTestId('range');
    await range.filter({ hasText: /^1–\d+ of 19,499/ }).waitFor();
    const spans = async () =>
      (await panel.calls('traceField')).flatMap(([, , given]) => {
        const { field, from, to, step } = given as { field: { kind: string }; from: number; to: number; step: number };
        return field.kind === 'activation' ? [{ step, columns: (to - from) / step }] : [];
      });
    assert.ok(
      (await spans()).every(({ columns }) => columns <= 256),
      'never more than a tile',
    );
    const slider = page.getByTestId('compare-surprise').getByRole('slider');
    await slider.focus();
    await page.keyboard.press('End');
    await range.filter({ hasText: /–19,499 of 19,499/ }).waitFor();
    assert.match((await page.getByTestId('surprise-here').textContent()) ?? '', /^“\.”: /);
    await page.keyboard.press('Home');
    await range.filter({ hasText: /^1–/ }).waitFor();
    await slider.hover({ position: { x: 400, y: 60 } });
    const pointed = await page.getByTestId('surprise-here').textContent();
    const before = await range.textContent();
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -300);
    await page.keyboard.up('Control');
    await page.waitForFunction((was) => document.querySelector('[data-testid=range]')?.textContent !== was, before);
    await page.mouse.move(0, 0);
    await slider.hover({ position: { x: 400, y: 60 } });
    assert.equal(await page.getByTestId('surprise-here').textContent(), pointed, 'what is under the pointer stays there');
    await page.mouse.wheel(300, 0);
    await range.filter({ hasText: /^\d\d+–/ }).waitFor();
    await page.getByRole('button', { name: 'all', exact: true }).click();
    await range.filter({ hasText: /^1–19,499 of 19,499.*64 a column/ }).waitFor();
    await page.waitForFunction(() => window.fakeHost.calls.some((call) => JSON.stringify(call).includes('"step":64')));
    await picture(page, 'compare-from-afar');

    await page.evaluate(() => window.fakeHost.expire());
    await page.getByRole('button', { name: 'auto', exact: true }).click();
    await page.getByLabel('Place in the text').fill('80000');
    await page.waitForFunction(() => window.fakeHost.calls.filter(({ method }) => method === 'openTrace').length === 4);
    await range.filter({ hasText: /^10,001–/ }).waitFor();
    await page.waitForFunction(() => window.fakeHost.calls.some((call) => /"trace 4".*"from":9984/.test(JSON.stringify(call))));
    assert.equal(await page.getByRole('alert').count(), 0);
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });

  it('has what n-grams reach as a line among the curves: once where it is the same, and why where there is none', async () => {
    const panel = await openPanel({ panel: 'compare', scenario: 'done' });
    assert.match(await panel.page.getByTestId('baseline').innerText(), /^\s*6-gram 2\.04 of 85 % of the text$/);
    await panel.page.getByTestId('losses-menu').click();
    await panel.page.getByTestId('losses-table').click();
    assert.match(await panel.page.locator('section[aria-label=Losses] table').innerText(), /6-gram 2\.04/);
    await panel.close();
    const other = await openPanel({ panel: 'compare', scenario: 'layers' });
    await other.page.getByText(/no n-gram line of .*The text has changed since\./).waitFor();
    assert.match(await other.page.getByTestId('baseline').innerText(), /6-gram 2\.04/);
    await picture(other.page, 'compare-yardstick');
    await other.close();
  });

  it("keys the line of each run's n-grams as it is drawn in every theme, dashed and in the colour of the run", async () => {
    const panel = await openPanel({ panel: 'compare', scenario: 'yardsticks' });
    const keys = panel.page.getByTestId('baseline').locator('.key');
    await keys.nth(1).waitFor();
    const colours = (all: Element[]) => all.map((one) => getComputedStyle(one).backgroundColor);
    for (const theme of THEMES) {
      await panel.setTheme(theme);
      assert.deepEqual(
        await keys.evaluateAll(colours),
        await panel.page.locator('section[aria-label=Losses] .key:not(.key-dashed)').evaluateAll(colours),
        theme,
      );
      assert.ok(
        (await keys.evaluateAll((all) => all.map((one) => getComputedStyle(one).maskImage))).every((mask) => mask !== 'none'),
        theme,
      );
    }
    await assertAccessibleInAnyTheme(panel, 'compare-yardsticks');
  });

  it('keys what was written before the sides were changed, too', async () => {
    const panel = await filled({ scenario: 'kept' });
    const { page } = panel;
    await page.getByLabel('Checkpoint of').first().selectOption('150');
    const keys = () =>
      page
        .getByTestId('continuation')
        .locator('.key')
        .evaluateAll((all) => all.map((one) => one.className));
    await panel.calls('openTrace'); // drawn anew by then
    assert.deepEqual(await keys(), ['key key-foreground', 'key key-positive']);
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });
});
