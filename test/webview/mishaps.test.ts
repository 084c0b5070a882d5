// What a text or a run can be like at its worst, in the tabs that show a text: nothing, one character, never seen, gone meanwhile, read both ways, reloaded.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { assertAccessible } from './accessible';
import { openPanel, picture } from './harness';

async function inspect(page: Page, text: string): Promise<void> {
  await page.getByTestId('inspect-text').fill(text);
  await page.getByTestId('inspect').click();
}

describe('mishaps', () => {
  for (const tab of ['inside', 'memory', 'units', 'step'] as const) {
    it(`${tab}: where nothing is selected it says what to do, and looks at nothing`, async () => {
      const panel = await openPanel({ tab, scenario: 'gru', blank: true });
      const { page } = panel;
      await page.evaluate(() => window.fakeHost.select(''));
      await page.getByTestId('use-selection').click();
      await page.getByRole('alert').filter({ hasText: 'Nothing is selected. Select text in an editor, or type some here.' }).waitFor();
      assert.ok(await page.getByTestId('inspect').isDisabled());
      assert.deepEqual(await panel.calls('openTrace'), []);
      await page.evaluate(() => window.fakeHost.select('Arise'));
      await page.getByTestId('use-selection').click();
      await page.getByTestId(`${tab}-empty`).waitFor({ state: 'detached' });
      assert.equal(await page.getByRole('alert').count(), 0);
      await assertAccessible(panel);
    });

    it(`${tab}: one character, and characters that were never seen`, async () => {
      const panel = await openPanel({ tab, scenario: 'gru', blank: true });
      const { page } = panel;
      for (const [text, said] of [
        ['x', undefined],
        ['¶', '“¶”'],
        ['a ¶\n', '“¶”'],
      ] as const) {
        await inspect(page, text);
        if (said) await page.getByTestId('unknown').filter({ hasText: said }).waitFor();
        if (tab === 'inside') await page.getByText(`of ${text.length} character`).waitFor();
        else if (tab === 'memory') await page.getByTestId('memory-gradient').waitFor();
        else if (tab === 'units') await page.getByTestId('units-note').getByText(`${text.length} character`).waitFor();
        else await page.getByTestId('step-place').waitFor();
        for (const slider of (await page.getByRole('slider').all()).slice(0, 1)) await slider.press('End');
        await page.waitForTimeout(200);
        await picture(page, `${tab} of ${text.length} with ${said ? 'unseen' : 'seen'} characters`);
      }
      assert.equal(await page.getByRole('alert').count(), 0);
      await assertAccessible(panel);
    });
  }

  it('memory of one character says that nothing comes before it, and how to go on', async () => {
    const panel = await openPanel({ tab: 'memory', scenario: 'gru', blank: true });
    await inspect(panel.page, 'x');
    await panel.page
      .getByText('Nothing comes before “x”, so its mistake is felt in no earlier state. Look at a later character, or a longer text.')
      .waitFor();
    await assertAccessible(panel);
  });

  it('a run that is deleted while it is looked into is said where one looks, and leaves what is drawn', async () => {
    const gone = 'There is no run in /runs/tinyshakespeare: it has no experiment.json and no checkpoint.';
    const panel = await openPanel({ tab: 'memory' });
    const { page } = panel;
    await page.getByText('inside the unit circle').waitFor();
    await page.evaluate((message) => window.fakeHost.refuse('eigenvalues', message), gone);
    await page.getByTestId('memory-gradient').getByRole('slider').press('Home');
    await page.getByRole('alert').filter({ hasText: gone }).waitFor();
    assert.ok(await page.getByTestId('memory-triangle').isVisible());
    await page.evaluate((message) => window.fakeHost.refuse('traceField', message), gone);
    await page.getByTestId('tab-inside').click();
    await page.getByRole('alert').filter({ hasText: gone }).first().waitFor();
    await page.getByTestId('heatmap-h').waitFor();
    await picture(page, 'deleted while shown');
    await assertAccessible(panel);
  });

  it('a run that is deleted while a step or a unit of it is looked at is said there, and leaves what is drawn', async () => {
    const gone = 'There is no run in /runs/tinyshakespeare: it has no experiment.json and no checkpoint.';
    const panel = await openPanel({ tab: 'step' });
    const { page } = panel;
    await page.getByTestId('step-place').waitFor();
    await page.evaluate((message) => window.fakeHost.refuse('traceStep', message), gone);
    await page.getByTestId('step-at').fill('30');
    await page.getByRole('alert').filter({ hasText: gone }).waitFor();
    assert.ok(await page.getByTestId('unrolled').isVisible());
    await page.getByTestId('tab-units').click();
    await page.getByTestId('unit-factors').waitFor();
    for (const [kind, ask] of [
      ['factorUnits', () => page.getByTestId('factors').selectOption('8')],
      ['unitInCorpus', () => page.getByTestId('search-corpus').click()],
      ['unitsOver', () => page.getByTestId('find-units').click()],
      ['unitScores', () => page.getByTestId('units-of-all').click()],
    ] as const) {
      await page.evaluate(([kind, message]) => window.fakeHost.refuse(kind, message), [kind, `${gone} (${kind})`] as const);
      await ask();
      await page
        .getByRole('alert')
        .filter({ hasText: `${gone} (${kind})` })
        .waitFor();
    }
    // What is drawn is of the factors that are named.
    await page.getByTestId('unit-factors').getByText('in 12 non-negative factors').waitFor();
    const fields = (await panel.calls('traceField')).map(([given]) => (given as { field: { kind: string; rank?: number } }).field);
    assert.deepEqual([...new Set(fields.filter(({ kind }) => kind === 'factors').map(({ rank }) => rank))], [12]);
    assert.ok((await page.locator('.ranked-units tbody tr').count()) > 10);
    await assertAccessible(panel);
  });

  it('one step of a layer that reads backwards goes from right to left, and a name leads to its map', async () => {
    const panel = await openPanel({ tab: 'step', scenario: 'tag' });
    const { page } = panel;
    await page.getByTestId('step-place').waitFor();
    await page.getByTestId('step-at').fill('5');
    await page.getByTestId('step-place').getByText('(5)').waitFor();
    await page.getByRole('button', { name: '0 ←' }).click();
    await page.getByTestId('unrolled').waitFor();
    const name = page.getByTestId('step-forward').getByRole('button', { name: 'h', exact: true }).first();
    await name.click();
    await page
      .getByTestId('announcement')
      .getByText(/, character 6, h backwards unit \d+/)
      .waitFor({ state: 'attached' }); // what it found was left by the step to the right
    await assertAccessible(panel);
  });

  for (const scenario of ['translate', 'classify'] as const)
    it(`one step of a network of ${scenario}, which reads all of a text first, is a refusal in words; its units are told`, async () => {
      const refusal = 'Steps are unrolled where a network tells something at each character that it reads (not by classify and translate).';
      const panel = await openPanel({ tab: 'step', scenario, blank: true });
      const { page } = panel;
      await page.evaluate((message) => window.fakeHost.refuse('traceStep', message), refusal);
      await inspect(page, 'may the third');
      await page.getByRole('alert').filter({ hasText: refusal }).waitFor();
      assert.equal(await page.locator('.picture').count(), 0);
      await page.getByTestId('tab-units').click();
      await page.getByTestId('units-note').waitFor();
      await assertAccessible(panel);
    });

  for (const scenario of ['tag', 'translate', 'classify'] as const)
    it(`memory of a network of ${scenario}, which it cannot follow, is a refusal in words and no empty picture; inside shows both ways`, async () => {
      const refusal = 'This model reads in both directions, so no state comes before all others.';
      const panel = await openPanel({ tab: 'memory', scenario, blank: true });
      const { page } = panel;
      await page.evaluate((message) => window.fakeHost.refuse('gradientsBack', message), refusal);
      await inspect(page, 'may the third');
      await page.getByRole('alert').filter({ hasText: refusal }).waitFor();
      assert.equal(await page.locator('.picture').count(), 0);
      await picture(page, `memory refused, ${scenario}`);
      await page.getByTestId('tab-inside').click();
      await page.getByRole('button', { name: 'both ways' }).waitFor();
      await page.locator('[data-testid^=heatmap-h]').nth(1).waitFor();
      await assertAccessible(panel);
    });

  it('comes back after a reload of the window with its text, zoom and crosshair in sight, and another text begins without', async () => {
    const panel = await openPanel({ tab: 'inside' });
    const { page } = panel;
    await page.getByTestId('heatmap-h').focus();
    for (const key of ['+', '+', 'End', 'ArrowLeft', 'ArrowDown']) await page.keyboard.press(key);
    const here = /^.*, character 159, h unit \d+/;
    await page.waitForFunction(() => /character 159, h unit/.test(document.querySelector('[data-testid=announcement]')?.textContent ?? ''));
    const [unit, range] = [
      await page.getByTestId('this-unit').getByRole('heading').innerText(),
      await page.getByTestId('range').innerText(),
    ];
    assert.match((await page.getByTestId('announcement').innerText()) ?? '', here);
    await page.waitForTimeout(200); // it is kept a moment later
    await page.reload();
    await page.getByTestId('this-unit').waitFor();
    assert.equal(await page.getByTestId('this-unit').getByRole('heading').innerText(), unit);
    await page
      .getByTestId('range')
      .filter({ hasText: /–160 of 160 characters/ })
      .waitFor();
    const width = (words: string) => Number(/–(\d+)/.exec(words)?.[1]) - Number(/^(\d+)/.exec(words)?.[1]);
    assert.ok(Math.abs(width(await page.getByTestId('range').innerText()) - width(range)) <= 1);
    await page.getByTestId('tab-memory').click();
    await page.getByTestId('memory-gradient').getByRole('slider').waitFor();
    assert.equal(await page.getByTestId('memory-gradient').getByRole('slider').getAttribute('aria-valuenow'), '159');
    await page.getByTestId('tab-inside').click();
    await inspect(page, 'Arise');
    await page.getByTestId('this-unit').waitFor({ state: 'detached' });
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });
});
