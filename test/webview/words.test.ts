// A run that reads words: its panel speaks of words, and shows them as they are or cut off, never squeezed.
import assert from 'node:assert/strict';
import { openPanel, type Panel, picture } from './harness';

const TABS = ['training', 'inside', 'memory', 'continuations', 'units', 'whatIf', 'step'] as const;

describe('words', () => {
  for (const tab of TABS) {
    it(`${tab} fits, and speaks of words alone`, async () => {
      const panel = await openPanel({ scenario: 'words', tab, width: 350, height: 900 });
      if (tab === 'continuations') await generated(panel);
      await panel.page.waitForTimeout(150);
      for (const width of [350, 1440]) {
        await panel.resize(width);
        await picture(panel.page, `words-${tab}-${width}`);
        const wide = await panel.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.equal(wide, 0, `in ${width} px`);
      }
      assert.doesNotMatch(await panel.page.locator('body').innerText(), /\bcharacters?\b|\bchars?\b/i);
      const labels = await panel.page.evaluate(() =>
        [...document.querySelectorAll('main [aria-label], main [title]')].map(
          (each) => `${each.getAttribute('aria-label') ?? ''} ${each.getAttribute('title') ?? ''}`,
        ),
      );
      assert.deepEqual(
        labels.filter((label) => /\bcharacters?\b/i.test(label)),
        [],
      );
      assert.deepEqual(panel.problems, []);
      await panel.close();
    });
  }

  it('are told whole beside what else was likely, and what is not known is unknown', async () => {
    const panel = await openPanel({ scenario: 'words', tab: 'continuations' });
    await generated(panel);
    const told = await panel.page.getByTestId('alternatives').innerText();
    assert.match(told, /“for”.*for\n40 %.*<unk>\n10 %/s);
    assert.equal(await panel.page.getByTestId('alternatives').locator('.taken').count(), 1);
    await panel.close();
  });

  it('are counted where the states of another text are patched in', async () => {
    const panel = await openPanel({ scenario: 'words', tab: 'whatIf' });
    await panel.page.getByTestId('change-patch').click();
    await panel.page.getByTestId('change-other').fill('So it was said');
    assert.equal(await panel.page.getByTestId('change-of').inputValue(), '4');
    await panel.close();
  });

  it('are pointed at in the editor, and followed there, by their number', async () => {
    const panel = await openPanel({ scenario: 'words', tab: 'inside' });
    await panel.page.evaluate(() => window.fakeHost.panel.cursor('passage', 2));
    await panel.page.getByText('Next after “The Time Traveller”').waitFor();
    await panel.page.getByTestId('heatmap-h').focus();
    await panel.page.keyboard.press('ArrowRight');
    assert.deepEqual((await panel.calls('highlight')).at(-1), ['passage', 3]);
    assert.match(await panel.page.getByTestId('range').innerText(), /of 49 words/);
    await panel.close();
  });
});

async function generated(panel: Panel): Promise<void> {
  await panel.page.getByTestId('generate').click();
  await panel.page.getByTestId('written').first().locator('[data-at="4"]').hover();
}
