// A panel that compares runs or checkpoints: curves, what differs, the same text, what each writes; in four themes, by keyboard, over a reload.
import assert from 'node:assert/strict';
import { assertAccessible } from './accessible';
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
  await page.getByTestId('write').click();
  await page.getByTestId('continuation').nth(1).waitFor();
  return panel;
}

describe('compare', () => {
  for (const theme of THEMES)
    for (const scenario of theme === 'Dark Modern' ? (['kept', 'done'] as const) : (['kept'] as const))
      it(`${theme}: ${scenario === 'done' ? 'two runs' : 'two checkpoints of one'}`, async () => {
        const panel = await filled({ theme, scenario, height: 1900, width: 1100 });
        await panel.page
          .getByTestId('compare-surprise')
          .getByRole('slider')
          .hover({ position: { x: 300, y: 30 } });
        await picture(panel.page, `compare-${scenario}-${theme}`);
        await assertAccessible(panel);
      });

  it('fits 350 px', async () => {
    const panel = await filled({ width: 350, height: 2300 });
    await picture(panel.page, 'compare-narrow');
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
    const table = await panel.page.getByTestId('differences').innerText();
    for (const row of [/cell\s+lstm\s+gru/, /hidden\s+128\s+64/]) assert.match(table, row);
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
    assert.equal(await page.getByTestId('write').count(), 0, 'neither goes on from a text');
    assert.match(await page.getByTestId('differences').innerText(), /task\s+classify\s+translate/);
    await picture(page, 'compare-tasks');
    await assertAccessible(panel);
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
});
